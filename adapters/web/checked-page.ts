import { decodeText, type Decoded } from './charset.ts'
import { UnknownCharsetError } from './errors.ts'
import { markupFault } from './markup.ts'

/** What a body came to: its text, null where it is none, or why it is not to be used. */
export type CheckedPage = { readonly decoded: Decoded | null } | { readonly fault: string } | { readonly unknownCharset: string }

/** Decodes a body and looks whether it may be parsed. */
export function checkPage(bytes: Uint8Array, contentType: string | null): CheckedPage {
  try {
    const decoded = decodeText(bytes, contentType)
    const fault = decoded === null ? null : markupFault(decoded.text)
    return fault === null ? { decoded } : { fault }
  } catch (error) {
    if (error instanceof UnknownCharsetError) return { unknownCharset: String(error.metadata['label']) }
    throw error
  }
}
