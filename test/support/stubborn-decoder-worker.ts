import { parentPort } from 'node:worker_threads'
import type { CheckedPage } from '../../adapters/web/checked-page.ts'
import type { PageToDecode } from '../../adapters/web/page-decoder.ts'

/** Decodes nothing: says a body's content type back as its text, never ends with `endless`, and ends the thread at `fatal`. */
const port = parentPort
port?.on('message', ({ contentType }: PageToDecode) => {
  if (contentType === 'endless') for (;;);
  if (contentType === 'fatal') throw new Error('out of memory')
  port.postMessage({ decoded: { text: contentType ?? '', charset: 'utf-8' } } satisfies CheckedPage)
})
