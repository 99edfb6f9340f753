import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Answer {
  readonly status: number
  readonly body: unknown
}

/** A server that says what it is told to say, by the path asked for; null: nothing at all. */
export async function cannedElasticsearch(answer: (path: string) => Answer | null): Promise<{ readonly node: string; close(): Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    incoming.resume()
    const given = answer(incoming.url ?? '')
    if (given === null) return
    outgoing.writeHead(given.status, {
      'content-type': 'application/vnd.elasticsearch+json;compatible-with=9',
      'x-elastic-product': 'Elasticsearch'
    })
    outgoing.end(JSON.stringify(given.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    node: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}
