import { parentPort } from 'node:worker_threads'
import type { PageRead, PageToRead } from '../../adapters/web/article-thread.ts'

/** Reads nothing: says a page's HTML back as its title, never ends with `endless`, and ends the thread at `fatal`. */
const port = parentPort
port?.on('message', ({ html }: PageToRead) => {
  if (html === 'endless') for (;;);
  if (html === 'fatal') throw new Error('out of memory')
  const article = { title: html, text: null, publishedAt: null, publishedPrecision: null, author: null, source: null, doubtful: true }
  port.postMessage({ article } satisfies PageRead)
})
