import type { PageRead, PageToRead } from '../../adapters/web/article-thread.ts'

/** Reads nothing: says a page's HTML back as its title, never ends with `endless`, and ends the thread at `fatal`. */
export function answer({ page }: PageToRead): PageRead {
  const html = typeof page === 'string' ? page : Buffer.from(page.bytes).toString()
  if (html === 'endless') for (;;);
  if (html === 'fatal') throw new Error('out of memory')
  return { article: { title: html, text: null, publishedAt: null, publishedPrecision: null, author: null, source: null, doubtful: true } }
}
