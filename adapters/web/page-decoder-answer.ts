import { checkPage, type CheckedPage } from './checked-page.ts'
import type { PageToDecode } from './page-decoder.ts'

/** Asked on a thread of its own. @see page-decoder.ts */
export function answer({ bytes, contentType, mostCharacters }: PageToDecode): CheckedPage {
  return checkPage(bytes, contentType, mostCharacters)
}
