/** `npm run engines -- start|stop|status`: real Kafka and Elasticsearch on this machine, without Docker. */
import { Command, CommanderError } from 'commander'
import { exitCodeOf, result, say, UsageError } from '../commands/exit.ts'
import { enginesCache } from './engines/cache-folder.ts'
import { PortTakenError } from './engines/engine-error.ts'
import { enginesStatus, type EngineStatus } from './engines/engines-status.ts'
import { startEngines } from './engines/start-engines.ts'
import { runningEngines } from './engines/state.ts'
import { stopEngines } from './engines/stop-engines.ts'

/** What was asked for is not there. */
const unavailable = 3
const cache = enginesCache()

const program = new Command('engines')
  .description('在本机起停真实的 Kafka 与 Elasticsearch(由 Maven 取得，不需要 Docker)')
  .helpOption('-h, --help', '帮助')
  .helpCommand(false)
  .exitOverride()

function command(usage: string, about: string): Command {
  return program.command(usage).description(about).helpOption('-h, --help', '帮助').option('--json', '输出 JSON')
}

command('start', '启动未运行的，就绪后返回')
  .option('--brokers <n>', 'Kafka 节点数:1 或 3')
  .action(async ({ brokers, json }: { brokers?: string; json?: boolean }) => {
    const started = await startEngines({ cache, brokers: brokersOf(brokers), progress: say })
    if (!started.ok) {
      say(`无法启动：${started.reason}`)
      process.exitCode = unavailable
      return
    }
    await tell(enginesStatus(cache), json === true)
  })

command('stop', '停止')
  .option('--wipe', '连同数据一起删除')
  .action(async ({ wipe, json }: { wipe?: boolean; json?: boolean }) => {
    const stopped = await stopEngines({ cache, wipe: wipe === true, progress: say })
    if (json === true) await result({ stopped })
    else say(stopped.length === 0 ? '没有在运行的引擎' : `已停止：${stopped.join('、')}`)
  })

command('status', '各进程的状态；全部在运行时退出码为 0，否则为 3').action(async ({ json }: { json?: boolean }) => {
  const engines = enginesStatus(cache)
  await tell(engines, json === true)
  if (engines.length === 0 || engines.some(({ pid }) => pid === null)) process.exitCode = unavailable
})

function brokersOf(text: string | undefined): 1 | 3 | null {
  if (text === undefined) return null
  if (text === '1') return 1
  if (text === '3') return 3
  throw new UsageError(`--brokers 只能是 1 或 3，现为 ${text}`)
}

/** Lines for the person on stderr; on stdout what a program reads, either JSON or the variables that the product reads. */
async function tell(engines: readonly EngineStatus[], json: boolean): Promise<void> {
  const addresses = runningEngines(cache)
  if (json) return result({ brokers: addresses?.brokers ?? [], nodes: addresses?.nodes ?? [], engines })
  if (engines.length === 0) say('引擎没有启动')
  for (const { name, address, pid } of engines) say(`${name}  ${address}  ${pid === null ? '未运行' : `运行中，进程 ${pid}`}`)
  if (addresses === null) return
  await result(`WANGLOU_KAFKA_BROKERS=${addresses.brokers.join(',')}`)
  await result(`WANGLOU_ELASTICSEARCH_NODES=${addresses.nodes.join(',')}`)
}

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2
  } else {
    say(`错误：${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = error instanceof PortTakenError ? unavailable : exitCodeOf(error)
  }
}
