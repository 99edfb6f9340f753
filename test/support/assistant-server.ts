import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Asked {
  readonly path: string
  readonly authorization: string | null
  readonly model: string
  readonly system: string
  /** What the user message holds: the title and the evidence. */
  readonly brief: { readonly title: string; readonly evidence: readonly { readonly id: string; readonly words: string }[] }
}

/** What a server sends back; `content` is wrapped as a chat completion. */
export type Answer = { readonly content: string; readonly finish?: string } | { readonly status: number; readonly body?: string }

/** An OpenAI-compatible server on this machine that answers as the test says. */
export class AssistantServer implements AsyncDisposable {
  readonly asked: Asked[] = []
  readonly #server
  #answer: (asked: Asked) => Answer

  private constructor(answer: (asked: Asked) => Answer) {
    this.#answer = answer
    this.#server = createServer((request, response) => {
      let body = ''
      request.setEncoding('utf8').on('data', (part: string) => (body += part))
      request.on('end', () => {
        const { model, messages } = JSON.parse(body) as { model: string; messages: { role: string; content: string }[] }
        const content = (role: string): string => messages.find((message) => message.role === role)?.content ?? ''
        const asked: Asked = {
          path: request.url ?? '',
          authorization: request.headers.authorization ?? null,
          model,
          system: content('system'),
          brief: JSON.parse(content('user')) as Asked['brief']
        }
        this.asked.push(asked)
        const answer = this.#answer(asked)
        const [status, text] =
          'content' in answer
            ? [
                200,
                JSON.stringify({ choices: [{ message: { role: 'assistant', content: answer.content }, finish_reason: answer.finish ?? 'stop' }] })
              ]
            : [answer.status, answer.body ?? '']
        response.writeHead(status, { 'content-type': 'application/json', ...(status === 302 ? { location: 'http://127.0.0.1:1/' } : {}) }).end(text)
      })
    })
  }

  static async start(answer: (asked: Asked) => Answer): Promise<AssistantServer> {
    const one = new AssistantServer(answer)
    await new Promise<void>((resolve) => one.#server.listen(0, '127.0.0.1', resolve))
    return one
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`
  }

  answers(answer: (asked: Asked) => Answer): void {
    this.#answer = answer
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
