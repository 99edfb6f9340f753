import { z } from 'zod'
import type { Sha256 } from '../incident/chain.ts'
import { Instant } from '../instant.ts'
import type { CrawlState, Random } from '../ports.ts'

/** 推送令牌 of one source. Its secret is shown once, when it is made; what is kept is its hash. */
export const IngestToken = z.object({
  id: z.string(),
  /** SHA-256 of the secret as hex: what a signature is made with. */
  hash: z.string(),
  /** `signed`: each request carries a signature and never the secret. `bearer`: the token itself, for programs that cannot sign. */
  mode: z.enum(['signed', 'bearer']),
  /** Who uses it, as whoever made it wrote. */
  note: z.string(),
  madeAt: Instant,
  revokedAt: Instant.nullable()
})
export type IngestToken = z.infer<typeof IngestToken>

type Shelf = Pick<CrawlState, 'cursor' | 'setCursor'>

const name = 'ingest-tokens'

export async function ingestTokens(crawl: Pick<Shelf, 'cursor'>, sourceId: string): Promise<readonly IngestToken[]> {
  const kept = await crawl.cursor(sourceId, name)
  return kept === null ? [] : z.array(IngestToken).parse(JSON.parse(kept))
}

/** A new token; `token` is the only time that its secret is to be seen. */
export async function makeIngestToken(
  { crawl, random, sha256, now }: { crawl: Shelf; random: Random; sha256: Sha256; now: Instant },
  sourceId: string,
  { mode, note }: Pick<IngestToken, 'mode' | 'note'>
): Promise<{ readonly made: IngestToken; readonly secret: string; readonly token: string }> {
  const secret = base64url(random(32))
  const made: IngestToken = { id: hex(random(4)), hash: sha256(secret), mode, note, madeAt: now, revokedAt: null }
  await crawl.setCursor(sourceId, name, JSON.stringify([...(await ingestTokens(crawl, sourceId)), made]))
  return { made, secret, token: `${sourceId}.${made.id}.${secret}` }
}

/** False where there is no such token, or it was revoked already. */
export async function revokeIngestToken(crawl: Shelf, sourceId: string, id: string, now: Instant): Promise<boolean> {
  const tokens = await ingestTokens(crawl, sourceId)
  if (!tokens.some((token) => token.id === id && token.revokedAt === null)) return false
  await crawl.setCursor(sourceId, name, JSON.stringify(tokens.map((token) => (token.id === id ? { ...token, revokedAt: now } : token))))
  return true
}

/** The parts of `source.token` or `source.token.secret`; null for anything else. */
export function readTokenName(text: string): { readonly sourceId: string; readonly tokenId: string; readonly secret: string | null } | null {
  const match = /^([a-z0-9-]{1,64})\.([0-9a-f]{8})(?:\.([\w-]{43}))?$/.exec(text)
  return match === null ? null : { sourceId: match[1] ?? '', tokenId: match[2] ?? '', secret: match[3] ?? null }
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function base64url(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,6}/g) ?? []).map((six) => alphabet[Number.parseInt(six.padEnd(6, '0'), 2)] ?? '').join('')
}
