import { randomUUID } from 'node:crypto'
import type { Clock } from '../../core/clock.ts'
import { RetryableError } from '../../core/errors.ts'
import type { Fetch, Fetched, FetchOptions, Logger } from '../../core/ports.ts'
import { giveUp, startCrawlPool, tryAgain, type CrawlPool } from './crawl-pool.ts'
import { FetchAbortedError, HttpStatusError, RateLimitedError, RefusedAddressError, ServerTroubleError } from './errors.ts'
import { checkUrl, resolveByDns, type Resolve } from './guard.ts'
import { createPageDecoder } from './page-decoder.ts'
import { PoliteQueue, type Job } from './polite-queue.ts'
import { createRequester, type Answer } from './request.ts'
import { readRetryAfterMs, waitBeforeRetryMs } from './retry.ts'
import { createRobots } from './robots.ts'

export interface FetchSetup {
  /** Sent as it is; says who we are. */
  readonly userAgent: string
  readonly clock: Clock
  readonly logger: Logger
  /** For one try, redirects and body included. */
  readonly timeoutMs?: number
  /** Cap on bytes of the wire. */
  readonly maxBytes?: number
  readonly maxInflatedBytes?: number
  /** Further tries after the first, on trouble that may pass. */
  readonly retries?: number
  readonly backOffMs?: number
  readonly concurrency?: number
  readonly resolve?: Resolve
}

const defaultPaceMs = 1000
/** A server that asks for more patience than this is answered by its source's schedule, not by a waiting request. */
const longestWaitMs = 60_000

/** The guarded, polite fetch: crawlers and releases share it. @see core/ports.ts Fetch for what it throws. */
export function createFetch(setup: FetchSetup): { fetch: Fetch; close(): Promise<void> } {
  const timeoutMs = setup.timeoutMs ?? 30_000
  const retries = setup.retries ?? 2
  const concurrency = setup.concurrency ?? 128
  const rawBytes = setup.maxBytes ?? 5_000_000
  const limits = { rawBytes, inflatedBytes: setup.maxInflatedBytes ?? 4 * rawBytes, ratio: 100 }
  const requester = createRequester({ userAgent: setup.userAgent, resolve: setup.resolve ?? resolveByDns })
  const robots = createRobots(requester, { userAgent: setup.userAgent, clock: setup.clock, timeoutMs: Math.min(timeoutMs, 15_000) })
  const queue = new PoliteQueue({
    now: () => setup.clock.elapsedMs(),
    places: concurrency,
    paceMs: (job) => Math.max(job.options.paceMs ?? defaultPaceMs, job.options.ignoreRobots === true ? 0 : robots.delayMs(job.url.origin)),
    retryWaitMs: (job) => waitBeforeRetryMs(job.failure, setup.backOffMs ?? 1000, job.tries),
    wake: () => pool?.notify()
  })
  const decoder = createPageDecoder()
  let pool: CrawlPool | null = null
  let closed = false

  async function attempt(job: Job): Promise<Answer> {
    const { options } = job
    const answer = await requester.get(job.url.href, {
      allowPrivate: options.allowPrivate,
      headers: headersOf(options),
      form: options.form,
      limits,
      timeoutMs,
      signal: options.signal ?? null,
      decode: (bytes, contentType) => decoder.decode(job.url.href, bytes, contentType, options.mostCharacters),
      readWhole: options.readWhole,
      beforeHop: async (url) => {
        if (options.mayVisit?.(url) === false) throw new RefusedAddressError(url.href, 'is not among the addresses that may be visited')
        if (options.ignoreRobots !== true) await robots.check(url, options.allowPrivate)
      }
    })
    throwOnStatus(answer, setup.clock)
    return answer
  }

  function canRetry(job: Job): boolean {
    if (closed || job.tries >= retries || !(job.failure instanceof RetryableError) || job.failure instanceof FetchAbortedError) return false
    return !(job.failure instanceof RateLimitedError && (job.failure.retryAfterMs ?? 0) > longestWaitMs)
  }

  async function handle(job: Job): Promise<void> {
    try {
      job.resolve(await attempt(job))
      queue.judge(job, true)
    } catch (error) {
      job.failure = error
      // A refusal is an answer; what counts against a host is that it keeps us waiting.
      queue.judge(job, !(error instanceof RetryableError))
      if (error instanceof RateLimitedError) queue.hold(job.url.host, setup.clock.elapsedMs() + Math.min(error.retryAfterMs ?? 0, longestWaitMs))
      if (canRetry(job)) throw tryAgain
      job.reject(error)
      throw giveUp
    }
  }

  function enqueue(url: URL, options: FetchOptions): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const giveUpEarly = () => {
        queue.drop(job)
        reject(new FetchAbortedError(url.href))
      }
      const settled =
        <Value>(settle: (value: Value) => void) =>
        (value: Value): void => {
          options.signal?.removeEventListener('abort', giveUpEarly)
          settle(value)
        }
      const job: Job = {
        id: randomUUID(),
        url,
        options,
        resolve: settled(resolve),
        reject: settled(reject),
        failure: null,
        tries: 0,
        notBeforeMs: 0,
        startedMs: 0
      }
      options.signal?.addEventListener('abort', giveUpEarly, { once: true })
      pool ??= startCrawlPool(queue, concurrency, timeoutMs, async (request) => {
        const found = queue.jobOf(request)
        if (found !== undefined) await handle(found)
      })
      queue.add(job)
    })
  }

  return {
    fetch: async (text, options) => {
      if (closed || options.signal?.aborted === true) throw new FetchAbortedError(text)
      const url = checkUrl(text, options.allowPrivate)
      const answer = await enqueue(url, options)
      return fetchedOf(text, answer, setup.clock.elapsedMs())
    },
    async close() {
      closed = true
      for (const job of queue.drain()) job.reject(new FetchAbortedError(job.url.href))
      await requester.close()
      await decoder.close()
      await pool?.stop()
    }
  }
}

function headersOf(options: FetchOptions): Record<string, string> {
  return {
    ...options.headers,
    ...(typeof options.etag === 'string' ? { 'if-none-match': options.etag } : {}),
    ...(typeof options.lastModified === 'string' ? { 'if-modified-since': options.lastModified } : {})
  }
}

/** Names the page that answered so: a redirect may have led to another than was asked for. */
function throwOnStatus(answer: Answer, clock: Clock): void {
  if (answer.status < 300 || answer.status === 304) return
  const url = answer.finalUrl
  const retryAfter = answer.headers.get('retry-after') ?? null
  if (answer.status === 429 || (answer.status === 503 && retryAfter !== null)) {
    throw new RateLimitedError(url, answer.status, readRetryAfterMs(retryAfter, clock))
  }
  if (answer.status >= 500) throw new ServerTroubleError(url, answer.status)
  throw new HttpStatusError(url, answer.status)
}

function fetchedOf(url: string, answer: Answer, fetchedElapsedMs: number): Fetched {
  return {
    url,
    finalUrl: answer.finalUrl,
    status: answer.status,
    notModified: answer.status === 304,
    bytes: answer.bytes,
    contentType: answer.headers.get('content-type') ?? null,
    text: answer.page.decoded?.text ?? null,
    ...(answer.page.isCut ? { isCut: true as const } : {}),
    charset: answer.page.decoded?.charset ?? null,
    etag: answer.headers.get('etag') ?? null,
    lastModified: answer.headers.get('last-modified') ?? null,
    date: answer.headers.get('date') ?? null,
    fetchedElapsedMs
  }
}
