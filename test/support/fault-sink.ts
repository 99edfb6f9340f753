import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SinkArrival {
  readonly noticeId: string
  readonly possibleDuplicate: boolean
}

export interface Sink {
  readonly url: string
  /** In the order of their arrival. */
  readonly arrivals: readonly SinkArrival[]
  close(): Promise<void>
}

/** Where notices are handed to: takes each, and notes which it was and whether it was marked 可能重复. */
export async function openSink(): Promise<Sink> {
  const arrivals: SinkArrival[] = []
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      arrivals.push({
        noticeId: String(request.headers['x-wanglou-notice-id'] ?? ''),
        possibleDuplicate: request.headers['x-wanglou-possible-duplicate'] === 'true'
      })
      response.writeHead(204).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    arrivals,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  }
}
