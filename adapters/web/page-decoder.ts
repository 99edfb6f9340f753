import type { Running } from '../../core/ports.ts'
import type { Decoded } from './charset.ts'
import { smallBodyBytes } from './body-bytes.ts'
import { checkPage, type CheckedPage } from './checked-page.ts'
import { TooLargeError, UnknownCharsetError } from './errors.ts'
import { startPageThread, type PageThreadSetup } from './page-thread.ts'

export interface PageToDecode {
  readonly bytes: Uint8Array
  readonly contentType: string | null
  readonly mostCharacters: number
}

export interface DecodedPage {
  /** Null where the body is no text. */
  readonly decoded: Decoded | null
  /** The text is longer, and only its beginning was wanted. */
  readonly isCut: boolean
}

export interface PageDecoder extends Running {
  /**
   * The text of a body, or so many characters of its beginning.
   * @throws TooLargeError for what no parser should see or what takes too long itself, UnknownCharsetError, FetchAbortedError when it is closed
   */
  decode(url: string, bytes: Uint8Array, contentType: string | null, mostCharacters?: number): Promise<DecodedPage>
}

/** The largest bodies that are read take half a second. */
const longestMs = 5_000
const lookEveryMs = 1_000

/** Decodes bodies and looks whether they may be parsed, the large ones on a thread of its own. @see startPageThread */
export function createPageDecoder(overrides: Partial<Omit<PageThreadSetup, 'verb'>> = {}): PageDecoder {
  const script = new URL('page-decoder-answer.ts', import.meta.url)
  const thread = startPageThread<PageToDecode, CheckedPage>({ script, verb: 'decode', longestMs, lookEveryMs, ...overrides })
  return {
    async decode(url, bytes, contentType, mostCharacters = Number.POSITIVE_INFINITY) {
      const isSmall = bytes.byteLength <= smallBodyBytes
      const checked = isSmall ? checkPage(bytes, contentType, mostCharacters) : await thread.ask(url, { bytes, contentType, mostCharacters })
      if ('fault' in checked) throw new TooLargeError(url, `${checked.fault}: it was not parsed`)
      if ('unknownCharset' in checked) throw new UnknownCharsetError(checked.unknownCharset, { url })
      return checked
    },
    close: () => thread.close()
  }
}
