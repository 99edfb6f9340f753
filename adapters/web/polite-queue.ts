import { Request, type IRequestManager } from '@crawlee/basic'
import type { FetchOptions } from '../../core/ports.ts'
import type { Answer } from './request.ts'

/** One fetch that somebody waits for. */
export interface Job {
  readonly id: string
  readonly url: URL
  readonly options: FetchOptions
  readonly resolve: (answer: Answer) => void
  readonly reject: (reason: unknown) => void
  /** Why the last try failed. */
  failure: unknown
  tries: number
  notBeforeMs: number
}

interface HostLine {
  readonly waiting: Job[]
  nextAtMs: number
}

type RequestQueueOperationInfo = Awaited<ReturnType<IRequestManager['addRequest']>>

/**
 * Waiting fetches, one line a host, handed out in turn: a host gets its next request no sooner than its pace allows, and a slow
 * or full host holds nobody else up. It is crawlee's request manager, in memory only; what must survive a crash stands in CrawlState.
 */
export class PoliteQueue implements IRequestManager {
  readonly #lines = new Map<string, HostLine>()
  readonly #running = new Map<string, Job>()
  readonly #now: () => number
  readonly #paceMs: (job: Job) => number
  readonly #retryWaitMs: (job: Job) => number
  readonly #wake: () => void
  #timer: NodeJS.Timeout | null = null
  #handled = 0

  constructor(options: { now: () => number; paceMs: (job: Job) => number; retryWaitMs: (job: Job) => number; wake: () => void }) {
    this.#now = options.now
    this.#paceMs = options.paceMs
    this.#retryWaitMs = options.retryWaitMs
    this.#wake = options.wake
  }

  add(job: Job): void {
    this.#lineOf(job).waiting.push(job)
    this.#wake()
  }

  /** The job behind a request of crawlee's. */
  jobOf(request: Request): Job | undefined {
    return this.#running.get(request.uniqueKey)
  }

  /** Takes a job out that nobody waits for any more. */
  drop(job: Job): void {
    const line = this.#lines.get(job.url.host)
    const index = line?.waiting.indexOf(job) ?? -1
    if (index >= 0) line?.waiting.splice(index, 1)
  }

  /** Nothing of the host before that moment: it said 429, or a redirect has just used its turn. */
  hold(host: string, untilMs: number): void {
    const line = this.#lines.get(host)
    if (line !== undefined) line.nextAtMs = Math.max(line.nextAtMs, untilMs)
  }

  drain(): readonly Job[] {
    if (this.#timer !== null) clearTimeout(this.#timer)
    const all = [...this.#lines.values()].flatMap((line) => line.waiting)
    this.#lines.clear()
    return [...all, ...this.#running.values()]
  }

  async isFinished(): Promise<boolean> {
    return this.#running.size === 0 && this.getPendingCount() === 0
  }

  async isEmpty(): Promise<boolean> {
    if (this.#ready() !== null) return false
    this.#wakeWhenDue()
    return true
  }

  async fetchNextRequest<T extends Record<string, unknown>>(): Promise<Request<T> | null> {
    const found = this.#ready()
    if (found === null) return null
    const { host, line, job } = found
    line.waiting.splice(line.waiting.indexOf(job), 1)
    line.nextAtMs = this.#now() + this.#paceMs(job)
    // To the end of the round, so that hosts take turns.
    this.#lines.delete(host)
    this.#lines.set(host, line)
    this.#running.set(job.id, job)
    return new Request<T>({ url: job.url.href, uniqueKey: job.id, maxRetries: Number.MAX_SAFE_INTEGER })
  }

  async markRequestHandled(request: Request): Promise<null> {
    this.#running.delete(request.uniqueKey)
    this.#handled += 1
    return null
  }

  async reclaimRequest(request: Request): Promise<null> {
    const job = this.#running.get(request.uniqueKey)
    if (job === undefined) return null
    this.#running.delete(job.id)
    job.notBeforeMs = this.#now() + this.#retryWaitMs(job)
    job.tries += 1
    this.#lineOf(job).waiting.push(job)
    return null
  }

  async handledCount(): Promise<number> {
    return this.#handled
  }

  getTotalCount(): number {
    return this.#handled + this.#running.size + this.getPendingCount()
  }

  getPendingCount(): number {
    return [...this.#lines.values()].reduce((sum, line) => sum + line.waiting.length, 0)
  }

  async addRequest(): Promise<RequestQueueOperationInfo> {
    throw new Error('requests enter by add()')
  }

  async addRequestsBatched(): Promise<never> {
    throw new Error('requests enter by add()')
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Request> {
    for (let request = await this.fetchNextRequest(); request !== null; request = await this.fetchNextRequest()) yield request
  }

  #lineOf(job: Job): HostLine {
    const found = this.#lines.get(job.url.host)
    if (found !== undefined) return found
    const line: HostLine = { waiting: [], nextAtMs: 0 }
    this.#lines.set(job.url.host, line)
    return line
  }

  #ready(): { host: string; line: HostLine; job: Job } | null {
    const now = this.#now()
    for (const [host, line] of this.#lines) {
      if (line.nextAtMs > now) continue
      const job = line.waiting.find((waiting) => waiting.notBeforeMs <= now)
      if (job !== undefined) return { host, line, job }
      if (line.waiting.length === 0) this.#lines.delete(host)
    }
    return null
  }

  #wakeWhenDue(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    let dueAt = Number.POSITIVE_INFINITY
    for (const line of this.#lines.values()) {
      for (const job of line.waiting) dueAt = Math.min(dueAt, Math.max(line.nextAtMs, job.notBeforeMs))
    }
    if (dueAt < Number.POSITIVE_INFINITY) this.#timer = setTimeout(this.#wake, Math.max(1, dueAt - this.#now()))
  }
}
