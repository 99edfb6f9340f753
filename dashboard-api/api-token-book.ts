import { timingSafeEqual } from 'node:crypto'
import { apiTokens, noteApiTokenUse, readApiToken, type ApiToken, type KnownApiToken } from '../core/api-token.ts'
import type { Clock } from '../core/clock.ts'
import type { Sha256 } from '../core/incident/chain.ts'
import { minuteMs } from '../core/instant.ts'
import type { CrawlState } from '../core/ports.ts'
import { TooManyRequestsError } from './errors.ts'

interface BookDeps {
  readonly crawl: Pick<CrawlState, 'pending' | 'setCursor'>
  readonly clock: Clock
  readonly sha256: Sha256
}

/** A token that is revoked in another process is good for so long. */
const freshMs = 1_000
export const requestsPerMinute = 600

interface Spent {
  readonly minute: number
  requests: number
}

/** 接口令牌: who presents which, and how often. What is spent is kept in the memory of this process: another one counts for itself. */
export class ApiTokenBook {
  readonly #deps: BookDeps
  readonly #spent = new Map<string, Spent>()
  #read: { readonly atMs: number; readonly tokens: Promise<readonly KnownApiToken[]> } | null = null

  constructor(deps: BookDeps) {
    this.#deps = deps
  }

  /** The token that was presented; null when it is unknown, revoked or over. Counts as use. @throws TooManyRequestsError */
  async find(text: string): Promise<ApiToken | null> {
    const { clock, sha256 } = this.#deps
    const presented = readApiToken(text)
    if (presented === null) return null
    const token = (await this.#tokens()).find(({ id }) => id === presented.id)
    if (token === undefined || !isSame(sha256(presented.secret), token.hash)) return null
    if (token.revokedAt !== null || (token.expiresAt !== null && token.expiresAt <= clock.now())) return null
    await this.#spend(token.id)
    return token
  }

  /** What was read before is out of date: one was made or revoked here. */
  forget(): void {
    this.#read = null
  }

  #tokens(): Promise<readonly KnownApiToken[]> {
    const nowMs = this.#deps.clock.elapsedMs()
    if (this.#read !== null && nowMs - this.#read.atMs < freshMs) return this.#read.tokens
    const tokens = apiTokens(this.#deps.crawl, nowMs)
    this.#read = { atMs: nowMs, tokens }
    tokens.catch(() => this.forget())
    return tokens
  }

  /** The first request of each minute is written down as its use. */
  async #spend(id: string): Promise<void> {
    const { clock, crawl } = this.#deps
    const minute = Math.floor(clock.elapsedMs() / minuteMs)
    const spent = this.#spent.get(id)
    if (spent?.minute !== minute) {
      this.#spent.set(id, { minute, requests: 1 })
      await noteApiTokenUse(crawl, id, clock.now())
      return
    }
    spent.requests += 1
    if (spent.requests > requestsPerMinute)
      throw new TooManyRequestsError(`每个令牌每分钟最多 ${requestsPerMinute} 次请求`, Math.ceil((minuteMs - (clock.elapsedMs() % minuteMs)) / 1000))
  }
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one, 'utf8'), Buffer.from(other, 'utf8')]
  return a.length === b.length && timingSafeEqual(a, b)
}
