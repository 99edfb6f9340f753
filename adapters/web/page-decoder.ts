import type { Running } from '../../core/ports.ts'
import type { Decoded } from './charset.ts'
import { checkPage, type CheckedPage } from './checked-page.ts'
import { TooLargeError, UnknownCharsetError } from './errors.ts'
import { startPageThread, type PageThreadSetup } from './page-thread.ts'

export interface PageToDecode {
  readonly bytes: Uint8Array
  readonly contentType: string | null
}

export interface PageDecoder extends Running {
  /**
   * The text of a body; null where it is none.
   * @throws TooLargeError for what no parser should see or what takes too long itself, UnknownCharsetError, FetchAbortedError when it is closed
   */
  decode(url: string, bytes: Uint8Array, contentType: string | null): Promise<Decoded | null>
}

/** A smaller body is decoded sooner than another thread is asked for it; what is larger would hold the main thread up. */
const mostDecodedHere = 128_000
/** The largest bodies that are read take half a second. */
const longestMs = 5_000
const lookEveryMs = 1_000

/** Decodes bodies and looks whether they may be parsed, the large ones on a thread of its own. @see startPageThread */
export function createPageDecoder(overrides: Partial<Omit<PageThreadSetup, 'verb'>> = {}): PageDecoder {
  const script = new URL('page-decoder-worker.ts', import.meta.url)
  const thread = startPageThread<PageToDecode, CheckedPage>({ script, verb: 'decode', longestMs, lookEveryMs, ...overrides })
  return {
    async decode(url, bytes, contentType) {
      const isSmall = bytes.byteLength <= mostDecodedHere
      const checked = isSmall ? checkPage(bytes, contentType) : await thread.ask(url, { bytes, contentType })
      if ('fault' in checked) throw new TooLargeError(url, `${checked.fault}: it was not parsed`)
      if ('unknownCharset' in checked) throw new UnknownCharsetError(checked.unknownCharset, { url })
      return checked.decoded
    },
    close: () => thread.close()
  }
}
