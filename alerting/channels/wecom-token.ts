import type { Clock } from '../../core/clock.ts'
import { readErrcode } from './errcode-answer.ts'
import { fieldAt, parsedJson, verdictOf, type Codes, type Verdict } from './verdict.ts'
import type { HttpClient } from './http-client.ts'

const codes: Codes = {
  ok: ['0'],
  limited: ['45009', '45033'],
  fatal: {
    40001: '企业微信应用的 secret 不对，请核对 secretFile 或 secretEnv',
    40013: '企业微信的 corpId 不对',
    42009: '企业微信应用的 secret 已失效',
    60020: '本机 IP 不在应用的企业可信 IP 内'
  }
}

/** Of its two hours this much is not used: a token must not end on its way. */
const marginMs = 300_000

interface Held {
  readonly token: string
  readonly takenAt: number
  readonly endsAt: number
}

/** The access token of one application: fetched once for all who wait, kept until shortly before its end. */
export class WecomToken {
  readonly #client: HttpClient
  readonly #url: string
  readonly #clock: Pick<Clock, 'elapsedMs'>
  #held: Held | null = null
  #asking: Promise<{ readonly token: string } | Verdict> | null = null

  constructor(
    client: HttpClient,
    { url, corpId, secret }: { readonly url: string; readonly corpId: string; readonly secret: string },
    clock: Pick<Clock, 'elapsedMs'>
  ) {
    const address = new URL('cgi-bin/gettoken', url)
    address.searchParams.set('corpid', corpId)
    address.searchParams.set('corpsecret', secret)
    this.#client = client
    this.#url = address.href
    this.#clock = clock
  }

  /** The token, or why there is none. */
  async get(): Promise<{ readonly token: string } | Verdict> {
    const now = this.#clock.elapsedMs()
    if (this.#held !== null && now >= this.#held.takenAt && now < this.#held.endsAt) return this.#held
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null
    })
    return this.#asking
  }

  /** The service knows it no more. A newer one stays. */
  forget(token: string): void {
    if (this.#held?.token === token) this.#held = null
  }

  async #ask(): Promise<{ readonly token: string } | Verdict> {
    const answer = await this.#client.send({ url: this.#url, method: 'GET' }, new AbortController().signal)
    const verdict = verdictOf(answer, readErrcode, codes)
    /* Nobody was told anything yet: that the answer is unknown is no doubt about the notice. */
    if (verdict.outcome === 'unknown') return { outcome: 'retry', reason: `取 access_token：${verdict.reason}` }
    if (verdict.outcome !== 'accepted') return { ...verdict, reason: `取 access_token：${verdict.reason}` }
    const json = 'text' in answer ? parsedJson(answer.text) : null
    const token = fieldAt(json, 'access_token')
    const seconds = Number(fieldAt(json, 'expires_in') ?? 0)
    if (token === null || token === '') return { outcome: 'retry', reason: '取 access_token：答复中没有 access_token' }
    const takenAt = this.#clock.elapsedMs()
    this.#held = { token, takenAt, endsAt: takenAt + Math.max(0, seconds * 1000 - marginMs) }
    return this.#held
  }
}
