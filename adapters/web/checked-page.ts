import { decodeText, type Decoded } from './charset.ts'
import { UnknownCharsetError } from './errors.ts'
import { markupFault } from './markup.ts'

/** What a body came to: its text, null where it is none, or why it is not to be used. */
export type CheckedPage =
  | { readonly decoded: Decoded | null; /** The text is longer, and only its beginning stands here. */ readonly isCut: boolean }
  | { readonly fault: string }
  | { readonly unknownCharset: string }

/** Decodes a body and looks whether it may be parsed. */
export function checkPage(bytes: Uint8Array, contentType: string | null, mostCharacters: number): CheckedPage {
  try {
    const decoded = decodeText(bytes, contentType)
    if (decoded === null) return { decoded, isCut: false }
    const fault = markupFault(decoded.text)
    if (fault !== null) return { fault }
    const isCut = decoded.text.length > mostCharacters
    return { decoded: isCut ? { ...decoded, text: decoded.text.slice(0, mostCharacters) } : decoded, isCut }
  } catch (error) {
    if (error instanceof UnknownCharsetError) return { unknownCharset: String(error.metadata['label']) }
    throw error
  }
}
