import { parentPort } from 'node:worker_threads'
import { checkPage } from './checked-page.ts'
import type { PageToDecode } from './page-decoder.ts'

const port = parentPort
if (port === null) throw new Error('page-decoder-worker.ts runs as a worker thread')

port.on('message', ({ bytes, contentType }: PageToDecode) => port.postMessage(checkPage(bytes, contentType)))
