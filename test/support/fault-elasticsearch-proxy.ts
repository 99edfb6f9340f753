import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Agent, request } from 'undici'
import { readBulk, refusedItem, type BulkItem } from './fault-bulk.ts'

export type ElasticsearchMood = 'well' | 'refuses all' | 'refuses half the items'

interface Answer {
  readonly status: number
  readonly type: string
  readonly body: Buffer
}

/** Stands before a real server and answers for it when it is told to: 429 to everything, or 429 and 503 to half the items of each bulk. */
export class ElasticsearchProxy {
  readonly url: string
  /** What was refused so far: requests, and items of bulks. */
  readonly refused = { requests: 0, items: 0 }
  mood: ElasticsearchMood = 'well'
  readonly #server: Server
  readonly #target: string
  readonly #random: () => number
  readonly #agent = new Agent({ connections: 64 })

  private constructor(server: Server, target: string, random: () => number) {
    this.#server = server
    this.#target = target
    this.#random = random
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  static async open(target: string, random: () => number): Promise<ElasticsearchProxy> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const proxy = new ElasticsearchProxy(server, target, random)
    server.on('request', (incoming, outgoing) => {
      proxy.#take(incoming, outgoing).catch(() => outgoing.destroy())
    })
    return proxy
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
    await this.#agent.destroy()
  }

  async #take(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const { status, type, body } = await this.#answer(incoming, Buffer.concat(chunks))
    outgoing.writeHead(status, { 'content-type': type, 'x-elastic-product': 'Elasticsearch' })
    outgoing.end(body)
  }

  async #answer(incoming: IncomingMessage, body: Buffer): Promise<Answer> {
    if (this.mood === 'refuses all') {
      this.refused.requests += 1
      const error = { type: 'es_rejected_execution_exception', reason: 'refused by a trial' }
      return { status: 429, type: 'application/json', body: Buffer.from(JSON.stringify({ error, status: 429 })) }
    }
    const isBulk = /\/_bulk(\?|$)/.test(incoming.url ?? '')
    return this.mood === 'refuses half the items' && isBulk ? this.#halfOf(incoming, body) : this.#pass(incoming, body)
  }

  async #pass(incoming: IncomingMessage, body: Buffer): Promise<Answer> {
    const { host: _, connection: __, 'content-length': ___, ...headers } = incoming.headers
    const answer = await request(`${this.#target}${incoming.url}`, {
      dispatcher: this.#agent,
      method: incoming.method as 'GET',
      headers,
      ...(body.length === 0 ? {} : { body })
    })
    return {
      status: answer.statusCode,
      type: String(answer.headers['content-type'] ?? 'application/json'),
      body: Buffer.from(await answer.body.arrayBuffer())
    }
  }

  /** The other half is really done. */
  async #halfOf(incoming: IncomingMessage, body: Buffer): Promise<Answer> {
    const entries = readBulk(body.toString('utf8'))
    const refusals = entries.map((entry) => (this.#random() < 0.5 ? refusedItem(entry, this.#random() < 0.5 ? 429 : 503) : null))
    const passed = entries.filter((_, place) => refusals[place] === null)
    const really = passed.length === 0 ? null : await this.#pass(incoming, Buffer.from(`${passed.flatMap(({ lines }) => lines).join('\n')}\n`))
    if (really !== null && really.status !== 200) return really
    this.refused.items += entries.length - passed.length
    const left = really === null ? [] : (JSON.parse(really.body.toString('utf8')) as { items: BulkItem[] }).items
    const items = refusals.map((refusal) => refusal ?? left.shift())
    const answer = { took: 1, errors: true, items }
    return { status: 200, type: incoming.headers.accept?.split(',')[0] ?? 'application/json', body: Buffer.from(JSON.stringify(answer)) }
  }
}
