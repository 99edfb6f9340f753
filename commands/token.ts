import { systemClock } from '../adapters/clock.ts'
import { sha256, strongRandom } from '../adapters/hash.ts'
import { machine } from '../core/actor.ts'
import { apiTokens, apiTokenUse, makeApiToken, revokeApiToken, Scope, type KnownApiToken } from '../core/api-token.ts'
import { addMs, chinaWallTime, dayMs } from '../core/instant.ts'
import type { Stores } from '../core/ports.ts'
import { result, say, UsageError } from './exit.ts'
import { withStores } from './open-stores.ts'
import type { Place } from './place.ts'
import { padded } from './table.ts'

export interface TokenOptions extends Place {
  readonly scopes?: string
  readonly days?: string
  readonly json?: boolean
}

/** `token add SYSTEM --scopes …`, `token list`, `token revoke ID`: what other systems read the API with. */
export async function token(action: string, name: string | undefined, options: TokenOptions): Promise<void> {
  await withStores(
    options,
    async (stores) => {
      switch (action) {
        case 'add':
          return await add(stores, name, options)
        case 'list':
          return await list(stores, options)
        case 'revoke':
          return await revoke(stores, name)
        default:
          throw new UsageError(`token 没有动作 ${action}；可用：add、list、revoke`)
      }
    },
    { create: true }
  )
}

async function add({ crawl, audit }: Stores, name: string | undefined, { scopes, days, json = false }: TokenOptions): Promise<void> {
  if (name === undefined || name.trim() === '') throw new UsageError('请写明使用令牌的系统，如 token add 城市大脑 --scopes incident.read')
  const now = systemClock.now()
  const given = scopesOf(scopes)
  const expiresAt = days === undefined ? null : addMs(now, daysOf(days) * dayMs)
  const about = { name: name.trim(), scopes: given, madeBy: machine('cli'), madeAt: now, expiresAt }
  const made = await makeApiToken({ crawl, random: strongRandom, sha256 }, about)
  await audit.append([{ at: now, actor: machine('cli'), action: 'api-token.make', subject: about.name, detail: `已办;${given.join(',')}` }])
  if (json) return await result({ id: made.token.id, name: about.name, scopes: given, expiresAt, token: made.text })
  say('只显示这一次，请妥善保存；本系统只存它的散列')
  await result(made.text)
}

async function list({ crawl }: Stores, { json = false }: TokenOptions): Promise<void> {
  const known = await apiTokens(crawl, systemClock.elapsedMs())
  const rows = await Promise.all(known.map(async (one) => ({ ...one, lastUsedAt: await apiTokenUse(crawl, one.id) })))
  if (json) {
    for (const { hash: _hash, ...row } of rows) await result(row)
    return
  }
  const lines = padded([
    ['编号', '系统', '建立', '状态', '最近使用', '权限'],
    ...rows.map((row) => {
      const used = row.lastUsedAt === null ? '从未' : chinaWallTime(row.lastUsedAt)
      return [row.id, row.name, chinaWallTime(row.madeAt), stateOf(row), used, row.scopes.join(',')]
    })
  ])
  for (const line of lines) await result(line)
}

async function revoke({ crawl, audit }: Stores, id: string | undefined): Promise<void> {
  if (id === undefined) throw new UsageError('请写明令牌编号，如 token revoke 1a2b3c4d')
  const now = systemClock.now()
  if (!(await revokeApiToken(crawl, id, { at: now, nowElapsedMs: systemClock.elapsedMs() }))) throw new UsageError(`没有在用的接口令牌 ${id}`)
  await audit.append([{ at: now, actor: machine('cli'), action: 'api-token.revoke', subject: id, detail: '已办' }])
  await result(`已撤销 ${id}`)
}

function stateOf({ revokedAt, expiresAt }: KnownApiToken): string {
  if (revokedAt !== null) return `${chinaWallTime(revokedAt)} 撤销`
  if (expiresAt === null) return '在用'
  return expiresAt <= systemClock.now() ? '已过期' : `在用，至 ${chinaWallTime(expiresAt)}`
}

function scopesOf(text: string | undefined): Scope[] {
  const all = Scope.options.join('、')
  const given = (text ?? '').split(',').map((one) => one.trim())
  const scopes = given
    .filter((one) => one !== '')
    .map((one) => {
      const scope = Scope.safeParse(one)
      if (!scope.success) throw new UsageError(`没有权限 ${one}；可用：${all}`)
      return scope.data
    })
  if (scopes.length === 0) throw new UsageError(`token add 需要 --scopes；可用：${all}`)
  return scopes
}

function daysOf(text: string): number {
  const days = Number(text)
  if (!Number.isInteger(days) || days < 1 || days > 3660) throw new UsageError('--days 应为 1–3660 的整数')
  return days
}
