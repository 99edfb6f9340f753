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
  startedMs: number
}

/** Requests under way at one host: its pace lets no more through anyway. */
const mostOfHost = 2
/** Share of all places for hosts that have not shown yet, or not lately, that they answer soon: however many hang, the others have theirs. */
const unprovenShare = 0.75
const soonMs = 5_000
const mostKnown = 20_000

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
  readonly #mostUnproven: number
  /** Hosts whose newest answer came soon. */
  readonly #proven = new Set<string>()
  readonly #ofHost = new Map<string, number>()
  #timer: NodeJS.Timeout | null = null
  #handled = 0

  constructor(options: { now: () => number; places: number; paceMs: (job: Job) => number; retryWaitMs: (job: Job) => number; wake: () => void }) {
    this.#now = options.now
    this.#mostUnproven = Math.max(1, Math.floor(options.places * unprovenShare))
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

  /** How a try went: an answer that comes soon proves a host, anything else makes it wait among the unproven. */
  judge({ url, startedMs }: Job, answered: boolean): void {
    this.#proven.delete(url.host)
    if (!answered || this.#now() - startedMs > soonMs) return
    this.#proven.add(url.host)
    if (this.#proven.size > mostKnown) this.#proven.delete(this.#proven.values().next().value ?? '')
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
    this.#ofHost.set(host, (this.#ofHost.get(host) ?? 0) + 1)
    job.startedMs = this.#now()
    return new Request<T>({ url: job.url.href, uniqueKey: job.id, maxRetries: Number.MAX_SAFE_INTEGER })
  }

  async markRequestHandled(request: Request): Promise<null> {
    this.#end(request.uniqueKey)
    this.#handled += 1
    return null
  }

  async reclaimRequest(request: Request): Promise<null> {
    const job = this.#running.get(request.uniqueKey)
    if (job === undefined) return null
    this.#end(job.id)
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

  #end(id: string): void {
    const job = this.#running.get(id)
    if (job === undefined) return
    this.#running.delete(id)
    const left = (this.#ofHost.get(job.url.host) ?? 1) - 1
    if (left > 0) this.#ofHost.set(job.url.host, left)
    else this.#ofHost.delete(job.url.host)
  }

  /** Whether a host may have one more request now, its pace aside. */
  #hasPlace(host: string, unproven: number): boolean {
    if ((this.#ofHost.get(host) ?? 0) >= mostOfHost) return false
    return this.#proven.has(host) || unproven < this.#mostUnproven
  }

  #unproven(): number {
    let unproven = 0
    for (const [host, running] of this.#ofHost) if (!this.#proven.has(host)) unproven += running
    return unproven
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
    const unproven = this.#unproven()
    for (const [host, line] of this.#lines) {
      if (line.nextAtMs > now || !this.#hasPlace(host, unproven)) continue
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
    const unproven = this.#unproven()
    for (const [host, line] of this.#lines) {
      // The end of a request there wakes us.
      if (!this.#hasPlace(host, unproven)) continue
      for (const job of line.waiting) dueAt = Math.min(dueAt, Math.max(line.nextAtMs, job.notBeforeMs))
    }
    if (dueAt < Number.POSITIVE_INFINITY) this.#timer = setTimeout(this.#wake, Math.max(1, dueAt - this.#now()))
  }
}
