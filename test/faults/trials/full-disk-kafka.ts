import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { KafkaCluster } from '../../../tools/engines/kafka-cluster.ts'
import { SmallDisk } from '../../support/fault-small-disk.ts'
import { CannotTryError } from '../../support/fault-trial.ts'
import { underLoad, type LoadTrialContext } from '../../support/fault-under-load.ts'

const megabytes = 256
const fullMs = 40_000
const waitingWords = /kafka broker cannot be reached/

/** The broker's file system (a tmpfs) is full: the broker ends itself, as Kafka does; then there is room and it is started again. */
export const fullDiskKafka = underLoad('full-disk-kafka', disturb)

async function disturb({ engines, begin, random, say, defer }: LoadTrialContext): Promise<void> {
  const disk = SmallDisk.mount(engines.folder('small-disk'), megabytes)
  if (disk === null) throw new CannotTryError('这里不能挂载 tmpfs（需要 root）')
  defer(() => disk.unmount())
  const directory = path.join(disk.folder, 'kafka')
  const [kafka, elasticsearch] = await Promise.all([KafkaCluster.start({ archives: engines.archives, directory }), engines.elasticsearch()])
  defer(() => kafka.remove())
  const stage = await begin({ kafka, elasticsearch, perSecond: 20, lastsMs: fullMs + 60_000 })
  await pause(5000 + random() * 5000)
  disk.fill()
  say(`Kafka 的磁盘已满，${fullMs / 1000} 秒后腾出空间`)
  await pause(fullMs)
  say(`磁盘满后 Kafka ${kafka.nodes.every(({ identity }) => identity === null) ? '已自行退出' : '仍在运行'}`)
  disk.makeRoom()
  await kafka.kill()
  await kafka.start()
  await kafka.waitReady()
  say(`有了空间，Kafka 就绪 ${await stage.goesOn(performance.now())} 毫秒后继续`)
  if (!stage.roles.names.some((name) => waitingWords.test(stage.roles.saidBy(name)))) throw new Error('没有一个进程的日志说到 Kafka 不可用')
  await pause(10_000)
}
