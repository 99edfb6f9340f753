import { createHmac } from 'node:crypto'
import { FakeService, PerMinute, type Asked, type Said } from './fake-service.ts'

/** 飞书: one robot with 签名校验. */
export class FakeFeishu extends FakeService {
  readonly key = 'hook-id'
  readonly secret = 'feishu-secret'
  readonly group: { readonly card: { readonly header: unknown; readonly elements: readonly unknown[] } }[] = []
  readonly #nowMs: () => number
  readonly #robot: PerMinute

  constructor(nowMs: () => number = Date.now) {
    super()
    this.#nowMs = nowMs
    this.#robot = new PerMinute(100, nowMs)
  }

  protected answer({ url, body }: Asked): Said {
    if (url.pathname !== `/open-apis/bot/v2/hook/${this.key}`) {
      return { status: 400, body: { code: 19001, msg: `param invalid: incoming webhook access token invalid ${url.pathname}` } }
    }
    if (Buffer.byteLength(body) > 20_480) return { status: 400, body: { code: 19002, msg: 'request body too large' } }
    const { timestamp, sign, ...message } = JSON.parse(body) as { timestamp: string; sign: string } & FakeFeishu['group'][number]
    const expected = createHmac('sha256', `${timestamp}\n${this.secret}`).update('').digest('base64')
    if (sign !== expected || Math.abs(this.#nowMs() / 1000 - Number(timestamp)) > 3600) {
      return { body: { code: 19021, msg: 'sign match fail or timestamp is not within one hour from current time' } }
    }
    if (!this.#robot.allows()) return { body: { code: 9499, msg: 'too many request' } }
    this.group.push(message)
    return { body: { StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' } }
  }
}
