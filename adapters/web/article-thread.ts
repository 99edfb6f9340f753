import type { Article, PageBytes, Running } from '../../core/ports.ts'
import type { ReadArticleOptions } from './article.ts'
import { startPageThread, type PageThreadSetup } from './page-thread.ts'

export interface PageToRead {
  readonly page: string | PageBytes
  readonly options: ReadArticleOptions
}

export type PageRead = { readonly article: Article } | { readonly fault: string }

export interface ArticleThread extends Running {
  /** @throws TooLargeError for a page that takes too long or too much memory to be read, FetchAbortedError when the thread is closed */
  readonly readArticle: (page: string | PageBytes, options: ReadArticleOptions) => Promise<Article>
}

/** Pages that people wrote take milliseconds, the largest a second. */
const longestMs = 10_000
const lookEveryMs = 1_000

/** Reads articles on a thread of its own, and large pages, which come as bytes, on another one: they keep nobody waiting. @see startPageThread */
export function startArticleThread(overrides: Partial<Omit<PageThreadSetup, 'verb'>> = {}): ArticleThread {
  const script = new URL('article-answer.ts', import.meta.url)
  const start = (givesWayBy: number) =>
    startPageThread<PageToRead, PageRead>({ script, verb: 'read', longestMs, lookEveryMs, givesWayBy, ...overrides })
  const [usual, large] = [start(0), start(10)]
  return {
    async readArticle(page, options) {
      const thread = typeof page === 'string' ? usual : large
      const read = await thread.ask(options.url, { page, options })
      if ('fault' in read) throw new Error(read.fault)
      return read.article
    },
    async close() {
      await Promise.all([usual.close(), large.close()])
    }
  }
}
