import { Agent, request, type Dispatcher } from 'undici'
import { TooLargeError, FetchAbortedError, HttpStatusError, NetworkError, RefusedAddressError, TimeoutError, UnknownCharsetError } from './errors.ts'
import { createBodyBudget } from './body-budget.ts'
import { readBody, type BodyLimits } from './body.ts'
import type { DecodedPage } from './page-decoder.ts'
import { checkUrl, guardedLookup, mayBePrivate, type Resolve } from './guard.ts'
import { WanglouError } from '../../core/errors.ts'
import type { AllowPrivate, FetchOptions } from '../../core/ports.ts'
import { isLinkLocal } from './address.ts'

export interface Answer {
  readonly finalUrl: string
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly bytes: Uint8Array
  readonly page: DecodedPage
}

export interface HopOptions {
  readonly allowPrivate: AllowPrivate
  readonly headers: Readonly<Record<string, string>>
  /** Sent by POST to the first address; a redirect is followed without it, as browsers do. */
  readonly form?: Readonly<Record<string, string>> | undefined
  readonly limits: BodyLimits
  readonly timeoutMs: number
  readonly signal: AbortSignal | null
  /** The text of a body, null where it is none. Left out where the bytes are all that is wanted. */
  readonly decode?: (bytes: Uint8Array, contentType: string | null) => Promise<DecodedPage>
  /** Called while a body whose text was cut holds its place in memory. */
  readonly readWhole?: FetchOptions['readWhole']
  /** Called with each URL before it is asked; throws to stop there (robots.txt). */
  readonly beforeHop: (url: URL) => Promise<void>
}

/** Sends one guarded GET, or a form, and follows its redirects by hand. Holds the connections. */
export interface Requester {
  get(url: string, options: HopOptions): Promise<Answer>
  close(): Promise<void>
}

/** With the caps of a body: what all of them may take in memory at once. */
const largeBodies = 4
const maxRedirects = 5
const noText: DecodedPage = { decoded: null, isCut: false }
const redirectStatuses = new Set([301, 302, 303, 307, 308])

export function createRequester(options: { userAgent: string; resolve: Resolve; guarded?: Dispatcher }): Requester {
  const budget = createBodyBudget(largeBodies)
  const shared = { keepAliveTimeout: 4_000, pipelining: 1, maxHeaderSize: 32_768 }
  const open = new Agent({ ...shared, connect: { timeout: 10_000, lookup: guardedLookup(options.resolve, (address) => !isLinkLocal(address)) } })
  const guarded = options.guarded ?? new Agent({ ...shared, connect: { timeout: 10_000, lookup: guardedLookup(options.resolve) } })

  async function once(url: URL, hop: HopOptions, signal: AbortSignal): Promise<Answer & { location: string | null }> {
    const response = await request(url, {
      dispatcher: mayBePrivate(url, hop.allowPrivate) ? open : guarded,
      ...(hop.form === undefined ? { method: 'GET' } : { method: 'POST', body: new URLSearchParams(hop.form).toString() }),
      signal,
      headersTimeout: hop.timeoutMs,
      bodyTimeout: hop.timeoutMs,
      headers: { 'user-agent': options.userAgent, 'accept-encoding': 'gzip, deflate, br', accept: '*/*', ...formType(hop), ...hop.headers }
    })
    const headers = headersOf(response)
    const isRedirect = redirectStatuses.has(response.statusCode) && headers.has('location')
    const announced = Number(headers.get('content-length') ?? 0)
    if (!isRedirect && response.statusCode < 300 && announced > hop.limits.rawBytes) {
      response.body.destroy()
      throw new TooLargeError(url.href, `${announced} bytes announced, the cap is ${hop.limits.rawBytes}`)
    }
    const answer = { finalUrl: url.href, status: response.statusCode, headers, location: isRedirect ? (headers.get('location') ?? null) : null }
    if (isRedirect || response.statusCode >= 300) {
      // Nobody reads what an error or a redirect says; a small body is drained so that the connection can serve again.
      await response.body.dump({ limit: 65_536, signal })
      return { ...answer, bytes: new Uint8Array(), page: noText }
    }
    const make = async (bytes: Uint8Array) => {
      const contentType = headers.get('content-type') ?? null
      const page = (await hop.decode?.(bytes, contentType)) ?? noText
      if (page.isCut) await hop.readWhole?.({ url: url.href, bytes, contentType })
      return { bytes, page }
    }
    return {
      ...answer,
      ...(await readBody(url.href, response.body, headers.get('content-encoding') ?? null, { limits: hop.limits, budget, signal, make }))
    }
  }

  return {
    async get(start, hop) {
      const deadline = AbortSignal.timeout(hop.timeoutMs)
      const signal = hop.signal === null ? deadline : AbortSignal.any([deadline, hop.signal])
      let url = checkUrl(start, hop.allowPrivate)
      let { headers, form } = hop
      try {
        for (let redirects = 0; redirects <= maxRedirects; redirects++) {
          await hop.beforeHop(url)
          const answer = await once(url, { ...hop, headers, form }, signal)
          if (answer.location === null) return answer
          const from = url.origin
          // Named before it is checked: what is refused is this address, not the one that led to it.
          url = new URL(answer.location, url)
          checkUrl(url.href, hop.allowPrivate)
          // A cookie of one site is nothing for another.
          if (url.origin !== from) headers = {}
          form = undefined
        }
        throw new HttpStatusError(url.href, 310, `more than ${maxRedirects} redirects, from ${start}`)
      } catch (error) {
        if (hop.signal?.aborted === true) throw new FetchAbortedError(start)
        // Said of a body that came in time, however long it then took.
        if (error instanceof TooLargeError || error instanceof UnknownCharsetError) throw error
        if (deadline.aborted) throw new TimeoutError(start, hop.timeoutMs)
        throw asFetchError(url.href, error, hop.timeoutMs)
      }
    },
    async close() {
      await Promise.all([open.destroy(), guarded.destroy()])
    }
  }
}

function formType({ form }: HopOptions): Record<string, string> {
  return form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' }
}

function headersOf(response: Dispatcher.ResponseData): ReadonlyMap<string, string> {
  return new Map(Object.entries(response.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]))
}

function asFetchError(url: string, error: unknown, timeoutMs: number): unknown {
  if (error instanceof RefusedAddressError) return new RefusedAddressError(url, error.message)
  if (error instanceof WanglouError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  if (/TIMEOUT/.test(code)) return new TimeoutError(url, timeoutMs)
  if (error instanceof TypeError) return new RefusedAddressError(url, `is no usable URL (${error.message})`)
  return new NetworkError(url, `${code} ${error instanceof Error ? error.message : String(error)}`, error)
}
