import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface Post {
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export type Behaviour = (response: ServerResponse, request: IncomingMessage) => void

/** A receiver of webhooks on loopback that records what arrives and behaves as it is told. */
export class WebhookSink {
  readonly posts: Post[] = []
  behave: Behaviour = answer(200)
  readonly #server = createServer((request, response) => {
    let body = ''
    request
      .setEncoding('utf8')
      .on('data', (part: string) => {
        body += part
      })
      .on('end', () => {
        this.posts.push({ headers: request.headers, body })
        this.behave(response, request)
      })
  })

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

export const answer =
  (status: number, headers: Record<string, string> = {}, body = '{"errcode":0}'): Behaviour =>
  (response) => {
    response.writeHead(status, headers).end(body)
  }
export const hang: Behaviour = () => {}
export const dropConnection: Behaviour = (response) => {
  response.socket?.destroy()
}

/** A mail server on loopback that records the messages it took. */
export class MailSink {
  readonly mails: { readonly from: string; readonly to: readonly string[]; readonly text: string }[] = []
  readonly #server: SMTPServer

  constructor(options: SMTPServerOptions = {}) {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      disableReverseLookup: true,
      closeTimeout: 200,
      onData: (stream, session, done) => {
        let text = ''
        stream
          .setEncoding('utf8')
          .on('data', (part: string) => {
            text += part
          })
          .on('end', () => {
            const { mailFrom, rcptTo } = session.envelope
            this.mails.push({ from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map(({ address }) => address), text })
            done()
          })
      },
      ...options
    })
    this.#server.on('error', () => {})
  }

  async open(): Promise<number> {
    const server = this.#server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }
}
