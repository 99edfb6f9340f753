import type { CheckedPage } from '../../adapters/web/checked-page.ts'
import type { PageToDecode } from '../../adapters/web/page-decoder.ts'

/** Decodes nothing: says a body's content type back as its text, never ends with `endless`, and ends the thread at `fatal`. */
export function answer({ contentType }: PageToDecode): CheckedPage {
  if (contentType === 'endless') for (;;);
  if (contentType === 'fatal') throw new Error('out of memory')
  return { decoded: { text: contentType ?? '', charset: 'utf-8' }, isCut: false }
}
