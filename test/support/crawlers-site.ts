import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export type Route = (request: IncomingMessage, response: ServerResponse) => void

/** A web site on loopback that remembers what it was asked. A path without a route answers 404, robots.txt too. */
export interface Site {
  readonly origin: string
  readonly asked: readonly { readonly path: string; readonly headers: IncomingMessage['headers']; readonly atMs: number }[]
  /** Paths asked, without robots.txt. */
  paths(): readonly string[]
  set(path: string, route: Route): void
  close(): Promise<void>
}

export async function startSite(routes: Readonly<Record<string, Route>> = {}): Promise<Site> {
  const table = new Map(Object.entries(routes))
  const asked: { path: string; headers: IncomingMessage['headers']; atMs: number }[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    asked.push({ path, headers: request.headers, atMs: performance.now() })
    const route = table.get(path) ?? table.get(path.split('?')[0] ?? '')
    if (route !== undefined) return route(request, response)
    response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    asked,
    paths: () => asked.map(({ path }) => path).filter((path) => path !== '/robots.txt'),
    set: (path, route) => void table.set(path, route),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      })
  }
}

export function html(body: string, headers: Readonly<Record<string, string>> = {}): Route {
  return (_, response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body)
}

/** With a validator of its bytes, so that who asks conditionally is answered 304 while nothing changes. */
export function tagged(body: string | Uint8Array, contentType = 'text/html; charset=utf-8'): Route {
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`
  return (request, response) => {
    if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end()
    else response.writeHead(200, { 'content-type': contentType, etag }).end(body)
  }
}

export function bytes(body: Uint8Array, headers: Readonly<Record<string, string>>): Route {
  return (_, response) => response.writeHead(200, headers).end(body)
}

export function json(value: unknown): Route {
  return (_, response) => response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(value))
}

export function status(code: number, headers: Readonly<Record<string, string>> = {}): Route {
  return (_, response) => response.writeHead(code, headers).end()
}
