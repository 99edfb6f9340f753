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
}

/** The next page is handed over while one is read, so that the thread need not wait for it. */
const mostHandedOver = 2
/** Pages that people wrote take milliseconds, the largest a second. */
const longestMs = 20_000
const mostHeapMb = 512

/**
 * Reads articles on a thread of its own, one after the other: the main thread goes on meanwhile, and a page that takes too long or too
 * much memory costs that thread, which then begins anew, and no other page. Begins with the first page.
 */
export function startArticleThread(overrides: { readonly longestMs?: number; readonly script?: URL } = {}): ArticleThread {
  const limitMs = overrides.longestMs ?? longestMs
  const script = overrides.script ?? new URL('article-worker.ts', import.meta.url)
  const waiting: Task[] = []
  const handedOver: Task[] = []
  let worker: Worker | null = null
  /** While it begins, nothing is read, and no page can be at fault. */
  let hasBegun = false
  let clock: NodeJS.Timeout | null = null
  let closed = false

  function handOver(): void {
    while (waiting.length > 0 && handedOver.length < mostHandedOver) {
      const task = waiting.shift()
      if (task === undefined) break
      worker ??= begin()
      if (handedOver.length === 0) worker.ref()
      handedOver.push(task)
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker thread has no origin
      worker.postMessage({ html: task.html, options: task.options } satisfies PageToRead)
    }
    if (handedOver.length === 0) worker?.unref()
    else if (clock === null) watch()
  }

  function begin(): Worker {
    const begun = new Worker(script, {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: mostHeapMb, maxYoungGenerationSizeMb: 16 }
    })
    begun.on('message', (message: PageRead | 'ready') => {
      if (begun !== worker) return
      if (message === 'ready') hasBegun = true
      else settle(message)
      watch()
    })
    begun.on('error', (error) => {
      if (begun === worker) giveUp(`ended the thread that read it: ${error instanceof Error ? error.message : String(error)}`)
    })
    return begun
  }

  function settle(read: PageRead): void {
    const task = handedOver.shift()
    if ('article' in read) task?.answer.resolve(read.article)
    else task?.answer.reject(new Error(read.fault))
    handOver()
  }

  /** The time of a page counts from the end of the one before. */
  function watch(): void {
    if (clock !== null) clearTimeout(clock)
    const isReading = hasBegun && handedOver.length > 0
    clock = isReading ? setTimeout(() => giveUp(`takes more than ${limitMs} ms to read`), limitMs).unref() : null
  }

  /** The page in hand is at fault; what was handed over behind it is read by the next thread. */
  function giveUp(reason: string): void {
    const [task, ...behind] = handedOver.splice(0)
    void worker?.terminate()
    worker = null
    hasBegun = false
    task?.answer.reject(new TooLargeError(task.options.url ?? 'a page', reason))
    waiting.unshift(...behind)
    handOver()
  }

  return {
    readArticle(html, options) {
      const task: Task = { html, options, answer: Promise.withResolvers() }
      if (closed) task.answer.reject(new FetchAbortedError(options.url ?? 'a page'))
      else waiting.push(task)
      handOver()
      return task.answer.promise
    },
    async close() {
      closed = true
      if (clock !== null) clearTimeout(clock)
      for (const { options, answer } of [...handedOver.splice(0), ...waiting.splice(0)]) answer.reject(new FetchAbortedError(options.url ?? 'a page'))
      const last = worker
      worker = null
      await last?.terminate()
    }
  }
}
