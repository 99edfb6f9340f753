import { setTimeout } from 'node:timers/promises'
import {
  BasicCrawler,
  Configuration,
  EventManager,
  LogLevel,
  NonRetryableError,
  log as crawleeLog,
  type BaseHttpClient,
  type Request,
  type RequestQueue
} from '@crawlee/basic'
import type { PoliteQueue } from './polite-queue.ts'

/** Crawlee's own manager samples memory by starting `ps` each second; with fixed concurrency nobody reads that. */
class QuietEvents extends EventManager {}

/** Requests leave through our guarded requester only; crawlee's client, which invents browser headers, must not exist. */
const noClient: BaseHttpClient = {
  sendRequest: () => Promise.reject(new Error('use the guarded requester')),
  stream: () => Promise.reject(new Error('use the guarded requester'))
}

const silent = crawleeLog.child({ level: LogLevel.OFF })
/** Constant, because crawlee keeps statistics by message for as long as it lives. */
export const tryAgain = new Error('to be tried again')
export const giveUp = new NonRetryableError('given up')

export interface CrawlPool {
  notify(): void
  /** Resolves when no request runs any more. */
  stop(): Promise<void>
}

/**
 * Crawlee as the pool that runs a queue's requests: fixed concurrency, no sessions, nothing on disk, no log of its own.
 * `handle` throws `tryAgain` or `giveUp`; both have settled their job before.
 */
export function startCrawlPool(queue: PoliteQueue, concurrency: number, longestMs: number, handle: (request: Request) => Promise<void>): CrawlPool {
  const configuration = new Configuration({ persistStorage: false, purgeOnStart: false, memoryMbytes: 1024, persistStateIntervalMillis: 3_600_000 })
  configuration.useEventManager(new QuietEvents(configuration))
  const crawler = new BasicCrawler(
    {
      // 3.18 has an option for request managers but its own validation refuses it; the crawler uses no more of a queue than the manager's methods.
      requestQueue: queue as unknown as RequestQueue,
      requestHandler: ({ request }) => handle(request),
      requestHandlerTimeoutSecs: longestMs / 1000 + 30,
      keepAlive: true,
      minConcurrency: concurrency,
      maxConcurrency: concurrency,
      useSessionPool: false,
      httpClient: noClient,
      log: silent,
      statusMessageLoggingInterval: 3600,
      statisticsOptions: { logIntervalSecs: 86_400, persistenceOptions: { enable: false } },
      autoscaledPoolOptions: { maybeRunIntervalSecs: 5, loggingIntervalSecs: null, autoscaleIntervalSecs: 3600 }
    },
    configuration
  )
  const state = { running: true }
  const ended = crawler.run().finally(() => {
    state.running = false
  })
  return {
    notify: () => void crawler.autoscaledPool?.notify(),
    async stop() {
      // While the run is still being prepared there is no pool yet, and an abort would fall into the void.
      while (state.running) {
        await crawler.autoscaledPool?.abort()
        await Promise.race([ended, setTimeout(10)])
      }
      await ended
    }
  }
}
