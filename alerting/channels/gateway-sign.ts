import { createHash, createHmac } from 'node:crypto'
import type { Signature } from './gateway-settings.ts'

/** A request before it is signed. `query` is written as it is sent. */
export interface Unsigned {
  readonly method: string
  readonly url: URL
  readonly body: string
  readonly contentType: string | null
}

export interface Moment {
  /** Real milliseconds since 1970. */
  readonly ms: number
  readonly nonce: string
}

/** The headers that a cloud's own interface asks for. */
export function signedHeaders(sign: Signature, secret: string, request: Unsigned, moment: Moment): Readonly<Record<string, string>> {
  return sign.kind === 'aliyun' ? signedForAliyun(sign, secret, request, moment) : signedForTencent(sign, secret, request, moment)
}

/** 阿里云 V3, ACS3-HMAC-SHA256: https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature */
function signedForAliyun(
  sign: Extract<Signature, { kind: 'aliyun' }>,
  secret: string,
  request: Unsigned,
  { ms, nonce }: Moment
): Readonly<Record<string, string>> {
  const hash = sha256(request.body)
  const headers: Record<string, string> = {
    ...(request.contentType === null ? {} : { 'content-type': request.contentType }),
    host: request.url.host,
    'x-acs-action': sign.action,
    'x-acs-content-sha256': hash,
    'x-acs-date': new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z'),
    'x-acs-signature-nonce': nonce,
    'x-acs-version': sign.version
  }
  const names = Object.keys(headers).toSorted()
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('')
  const canonical = [request.method, request.url.pathname, request.url.search.slice(1), lines, names.join(';'), hash].join('\n')
  const signature = createHmac('sha256', secret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex')
  return { ...headers, authorization: `ACS3-HMAC-SHA256 Credential=${sign.keyId},SignedHeaders=${names.join(';')},Signature=${signature}` }
}

/** 腾讯云 V3, TC3-HMAC-SHA256: https://cloud.tencent.com/document/api/382/52072 */
function signedForTencent(
  sign: Extract<Signature, { kind: 'tencent' }>,
  secret: string,
  request: Unsigned,
  { ms }: Moment
): Readonly<Record<string, string>> {
  const seconds = String(Math.floor(ms / 1000))
  const date = new Date(ms).toISOString().slice(0, 10)
  const contentType = request.contentType ?? 'application/json; charset=utf-8'
  const names = 'content-type;host'
  const canonical = [
    request.method,
    request.url.pathname,
    request.url.search.slice(1),
    `content-type:${contentType}\nhost:${request.url.host}\n`,
    names,
    sha256(request.body)
  ].join('\n')
  const scope = `${date}/${sign.service}/tc3_request`
  const key = [date, sign.service, 'tc3_request'].reduce<Buffer | string>(
    (from, words) => createHmac('sha256', from).update(words).digest(),
    `TC3${secret}`
  )
  const signature = createHmac('sha256', key)
    .update(`TC3-HMAC-SHA256\n${seconds}\n${scope}\n${sha256(canonical)}`)
    .digest('hex')
  return {
    'content-type': contentType,
    host: request.url.host,
    'x-tc-action': sign.action,
    'x-tc-version': sign.version,
    'x-tc-region': sign.region,
    'x-tc-timestamp': seconds,
    authorization: `TC3-HMAC-SHA256 Credential=${sign.keyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`
  }
}

/** As both clouds write a query: sorted by name, and every sign but letters, digits and `-_.~` as percent. */
export function strictQuery(fields: Readonly<Record<string, string>>): string {
  return Object.keys(fields)
    .toSorted()
    .map((name) => `${strictly(name)}=${strictly(fields[name] ?? '')}`)
    .join('&')
}

function strictly(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
