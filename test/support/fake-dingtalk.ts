import { createHmac } from 'node:crypto'
import { FakeService, PerMinute, type Asked, type Said } from './fake-service.ts'

interface Shown {
  readonly markdown: { readonly title: string; readonly text: string }
  readonly at: { readonly atMobiles: readonly string[]; readonly atUserIds: readonly string[]; readonly isAtAll: boolean }
}

/** 钉钉: one robot with 加签. Who sends more than 20 a minute is silenced for ten. */
export class FakeDingtalk extends FakeService {
  readonly token = 'ding-token'
  readonly secret = 'SECabc+/='
  readonly group: Shown[] = []
  /** How often it had to say that it was too much. */
  limited = 0
  readonly #nowMs: () => number
  readonly #robot: PerMinute
  #silentUntil = 0

  constructor(nowMs: () => number = Date.now) {
    super()
    this.#nowMs = nowMs
    this.#robot = new PerMinute(20, nowMs)
  }

  protected answer({ url, body }: Asked): Said {
    const now = this.#nowMs()
    if (url.pathname !== '/robot/send') return { status: 404, body: '' }
    if (url.searchParams.get('access_token') !== this.token) return { body: { errcode: 300005, errmsg: 'token is not exist' } }
    const timestamp = url.searchParams.get('timestamp') ?? ''
    if (Math.abs(now - Number(timestamp)) > 3_600_000) return { body: { errcode: 310000, errmsg: 'invalid timestamp' } }
    const expected = createHmac('sha256', this.secret).update(`${timestamp}\n${this.secret}`).digest('base64')
    if (url.searchParams.get('sign') !== expected) return { body: { errcode: 310000, errmsg: 'sign not match' } }
    if (Buffer.byteLength(body) > 20_000) return { body: { errcode: 460101, errmsg: 'message too long' } }
    if (now < this.#silentUntil || !this.#robot.allows()) {
      this.limited++
      if (now >= this.#silentUntil) this.#silentUntil = now + 600_000
      return { body: { errcode: 130101, errmsg: 'send too fast, exceed 20 times per minute' } }
    }
    this.group.push(JSON.parse(body) as Shown)
    return { body: { errcode: 0, errmsg: 'ok' } }
  }
}
