import type { LookupFunction } from 'node:net'
import { Agent, request } from 'undici'
import { faultWords } from './channel.ts'

export interface HttpRequest {
  readonly url: string
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  /** The answer's status says it all: its text is not waited for. */
  readonly statusOnly?: boolean
}

/** What came back. The text is cut after 64 kB: no service answers more than that, and one that lies must not fill the memory. */
export interface HttpAnswer {
  readonly status: number
  readonly text: string
}

/** Nothing came back: known not to have been sent, or not known. */
export interface NoAnswer {
  readonly outcome: 'retry' | 'unknown'
  readonly reason: string
}

export interface HttpClient {
  /** One request. No redirect is followed: only the configured receiver gets the notice. It never throws. */
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer | NoAnswer>
  close(): Promise<void>
}

/** Codes of failures before the first byte of ours was sent. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID'
])

const mostBytes = 65_536

/**
 * The administrator wrote the addresses, so private networks are allowed unless a `lookup` judges them. `secrets` never get into a
 * reason.
 */
export function httpClient(timeoutMs: number, secrets: readonly string[] = [], lookup?: LookupFunction): HttpClient {
  /* No kept-alive connections: one that the server closed in between looks like a send of unknown outcome. */
  const agent = new Agent({
    connect: { timeout: timeoutMs, ...(lookup === undefined ? {} : { lookup }) },
    pipelining: 0,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs
  })
  return {
    async send({ url, method = 'POST', headers = {}, body, statusOnly = false }, signal) {
      if (signal.aborted) return { outcome: 'retry', reason: '超时，未发出' }
      try {
        const response = await request(url, {
          method,
          dispatcher: agent,
          signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
          headers: { 'user-agent': 'wanglou', ...headers },
          ...(body === undefined ? {} : { body })
        })
        if (statusOnly) response.body.on('error', () => {}).destroy()
        return { status: response.statusCode, text: statusOnly ? '' : withoutSecrets(await beginning(response.body), secrets) }
      } catch (error) {
        return { outcome: isNeverSent(error) ? 'retry' : 'unknown', reason: withoutSecrets(faultWords(error), secrets) }
      }
    },
    close: () => agent.destroy()
  }
}

/** As far as it came: an answer that breaks off is judged by what it said until then. */
async function beginning(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const part of body) {
      parts.push(part)
      bytes += part.length
      if (bytes >= mostBytes) break
    }
  } catch {
    // What is missing makes it unreadable, and so unknown.
  }
  return Buffer.concat(parts).subarray(0, mostBytes).toString('utf8')
}

/** What a service says may repeat the address that it was asked at, and with it the key. */
function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .reduce((clean, secret) => (secret === '' ? clean : clean.replaceAll(secret, '***')), text)
}

function isNeverSent(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isNeverSent)
  return 'code' in error && typeof error.code === 'string' && neverSent.has(error.code)
}
