import { request, createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What happens to a request on its way: passed on, passed on but its answer lost, or refused without having been passed on. */
export type Fate = 'pass' | 'lose-answer' | 'refuse-429'

export interface FlakyElasticsearch {
  readonly node: string
  /** Asked for each request, in order; a request waits for its fate. */
  fate: (method: string, path: string) => Fate | Promise<Fate>
  close(): Promise<void>
}

/** Stands before a real server and does harm to the requests that it is told to. */
export async function flakyElasticsearch(upstream: string): Promise<FlakyElasticsearch> {
  const server = createServer((incoming, outgoing) => {
    void Promise.resolve(flaky.fate(incoming.method ?? '', incoming.url ?? '')).then((fate) => {
      if (fate === 'refuse-429') refuse(incoming, outgoing)
      else forward(upstream, incoming, outgoing, fate === 'lose-answer')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const flaky: FlakyElasticsearch = {
    node: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fate: () => 'pass',
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
  return flaky
}

function forward(upstream: string, incoming: IncomingMessage, outgoing: ServerResponse, loses: boolean): void {
  const onward = request(new URL(incoming.url ?? '/', upstream), { method: incoming.method, headers: incoming.headers }, (answer) => {
    if (loses) {
      answer.resume().on('end', () => outgoing.destroy())
      return
    }
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
  })
  onward.on('error', () => outgoing.destroy())
  incoming.pipe(onward)
}

function refuse(incoming: IncomingMessage, outgoing: ServerResponse): void {
  incoming.resume()
  outgoing.writeHead(429, { 'content-type': 'application/vnd.elasticsearch+json;compatible-with=9', 'x-elastic-product': 'Elasticsearch' })
  outgoing.end(JSON.stringify({ error: { type: 'es_rejected_execution_exception', reason: 'rejected by the test' }, status: 429 }))
}
