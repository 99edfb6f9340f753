/** The part of the contract about 接口令牌: what other systems read with. */
import { z } from 'zod'
import { Scope } from '../core/api-token.ts'
import { Instant } from '../core/instant.ts'
import { Moment } from '../core/moment.ts'

export const apiTokenPaths = {
  /** GET ApiTokenList · POST ApiTokenRequest → ApiTokenMade, 201. */
  apiTokens: '/api/api-tokens',
  /** DELETE revokes it. */
  apiTokenById: (id: string) => `/api/api-tokens/${encodeURIComponent(id)}`
} as const

export const ApiTokenRequest = z.strictObject({
  name: z.string().trim().min(1, '请填写使用令牌的系统').max(100),
  scopes: z.array(Scope).min(1, '至少选择一项权限').max(20),
  /** Null: until it is revoked. */
  expiresAt: Moment.nullable().default(null)
})
export type ApiTokenRequest = z.input<typeof ApiTokenRequest>

export const ApiTokenView = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.object({ id: Scope, words: z.string() })),
  madeBy: z.string(),
  madeAt: Instant,
  expiresAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
  /** To the minute; null: never used. */
  lastUsedAt: Instant.nullable(),
  state: z.enum(['active', 'expired', 'revoked'])
})
export type ApiTokenView = z.infer<typeof ApiTokenView>

export const ApiTokenList = z.object({
  now: Instant,
  rows: z.array(ApiTokenView),
  /** All there are to choose from. */
  scopes: z.array(z.object({ id: Scope, words: z.string() }))
})
export type ApiTokenList = z.infer<typeof ApiTokenList>

/** `token` is shown this once; only its hash is kept. */
export const ApiTokenMade = z.object({ token: z.string(), view: ApiTokenView })
export type ApiTokenMade = z.infer<typeof ApiTokenMade>
