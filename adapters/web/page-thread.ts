import { Worker } from 'node:worker_threads'
import type { Running } from '../../core/ports.ts'
import { FetchAbortedError, TooLargeError } from './errors.ts'
import type { PageWorkerData } from './page-worker.ts'

export interface PageThread<Asked, Told> extends Running {
  /**
   * What the thread tells of a page; it is named by its address where it has one.
   * @throws TooLargeError for a page that takes too long or too much memory, FetchAbortedError when the thread is closed
   */
  ask(url: string | null, asked: Asked): Promise<Told>
}

export interface PageThreadSetup {
  /** A module whose `answer` is asked there, a page after the other. @see page-worker.ts */
  readonly script: URL
  /** What is done to pages there: to read, to decode. */
  readonly verb: string
  /** Of the processor's time, so that a busy machine makes no page refused. */
  readonly longestMs: number
  readonly lookEveryMs: number
  /** So many ranks (nice) behind the main thread, on which everything waits: ten, unless ordinary pages wait for it too. */
  readonly givesWayBy?: number
}

interface Task<Asked, Told> {
  readonly url: string
  readonly asked: Asked
  readonly answer: PromiseWithResolvers<Told>
  /** Handled with no other page in hand: if the thread ends again, it was this one. */
  alone: boolean
}

/** The next page is handed over while one is handled, so that the thread need not wait for it. */
const mostHandedOver = 2
const mostHeapMb = 512

/**
 * A thread for pages, one after the other: the main thread goes on meanwhile, and a page that takes too long or too much memory costs
 * that thread, which then begins anew, and no other page. Begins with the first page.
 */
export function startPageThread<Asked, Told>({ script, verb, longestMs, lookEveryMs, givesWayBy = 10 }: PageThreadSetup): PageThread<Asked, Told> {
  const waiting: Task<Asked, Told>[] = []
  const handedOver: Task<Asked, Told>[] = []
  let worker: Worker | null = null
  let looked: { readonly task: Task<Asked, Told>; readonly usedMs: number } | null = null
  let closed = false
  const looking = setInterval(() => void look(), lookEveryMs).unref()

  function handOver(): void {
    for (let [task] = waiting; task !== undefined && hasRoomFor(task); [task] = waiting) {
      waiting.shift()
      worker ??= begin()
      worker.ref()
      handedOver.push(task)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
      worker.postMessage(task.asked)
    }
    if (handedOver.length === 0) worker?.unref()
  }

  function hasRoomFor(task: Task<Asked, Told>): boolean {
    const isAlone = task.alone || handedOver.some(({ alone }) => alone)
    return handedOver.length < (isAlone ? 1 : mostHandedOver)
  }

  function begin(): Worker {
    const begun = new Worker(new URL('page-worker.ts', import.meta.url), {
      workerData: { script: script.href, givesWayBy } satisfies PageWorkerData,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: mostHeapMb, maxYoungGenerationSizeMb: 16 }
    })
    begun.on('message', (told: Told) => {
      if (begun !== worker) return
      handedOver.shift()?.answer.resolve(told)
      handOver()
    })
    begun.on('error', (error) => {
      if (begun === worker) afterEnd(`ended the thread that was to ${verb} it: ${error instanceof Error ? error.message : String(error)}`)
    })
    return begun
  }

  /** What the thread has used since the page was first seen in its hands. */
  async function look(): Promise<void> {
    const [task] = handedOver
    const seen = worker
    if (task === undefined || seen === null) return
    // A thread that has just ended says nothing, and its page has been settled.
    const used = await seen.cpuUsage().catch(() => null)
    if (used === null || seen !== worker || handedOver[0] !== task) return
    const usedMs = (used.user + used.system) / 1000
    if (looked?.task !== task) looked = { task, usedMs }
    else if (usedMs - looked.usedMs > longestMs) giveUp(`takes more than ${longestMs} ms of the processor to ${verb}`)
  }

  /** With two in hand it may have been the second, while word of the first was still on its way: then each is handled alone. */
  function afterEnd(reason: string): void {
    if (handedOver.length < 2) return giveUp(reason)
    for (const task of handedOver) task.alone = true
    waiting.unshift(...handedOver.splice(0))
    worker = null
    handOver()
  }

  /** The page in hand is at fault; what was handed over behind it goes to the next thread. */
  function giveUp(reason: string): void {
    const [task, ...behind] = handedOver.splice(0)
    void worker?.terminate()
    worker = null
    task?.answer.reject(new TooLargeError(task.url, reason))
    waiting.unshift(...behind)
    handOver()
  }

  return {
    ask(url, asked) {
      const task: Task<Asked, Told> = { url: url ?? 'a page', asked, answer: Promise.withResolvers(), alone: false }
      if (closed) task.answer.reject(new FetchAbortedError(task.url))
      else waiting.push(task)
      handOver()
      return task.answer.promise
    },
    async close() {
      closed = true
      clearInterval(looking)
      for (const { url, answer } of [...handedOver.splice(0), ...waiting.splice(0)]) answer.reject(new FetchAbortedError(url))
      const last = worker
      worker = null
      await last?.terminate()
    }
  }
}
