/** The process that fills the topic of mentions. Its settings come as JSON on the command line; it says when all are with the broker. */
import { openKafkaLog } from '../../adapters/kafka/event-log.ts'
import { clusterOptions } from '../../cluster.ts'
import { loadProductConfig } from '../../system.ts'
import { createPosts } from './posts.ts'

export interface ProducerSettings {
  readonly directory: string
  readonly run: string
  readonly posts: number
}

const aRequest = 500

const settings = JSON.parse(process.argv[2] ?? '{}') as ProducerSettings
const { cluster } = await loadProductConfig(settings.directory)
const silent = { info: () => {}, warn: () => {}, error: () => {} }
const log = await openKafkaLog(clusterOptions(cluster, process.env, 'wanglou-bench-producer').kafka, { logger: silent })
const postOf = createPosts(settings.run)
for (let produced = 0; produced < settings.posts; produced += aRequest) {
  const posts = Array.from({ length: Math.min(aRequest, settings.posts - produced) }, (_, offset) => postOf(produced + offset))
  await log.append(
    'mentions',
    posts.map((post) => ({ key: post.id, value: JSON.stringify(post) }))
  )
}
await log.close()
process.send?.('filled')
process.disconnect()
