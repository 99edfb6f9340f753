import type { Admin, Broker, Cluster, Consumer } from 'kafkajs'
import { RetryableError } from '../../core/errors.ts'
import { KafkaClient, type ClientDeps } from './client.ts'
import { fromKafka } from './errors.ts'
import type { KafkaOptions } from './options.ts'

/** Within kafkajs; enough to come to every broker of a cluster. */
const retriesWithin = 3
const tries = 3
const betweenTriesMs = 200

export interface Access {
  readonly admin: Admin
  /** kafkajs hands it to partition assigners, and so to us. */
  readonly cluster: Cluster
  readonly coordinators: Map<string, Broker>
}

interface Open extends Access {
  readonly client: KafkaClient
  readonly connected: Promise<void>
}

/** A connection for questions and for topics. It is made when needed, and anew when it was lost. */
export class ClusterAccess {
  readonly #options: KafkaOptions
  readonly #deps: ClientDeps
  #open: Open | null = null
  #closed = false

  constructor(options: KafkaOptions, deps: ClientDeps) {
    this.#options = options
    this.#deps = deps
  }

  /** @throws UnreachableError after a few tries, AccessRefusedError */
  async use<T>(doing: string, work: (access: Access) => Promise<T>, most: number = tries): Promise<T> {
    for (let failures = 0; ;) {
      const open = (this.#open ??= this.#create())
      try {
        await open.connected
        return await work(open)
      } catch (error) {
        failures += 1
        if (this.#open === open) this.#end()
        const ours = fromKafka(error, doing, this.#options.brokers)
        if (!(ours instanceof RetryableError) || failures >= most || this.#closed) throw ours
        await new Promise((resolve) => setTimeout(resolve, betweenTriesMs * failures))
      }
    }
  }

  close(): void {
    this.#closed = true
    this.#end()
  }

  #end(): void {
    this.#open?.client.end()
    this.#open = null
  }

  #create(): Open {
    const client = new KafkaClient(this.#options, this.#deps, retriesWithin)
    const admin = client.kafka.admin()
    const { cluster, consumer } = clusterOf(client)
    admin.on(admin.events.REQUEST_TIMEOUT, client.requestTimedOut)
    consumer.on(consumer.events.REQUEST_TIMEOUT, client.requestTimedOut)
    const connected = Promise.all([admin.connect(), cluster.connect()]).then(() => {})
    connected.catch(() => {})
    return { client, admin, cluster, coordinators: new Map(), connected }
  }
}

/** The consumer never runs. */
function clusterOf(client: KafkaClient): { cluster: Cluster; consumer: Consumer } {
  let found: Cluster | undefined
  const consumer = client.kafka.consumer({
    groupId: 'none',
    allowAutoTopicCreation: false,
    partitionAssigners: [
      ({ cluster }) => {
        found = cluster
        return { name: 'none', version: 0, assign: async () => [], protocol: () => ({ name: 'none', metadata: Buffer.alloc(0) }) }
      }
    ]
  })
  if (found === undefined) throw new TypeError('kafkajs no longer gives its cluster to partition assigners')
  return { cluster: found, consumer }
}
