import { z } from 'zod'
import { Actor } from './actor.ts'
import type { Sha256 } from './incident/chain.ts'
import { Instant } from './instant.ts'
import type { Action } from './permission.ts'
import type { CrawlState, Random } from './ports.ts'

/** What a system may be given to read. Each is the action of that name; `status.read` is how the system does and its description. */
export const Scope = z.enum([
  'incident.read',
  'mention.search',
  'supervision.read',
  'archive.read',
  'report.read',
  'source.read',
  'notice.read',
  'status.read'
])
export type Scope = z.infer<typeof Scope>

export const scopeWords = {
  'incident.read': '事件、任务、口径、证据',
  'mention.search': '检索信息',
  'supervision.read': '督办台账与四率',
  'archive.read': '归档包',
  'report.read': '报告与数字',
  'source.read': '采集源状况',
  'notice.read': '通知与电话清单',
  'status.read': '系统状况与接口说明'
} as const satisfies Record<Scope, string>

/** Whether a token may do what people do under this action: only where there is a scope of that name. */
export function isScope(action: Action | Scope): action is Scope {
  return Scope.safeParse(action).success
}

/** 接口令牌 of another system. It reads and changes nothing; its secret is shown once, when it is made. */
export const ApiToken = z.object({
  id: z.string(),
  /** The system that uses it. */
  name: z.string(),
  scopes: z.array(Scope),
  /** SHA-256 of the secret as hex. */
  hash: z.string(),
  madeBy: Actor,
  madeAt: Instant,
  expiresAt: Instant.nullable()
})
export type ApiToken = z.infer<typeof ApiToken>

const Revocation = z.object({ id: z.string(), at: Instant })
export interface KnownApiToken extends ApiToken {
  readonly revokedAt: Instant | null
}

/** What waits among the crawlers' things; no source can have this id. One item a token and one a revocation, so that two at once lose nothing. */
const place = '@api-tokens'
const most = 2000
type Shelf = Pick<CrawlState, 'enqueue' | 'pending'>

/** A new token; `text` is the only time that its secret is to be seen. */
export async function makeApiToken(
  { crawl, random, sha256 }: { crawl: Pick<Shelf, 'enqueue'>; random: Random; sha256: Sha256 },
  about: Omit<ApiToken, 'id' | 'hash'>
): Promise<{ readonly token: ApiToken; readonly text: string }> {
  const [id, secret] = [hex(random(4)), hex(random(32))]
  const token: ApiToken = { ...about, id, hash: sha256(secret) }
  await crawl.enqueue(place, [{ key: `token:${id}`, url: '', hint: JSON.stringify(token), tries: 0 }])
  return { token, text: `wlt_${id}_${secret}` }
}

/** Every token that was made, revoked ones too. */
export async function apiTokens(crawl: Pick<Shelf, 'pending'>, nowElapsedMs: number): Promise<readonly KnownApiToken[]> {
  const items = await crawl.pending(place, nowElapsedMs, most)
  const revoked = new Map(
    items
      .filter(({ key }) => key.startsWith('revoked:'))
      .map(({ hint }) => Revocation.parse(JSON.parse(hint)))
      .map(({ id, at }) => [id, at])
  )
  return items
    .filter(({ key }) => key.startsWith('token:'))
    .map(({ hint }) => ApiToken.parse(JSON.parse(hint)))
    .map((token) => ({ ...token, revokedAt: revoked.get(token.id) ?? null }))
}

/** False where there is no such token, or it was revoked already. */
export async function revokeApiToken(crawl: Shelf, id: string, { at, nowElapsedMs }: { at: Instant; nowElapsedMs: number }): Promise<boolean> {
  if (!(await apiTokens(crawl, nowElapsedMs)).some((token) => token.id === id && token.revokedAt === null)) return false
  const revocation: z.infer<typeof Revocation> = { id, at }
  return (await crawl.enqueue(place, [{ key: `revoked:${id}`, url: '', hint: JSON.stringify(revocation), tries: 0 }])).length > 0
}

/** The moment of a token's last use, as `noteApiTokenUse` wrote it; null: never. */
export async function apiTokenUse(crawl: Pick<CrawlState, 'cursor'>, id: string): Promise<Instant | null> {
  const kept = await crawl.cursor(place, id)
  return kept === null ? null : Instant.parse(kept)
}

export async function noteApiTokenUse(crawl: Pick<CrawlState, 'setCursor'>, id: string, at: Instant): Promise<void> {
  await crawl.setCursor(place, id, at)
}

/** The parts of a token as it is presented; null for anything else. */
export function readApiToken(text: string): { readonly id: string; readonly secret: string } | null {
  const match = /^wlt_([0-9a-f]{8})_([0-9a-f]{64})$/.exec(text)
  return match === null ? null : { id: match[1] ?? '', secret: match[2] ?? '' }
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
