/** The process that fills the topic of mentions. Its settings come as JSON on the command line; told `end`, it says how many it produced. */
import { openKafkaLog } from '../../adapters/kafka/event-log.ts'
import { clusterOptions } from '../../cluster.ts'
import { loadProductConfig } from '../../system.ts'
import { createPosts } from './posts.ts'

export interface ProducerSettings {
  readonly directory: string
  readonly run: string
  /** Stays so far ahead of who assesses. */
  readonly most: number
}

const aRequest = 500
const lookEveryMs = 200

const settings = JSON.parse(process.argv[2] ?? '{}') as ProducerSettings
const { cluster } = await loadProductConfig(settings.directory)
const silent = { info: () => {}, warn: () => {}, error: () => {} }
const log = await openKafkaLog(clusterOptions(cluster, process.env, 'wanglou-bench-producer').kafka, { logger: silent })
const postOf = createPosts(settings.run)
const ending = new AbortController()
process.on('message', () => ending.abort())
process.send?.('ready')

let produced = 0
while (!ending.signal.aborted) {
  const room = settings.most - (await log.lag('mentions', 'assess'))
  for (const until = produced + room; produced < until && !ending.signal.aborted; produced += aRequest) await produce()
  await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
}
await log.close()
process.send?.({ produced })
process.disconnect()

async function produce(): Promise<void> {
  const posts = Array.from({ length: aRequest }, (_, offset) => postOf(produced + offset))
  await log.append(
    'mentions',
    posts.map((post) => ({ key: post.id, value: JSON.stringify(post) }))
  )
}
