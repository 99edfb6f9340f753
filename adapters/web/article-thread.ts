import type { Article, Running } from '../../core/ports.ts'
import type { ReadArticleOptions } from './article.ts'
import { startPageThread, type PageThreadSetup } from './page-thread.ts'

export interface PageToRead {
  readonly html: string
  readonly options: ReadArticleOptions
}

export type PageRead = { readonly article: Article } | { readonly fault: string }

export interface ArticleThread extends Running {
  /** @throws TooLargeError for a page that takes too long or too much memory to be read, FetchAbortedError when the thread is closed */
  readonly readArticle: (html: string, options: ReadArticleOptions) => Promise<Article>
}

/** Pages that people wrote take milliseconds, the largest a second. */
const longestMs = 10_000
const lookEveryMs = 1_000

/** Reads articles on a thread of its own. @see startPageThread */
export function startArticleThread(overrides: Partial<Omit<PageThreadSetup, 'verb'>> = {}): ArticleThread {
  const script = new URL('article-worker.ts', import.meta.url)
  const thread = startPageThread<PageToRead, PageRead>({ script, verb: 'read', longestMs, lookEveryMs, ...overrides })
  return {
    async readArticle(html, options) {
      const read = await thread.ask(options.url, { html, options })
      if ('fault' in read) throw new Error(read.fault)
      return read.article
    },
    close: () => thread.close()
  }
}
