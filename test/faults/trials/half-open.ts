import { setTimeout as pause } from 'node:timers/promises'
import { freePorts } from '../../../tools/engines/free-ports.ts'
import { KafkaCluster } from '../../../tools/engines/kafka-cluster.ts'
import { TcpProxy } from '../../support/fault-tcp-proxy.ts'
import { underLoad, type LoadTrialContext } from '../../support/fault-under-load.ts'

/** All connections to the broker go half-open at one moment; new ones pass. */
export const kafkaHalfOpen = underLoad('half-open-kafka', disturbKafka)

/** The same to Elasticsearch. */
export const elasticsearchHalfOpen = underLoad('half-open-elasticsearch', disturbElasticsearch)

/* Nothing says that such a connection is dead but the time without an answer: the client's own patience comes before the ten seconds. */
const kafkaPatienceMs = 10_000
const elasticsearchPatienceMs = 15_000
const resumeWithinMs = 10_000

async function disturbKafka(context: LoadTrialContext): Promise<void> {
  const { engines, begin, defer } = context
  const elasticsearch = await engines.elasticsearch()
  const [port = 0] = await freePorts(1)
  // Clients go where the broker says that it is: through the proxy.
  const properties = { 'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}` }
  const kafka = await KafkaCluster.start({ archives: engines.archives, directory: engines.folder('kafka-proxied'), properties })
  defer(() => kafka.remove())
  const proxy = await TcpProxy.open(Number(kafka.brokers[0]?.split(':')[1]), port)
  defer(() => proxy.close())
  const stage = await begin({ kafka, elasticsearch, perSecond: 20, lastsMs: 90_000 })
  await twice(context, proxy, (since) => stage.goesOn(since, { after: 'half-open', limitMs: kafkaPatienceMs + resumeWithinMs }))
}

async function disturbElasticsearch(context: LoadTrialContext): Promise<void> {
  const { engines, begin, defer } = context
  const [kafka, elasticsearch] = await Promise.all([engines.kafka(1), engines.elasticsearch()])
  const proxy = await TcpProxy.open(Number(new URL(elasticsearch.url).port))
  defer(() => proxy.close())
  const elasticsearchUrl = `http://127.0.0.1:${proxy.port}`
  const stage = await begin({ kafka, elasticsearch, elasticsearchUrl, perSecond: 20, lastsMs: 90_000 })
  await twice(context, proxy, (since) => stage.goesOn(since, { after: 'half-open', limitMs: elasticsearchPatienceMs + resumeWithinMs }))
}

async function twice({ random, say }: LoadTrialContext, proxy: TcpProxy, goesOn: (since: number) => Promise<number>): Promise<void> {
  for (let times = 0; times < 2; times++) {
    await pause(5000 + random() * 5000)
    const since = performance.now()
    const connections = proxy.blackHole()
    if (connections === 0) throw new Error('no connection lived: the trial tried nothing')
    // What was under way is not seen as going on.
    await pause(1000)
    await goesOn(since + 1000)
    say(`${connections} 个连接成了半开，${Math.round(performance.now() - since)} 毫秒后继续`)
  }
  await pause(10_000)
}
