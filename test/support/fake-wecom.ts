import { FakeService, PerMinute, type Asked, type Said } from './fake-service.ts'

const said = (errcode: number, errmsg: string, more: Record<string, unknown> = {}): Said => ({ body: { errcode, errmsg, ...more } })

/** 企业微信: a group robot of one key, and one application with tokens that end. */
export class FakeWecom extends FakeService {
  readonly key = 'robot-key'
  readonly corpId = 'corp'
  readonly secret = 'app-secret'
  readonly accounts = new Set(['desk', 'leader'])
  /** What the group saw, and what each account was sent. */
  readonly group: string[] = []
  readonly messages: { readonly touser: string; readonly message: Readonly<Record<string, unknown>> }[] = []
  tokensGiven = 0
  #token: string | null = null
  readonly #robot: PerMinute

  constructor(nowMs: () => number = Date.now) {
    super()
    this.#robot = new PerMinute(20, nowMs)
  }

  /** As when the secret was changed, or another program fetched a token. */
  endToken(): void {
    this.#token = null
  }

  protected answer({ url, body, method }: Asked): Said {
    switch (`${method} ${url.pathname}`) {
      case 'POST /cgi-bin/webhook/send':
        return this.#robotSend(url, body)
      case 'GET /cgi-bin/gettoken':
        if (url.searchParams.get('corpid') !== this.corpId) return said(40013, 'invalid corpid')
        if (url.searchParams.get('corpsecret') !== this.secret) return said(40001, `invalid credential ${url.search}`)
        this.tokensGiven++
        this.#token = `token-${this.tokensGiven}`
        return said(0, 'ok', { access_token: this.#token, expires_in: 7200 })
      case 'POST /cgi-bin/message/send':
        return this.#appSend(url, body)
      default:
        return { status: 404, body: '' }
    }
  }

  #robotSend(url: URL, body: string): Said {
    if (url.searchParams.get('key') !== this.key) return said(93000, `invalid webhook url, url: ${url.href}`)
    const { msgtype, markdown } = JSON.parse(body) as { msgtype: string; markdown: { content: string } }
    if (msgtype !== 'markdown') return said(40008, 'invalid message type')
    if (Buffer.byteLength(markdown.content) > 4096) return said(40058, 'markdown.content exceed max length 4096')
    if (!this.#robot.allows()) return said(45009, 'api freq out of limit')
    this.group.push(markdown.content)
    return said(0, 'ok')
  }

  #appSend(url: URL, body: string): Said {
    if (this.#token === null) return said(42001, 'access_token expired')
    if (url.searchParams.get('access_token') !== this.#token) return said(40014, 'invalid access_token')
    const { touser, ...message } = JSON.parse(body) as { touser: string; textcard?: { url?: string }; msgtype: string }
    if (message.msgtype === 'textcard' && !message.textcard?.url) return said(40035, 'missing url')
    if (!this.accounts.has(touser)) return said(0, 'ok', { invaliduser: touser })
    this.messages.push({ touser, message })
    return said(0, 'ok', { msgid: `msg-${this.messages.length}` })
  }
}
