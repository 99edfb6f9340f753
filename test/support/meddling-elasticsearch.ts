import { createServer, request, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Passing {
  readonly method: string
  /** Without what follows a question mark. */
  readonly path: string
  readonly body: string
}

/**
 * What becomes of a request: `pass` to the real server; `refuse` without having been there; `refuse-items`: of a bulk, those
 * items are not sent on and answered with 429; `cut`: the server does it, and half of its answer comes back; `hang`: it goes
 * nowhere and no answer comes, as on a connection that is open on one side only.
 */
export type Meddling =
  | { readonly kind: 'pass' }
  | { readonly kind: 'refuse'; readonly status: number }
  | { readonly kind: 'refuse-items'; readonly isRefused: (item: number) => boolean }
  | { readonly kind: 'cut' }
  | { readonly kind: 'hang' }

export const pass: Meddling = { kind: 'pass' }

export interface MeddlingElasticsearch {
  readonly node: string
  /** Asked for each request; may take its time. */
  meddle: (passing: Passing) => Meddling | Promise<Meddling>
  close(): Promise<void>
}

/** Stands between a client and a real server. */
export async function meddlingElasticsearch(upstream: string): Promise<MeddlingElasticsearch> {
  const server = createServer((incoming, outgoing) => {
    void handle(incoming, outgoing).catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy: MeddlingElasticsearch = {
    node: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    meddle: () => pass,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
  return proxy

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await textOf(incoming)
    const { method = 'GET', url = '/', headers } = incoming
    const meddling = await proxy.meddle({ method, path: url.split('?')[0] ?? '', body })
    if (meddling.kind === 'hang') return
    if (meddling.kind === 'refuse') return answer(outgoing, meddling.status, refusal(meddling.status))
    const sent = meddling.kind === 'refuse-items' ? withoutItems(body, meddling.isRefused) : { body, refused: [] }
    if (sent.body === '' && body !== '') return answer(outgoing, 200, JSON.stringify({ errors: true, items: sent.refused.map(({ item }) => item) }))
    const { status, text } = await forward(upstream, method, url, headers, sent.body)
    if (meddling.kind === 'cut') {
      outgoing.writeHead(status, { ...answerHeaders, 'content-length': Buffer.byteLength(text) })
      outgoing.write(text.slice(0, Math.floor(text.length / 2)), () => outgoing.destroy())
    } else answer(outgoing, status, sent.refused.length === 0 ? text : withItems(text, sent.refused))
  }
}

interface RefusedItem {
  readonly place: number
  readonly item: object
}

const answerHeaders = { 'content-type': 'application/vnd.elasticsearch+json;compatible-with=9', 'x-elastic-product': 'Elasticsearch' }

function answer(outgoing: ServerResponse, status: number, text: string): void {
  outgoing.writeHead(status, answerHeaders)
  outgoing.end(text)
}

function refusal(status: number): string {
  return JSON.stringify({ error: { type: status === 429 ? 'es_rejected_execution_exception' : 'unavailable', reason: 'by the test' }, status })
}

async function textOf(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function forward(
  upstream: string,
  method: string,
  url: string,
  headers: IncomingHttpHeaders,
  body: string
): Promise<{ status: number; text: string }> {
  const { 'content-length': _length, 'transfer-encoding': _encoding, ...others } = headers
  return new Promise((resolve, reject) => {
    const onward = request(
      new URL(url, upstream),
      { method, headers: { ...others, ...(body === '' ? {} : { 'content-length': Buffer.byteLength(body) }) } },
      (answered) => void textOf(answered).then((text) => resolve({ status: answered.statusCode ?? 502, text }), reject)
    )
    onward.on('error', reject)
    onward.end(body)
  })
}

/** A bulk without some of its items, and what to say of those. Every action but `delete` has a line of its own after it. */
function withoutItems(body: string, isRefused: (item: number) => boolean): { body: string; refused: RefusedItem[] } {
  const lines = body.split('\n').filter((line) => line !== '')
  const kept: string[] = []
  const refused: RefusedItem[] = []
  for (let at = 0, place = 0; at < lines.length; place++) {
    const action = JSON.parse(lines[at] ?? '{}') as Record<string, { _index: string; _id: string }>
    const [name = '', target] = Object.entries(action)[0] ?? []
    const count = name === 'delete' ? 1 : 2
    if (isRefused(place)) {
      refused.push({ place, item: { [name]: { ...target, status: 429, error: { type: 'es_rejected_execution_exception', reason: 'by the test' } } } })
    } else kept.push(...lines.slice(at, at + count))
    at += count
  }
  return { body: kept.map((line) => `${line}\n`).join(''), refused }
}

function withItems(text: string, refused: readonly RefusedItem[]): string {
  const answered = JSON.parse(text) as { items?: object[] }
  const items = [...(answered.items ?? [])]
  for (const { place, item } of refused) items.splice(place, 0, item)
  return JSON.stringify({ ...answered, errors: true, items })
}
