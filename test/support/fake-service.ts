import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Null: no answer ever. */
export type Said = { readonly status?: number; readonly headers?: Record<string, string>; readonly body: unknown } | null

/** A platform on loopback. It answers by its own rules, unless a test puts words into its mouth. */
export abstract class FakeService {
  readonly asked: Asked[] = []
  /** Answers that come before those by the rules, one a request. */
  readonly next: Said[] = []
  readonly #server = createServer((request, response) => {
    let body = ''
    request
      .setEncoding('utf8')
      .on('data', (part: string) => {
        body += part
      })
      .on('end', () => {
        const asked = { method: request.method ?? '', url: new URL(request.url ?? '', 'http://fake.invalid'), headers: request.headers, body }
        this.asked.push(asked)
        const said = this.next.length > 0 ? this.next.shift() : this.answer(asked)
        if (said === null || said === undefined) return
        const text = typeof said.body === 'string' ? said.body : JSON.stringify(said.body)
        response.writeHead(said.status ?? 200, { 'content-type': 'application/json', ...said.headers }).end(text)
      })
  })

  protected abstract answer(asked: Asked): Said

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

/** So many messages a minute, as the platforms count them. */
export class PerMinute {
  readonly #most: number
  readonly #nowMs: () => number
  #at: number[] = []

  constructor(most: number, nowMs: () => number) {
    this.#most = most
    this.#nowMs = nowMs
  }

  /** Whether one more is allowed; counts it if it is. */
  allows(): boolean {
    const now = this.#nowMs()
    this.#at = this.#at.filter((at) => at > now - 60_000)
    if (this.#at.length >= this.#most) return false
    this.#at.push(now)
    return true
  }
}
