import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSocketServer, type AddressInfo, type Socket } from 'node:net'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** Pages that only harm, each kind on so many ports of its own. Argument: ports in all. */
type Answer = (request: IncomingMessage, response: ServerResponse) => void

const html = { 'content-type': 'text/html; charset=utf-8' }
const zeros = Buffer.alloc(200_000_000, 0x20)
const gzipBomb = gzipSync(zeros, { level: 9 })
const brotliBomb = brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })
const megabyte = '<p>临江</p>'.repeat(80_000)
const page = (body: string): Answer => {
  const bytes = Buffer.from(`<!DOCTYPE html><html><head><title>页</title></head><body>${body}</body></html>`)
  return (_, response) => void response.writeHead(200, html).end(bytes)
}

function drip(response: ServerResponse, piece: string, everyMs: number): void {
  const timer = setInterval(() => response.write(piece), everyMs)
  response.on('close', () => clearInterval(timer))
}

/** Writes on and on, as fast as the other side reads. */
function pour(response: ServerResponse): void {
  const more = (): void => {
    while (!response.destroyed) if (!response.write(megabyte)) return
  }
  response.on('drain', more)
  more()
}

const answers: Readonly<Record<string, Answer>> = {
  'slow drip': (_, response) => drip(response.writeHead(200, html), '<', 1000),
  'slow drip with a length': (_, response) => drip(response.writeHead(200, { ...html, 'content-length': '100000' }), 'a', 700),
  endless: (_, response) => pour(response.writeHead(200, html)),
  'gzip bomb': (_, response) => void response.writeHead(200, { ...html, 'content-encoding': 'gzip' }).end(gzipBomb),
  'brotli bomb': (_, response) => void response.writeHead(200, { ...html, 'content-encoding': 'br' }).end(brotliBomb),
  'broken gzip': (_, response) => void response.writeHead(200, { ...html, 'content-encoding': 'gzip' }).end(megabyte),
  'redirect loop': (request, response) => void response.writeHead(302, { location: `/${Number(request.url?.slice(1) ?? 0) + 1}` }).end(),
  'redirect to itself': (request, response) => void response.writeHead(301, { location: request.url ?? '/' }).end(),
  silence: () => undefined,
  'cut off': (_, response) => void response.writeHead(200, { ...html, 'content-length': '500000' }).write('<p>', () => response.destroy()),
  'deep elements': page('<div>'.repeat(900_000)),
  'formatting that never ends': page('<b><i><font>'.repeat(300_000)),
  'a million attributes': page(`<div ${'a=1 b=2 '.repeat(500_000)}>`),
  'a million tags': page('<td>'.repeat(1_000_000)),
  'links without end': page(Array.from({ length: 40_000 }, (_, n) => `<a href="/2026/${n}.html">临江新闻第${n}条标题</a>`).join('')),
  'entities only': page('&amp;&lt;&#x4e2d;'.repeat(250_000)),
  'one long line': page('啊'.repeat(1_500_000)),
  'length of a gigabyte': (_, response) => void response.writeHead(200, { ...html, 'content-length': '1000000000' }).write(megabyte)
}

/** Below HTTP: headers without end, at once or drop by drop. */
const sockets: Readonly<Record<string, (socket: Socket) => void>> = {
  'huge headers': (socket) => void socket.write(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(2_000_000)}\r\n\r\n`),
  'headers drop by drop': (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n')
    const timer = setInterval(() => socket.write('x-a: b\r\n'), 500)
    socket.on('close', () => clearInterval(timer))
  }
}

const count = Number(process.argv[2] ?? 300)
const kinds = [...Object.keys(answers), ...Object.keys(sockets)]
const origins = await Promise.all(
  Array.from({ length: count }, async (_, index) => {
    const kind = kinds[index % kinds.length] ?? ''
    const [answer, raw] = [answers[kind], sockets[kind]]
    const server = answer === undefined ? createSocketServer((socket) => serveRaw(socket, raw)) : createServer(withoutRobots(answer))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return { kind, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
  })
)
process.send?.(origins)
process.on('disconnect', () => process.exit(0))

function withoutRobots(answer: Answer): Answer {
  return (request, response) => (request.url === '/robots.txt' ? void response.writeHead(404).end() : answer(request, response))
}

function serveRaw(socket: Socket, raw: ((socket: Socket) => void) | undefined): void {
  socket.on('error', () => socket.destroy())
  socket.once('data', (bytes) => {
    if (bytes.toString().startsWith('GET /robots.txt')) socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n')
    else raw?.(socket)
  })
}
