import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Clock } from '../core/clock.ts'
import { readTokenName, ingestTokens, type IngestToken } from '../core/ingest/ingest-token.ts'
import type { Sha256 } from '../core/incident/chain.ts'
import { addMs, type Instant } from '../core/instant.ts'
import type { CrawlState } from '../core/ports.ts'
import { PushRefusedError } from './errors.ts'

/** A signature is good for so long before and after the moment that it names, by the clock of this machine. */
export const replayWindowMs = 300_000

export interface Pusher {
  readonly sourceId: string
  readonly token: IngestToken
  /** Civil moment at which the sender looked: that of the signature, now for a bearer. */
  readonly observedAt: Instant
  /** What names this very request; null for a bearer, who may send the same twice. */
  readonly signature: string | null
}

export interface SignatureDeps {
  readonly crawl: Pick<CrawlState, 'cursor'>
  readonly clock: Clock
  readonly sha256: Sha256
}

/**
 * Who pushes. Signed: `wanglou-token: SOURCE.TOKEN`, `wanglou-timestamp` in Unix seconds and `wanglou-signature`, the HMAC-SHA256 of timestamp,
 * line feed and body under the hash of the secret. Bearer, for a token that was made so: `api-token` or `Authorization: Bearer` with the whole token.
 * @throws PushRefusedError that never says whether there is such a token
 */
export async function authenticatePush(deps: SignatureDeps, headers: IncomingHttpHeaders, body: Buffer): Promise<Pusher> {
  const bearer = bearerOf(headers)
  return bearer === null ? await signed(deps, headers, body) : await presented(deps, bearer)
}

async function presented(deps: SignatureDeps, text: string): Promise<Pusher> {
  const found = await tokenOf(deps, text, 'bearer')
  if (found?.secret == null || !isSame(deps.sha256(found.secret), found.token.hash)) throw refused()
  return { sourceId: found.sourceId, token: found.token, observedAt: deps.clock.now(), signature: null }
}

async function signed(deps: SignatureDeps, headers: IncomingHttpHeaders, body: Buffer): Promise<Pusher> {
  const [name, timestamp, signature] = ['wanglou-token', 'wanglou-timestamp', 'wanglou-signature'].map((header) => headers[header])
  if (typeof name !== 'string' || typeof timestamp !== 'string' || typeof signature !== 'string') {
    throw new PushRefusedError('缺少签名：须有 wanglou-token、wanglou-timestamp、wanglou-signature 三个请求头')
  }
  if (!/^\d{9,11}$/.test(timestamp)) throw new PushRefusedError('wanglou-timestamp 应为 Unix 秒数')
  const aheadMs = Number(timestamp) * 1000 - deps.clock.elapsedMs()
  if (Math.abs(aheadMs) > replayWindowMs) throw new PushRefusedError('wanglou-timestamp 与服务器时间相差超过 5 分钟，请校准时钟')
  const found = await tokenOf(deps, name, 'signed')
  if (found === null) throw refused()
  const own = createHmac('sha256', found.token.hash).update(`${timestamp}\n`).update(body).digest('hex')
  if (!isSame(own, signature.toLowerCase())) throw refused()
  const now = deps.clock.now()
  return { sourceId: found.sourceId, token: found.token, observedAt: aheadMs > 0 ? now : addMs(now, aheadMs * deps.clock.speed), signature: own }
}

async function tokenOf(
  { crawl }: SignatureDeps,
  text: string,
  mode: IngestToken['mode']
): Promise<{ sourceId: string; secret: string | null; token: IngestToken } | null> {
  const named = readTokenName(text)
  if (named === null) return null
  const token = (await ingestTokens(crawl, named.sourceId)).find(({ id }) => id === named.tokenId)
  return token === undefined || token.revokedAt !== null || token.mode !== mode ? null : { sourceId: named.sourceId, secret: named.secret, token }
}

function bearerOf(headers: IncomingHttpHeaders): string | null {
  const token = headers['api-token']
  if (typeof token === 'string') return token
  return /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? null
}

function refused(): PushRefusedError {
  return new PushRefusedError('令牌或签名不符，或令牌已撤销')
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
