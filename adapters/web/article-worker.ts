import { parentPort } from 'node:worker_threads'
import { readArticle } from './article.ts'
import type { PageRead, PageToRead } from './article-thread.ts'

const port = parentPort
if (port === null) throw new Error('article-worker.ts runs as a worker thread')

port.on('message', (page: PageToRead) => port.postMessage(read(page)))

function read({ html, options }: PageToRead): PageRead {
  try {
    return { article: readArticle(html, options) }
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }
}
