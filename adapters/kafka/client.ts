import kafkajs, { type KafkaConfig, type SASLOptions } from 'kafkajs'
import type { Logger } from '../../core/ports.ts'
import { clientLog } from './client-log.ts'
import type { KafkaOptions } from './options.ts'
import type { Outages } from './outages.ts'
import { repairKafkajs } from './repairs.ts'
import { Sockets } from './sockets.ts'
import { timing } from './timing.ts'

export interface ClientDeps {
  readonly logger: Logger
  readonly outages: Outages
}

/**
 * One kafkajs client for one purpose: clients share offsets among their consumers, so that no two consumers may share one.
 * It can be ended at any moment, whatever kafkajs is doing.
 */
export class KafkaClient {
  readonly kafka: kafkajs.Kafka
  readonly #sockets: Sockets
  #ended = false

  /** `retries`: of every call of kafkajs within itself, with a pause of at most `timing.maxRetry`. */
  constructor(options: KafkaOptions, deps: ClientDeps, retries: number) {
    repairKafkajs()
    this.#sockets = new Sockets(deps.outages)
    this.kafka = new kafkajs.Kafka({
      clientId: options.clientId,
      // An empty list is the one answer after which kafkajs does not try to connect again.
      brokers: () => (this.#ended ? [] : [...options.brokers]),
      ...securityOf(options),
      connectionTimeout: timing.connect + 1000,
      authenticationTimeout: timing.request,
      requestTimeout: timing.request,
      retry: { retries, initialRetryTime: timing.firstRetry, maxRetryTime: timing.maxRetry, multiplier: 2, factor: 0.2 },
      socketFactory: this.#sockets.factory,
      logLevel: kafkajs.logLevel.WARN,
      logCreator: clientLog(deps.logger)
    })
  }

  /** Told by kafkajs's own event of it, which every consumer, producer and admin emits. */
  readonly requestTimedOut = ({ payload }: { payload: { broker: string; apiName: string } }): void => {
    this.#sockets.abandon(payload.broker, `no answer to ${payload.apiName} within ${timing.request / 1000} s`)
  }

  end(): void {
    this.#ended = true
    this.#sockets.close()
  }
}

function securityOf({ tls, sasl }: KafkaOptions): Pick<KafkaConfig, 'ssl' | 'sasl'> {
  const pem = (name: 'ca' | 'cert' | 'key'): Record<string, string> => {
    const text = tls?.[name] ?? null
    return text === null ? {} : { [name]: text }
  }
  return {
    ...(tls === null ? {} : { ssl: { ...pem('ca'), ...pem('cert'), ...pem('key') } }),
    // kafkajs keeps a thing of its own in it.
    ...(sasl === null ? {} : { sasl: { ...sasl } as SASLOptions })
  }
}
