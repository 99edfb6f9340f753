import { Worker } from 'node:worker_threads'
import type { Article, Running } from '../../core/ports.ts'
import type { ReadArticleOptions } from './article.ts'
import { FetchAbortedError, TooLargeError } from './errors.ts'

export interface PageToRead {
  readonly html: string
  readonly options: ReadArticleOptions
}

export type PageRead = { readonly article: Article } | { readonly fault: string }

export interface ArticleThread extends Running {
  /** @throws TooLargeError for a page that takes too long or too much memory to be read, FetchAbortedError when the thread is closed */
  readonly readArticle: (html: string, options: ReadArticleOptions) => Promise<Article>
}

interface Task extends PageToRead {
  readonly answer: PromiseWithResolvers<Article>
  /** Read with no other page in hand: if the thread ends again, it was this one. */
  alone: boolean
}

/** The next page is handed over while one is read, so that the thread need not wait for it. */
const mostHandedOver = 2
/** Of the processor's time, so that a busy machine makes no page refused. Those that people wrote take milliseconds, the largest a second. */
const longestMs = 10_000
const lookEveryMs = 1_000
const mostHeapMb = 512

/**
 * Reads articles on a thread of its own, one after the other: the main thread goes on meanwhile, and a page that takes too long or too
 * much memory costs that thread, which then begins anew, and no other page. Begins with the first page.
 */
export function startArticleThread(
  overrides: { readonly longestMs?: number; readonly lookEveryMs?: number; readonly script?: URL } = {}
): ArticleThread {
  const limitMs = overrides.longestMs ?? longestMs
  const script = overrides.script ?? new URL('article-worker.ts', import.meta.url)
  const waiting: Task[] = []
  const handedOver: Task[] = []
  let worker: Worker | null = null
  let looked: { readonly task: Task; readonly usedMs: number } | null = null
  let closed = false
  const looking = setInterval(() => void look(), overrides.lookEveryMs ?? lookEveryMs).unref()

  function handOver(): void {
    for (let [task] = waiting; task !== undefined && hasRoomFor(task); [task] = waiting) {
      waiting.shift()
      worker ??= begin()
      worker.ref()
      handedOver.push(task)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
      worker.postMessage({ html: task.html, options: task.options } satisfies PageToRead)
    }
    if (handedOver.length === 0) worker?.unref()
  }

  function hasRoomFor(task: Task): boolean {
    const isAlone = task.alone || handedOver.some(({ alone }) => alone)
    return handedOver.length < (isAlone ? 1 : mostHandedOver)
  }

  function begin(): Worker {
    const begun = new Worker(script, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: mostHeapMb, maxYoungGenerationSizeMb: 16 } })
    begun.on('message', (read: PageRead) => {
      if (begun === worker) settle(read)
    })
    begun.on('error', (error) => {
      if (begun === worker) afterEnd(`ended the thread that read it: ${error instanceof Error ? error.message : String(error)}`)
    })
    return begun
  }

  function settle(read: PageRead): void {
    const task = handedOver.shift()
    if ('article' in read) task?.answer.resolve(read.article)
    else task?.answer.reject(new Error(read.fault))
    handOver()
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
    else if (usedMs - looked.usedMs > limitMs) giveUp(`takes more than ${limitMs} ms of the processor to read`)
  }

  /** With two in hand it may have been the second, while word of the first was still on its way: then each is read alone. */
  function afterEnd(reason: string): void {
    if (handedOver.length < 2) return giveUp(reason)
    for (const task of handedOver) task.alone = true
    waiting.unshift(...handedOver.splice(0))
    worker = null
    handOver()
  }

  /** The page in hand is at fault; what was handed over behind it is read by the next thread. */
  function giveUp(reason: string): void {
    const [task, ...behind] = handedOver.splice(0)
    void worker?.terminate()
    worker = null
    task?.answer.reject(new TooLargeError(task.options.url ?? 'a page', reason))
    waiting.unshift(...behind)
    handOver()
  }

  return {
    readArticle(html, options) {
      const task: Task = { html, options, answer: Promise.withResolvers(), alone: false }
      if (closed) task.answer.reject(new FetchAbortedError(options.url ?? 'a page'))
      else waiting.push(task)
      handOver()
      return task.answer.promise
    },
    async close() {
      closed = true
      clearInterval(looking)
      for (const { options, answer } of [...handedOver.splice(0), ...waiting.splice(0)]) answer.reject(new FetchAbortedError(options.url ?? 'a page'))
      const last = worker
      worker = null
      await last?.terminate()
    }
  }
}
