import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { FreshPool } from '../../../../adapters/elasticsearch/fresh-pool.ts'

const patienceMs = 500
const lateMs = 350
const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'

interface Server {
  readonly origin: string
  /** From now on nothing is said on the connections that are open now. */
  readonly deafen: () => void
  readonly connections: () => number
}

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

/** `/never` is not answered, `/late` late. */
async function openServer(): Promise<Server> {
  const open = new Set<Socket>()
  const deaf = new Set<Socket>()
  let count = 0
  const listening = createServer((socket) => {
    count += 1
    open.add(socket)
    socket.on('error', () => {}).on('close', () => open.delete(socket))
    socket.on('data', (request: Buffer) => {
      const [, path] = request.toString().split(' ')
      if (path === '/never' || deaf.has(socket)) return
      setTimeout(() => socket.write(answer), path === '/late' ? lateMs : 0)
    })
  })
  listening.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  cleanups.push(async () => {
    listening.close()
    for (const socket of open) socket.destroy()
    await once(listening, 'close')
  })
  return {
    origin: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    deafen: () => open.forEach((socket) => deaf.add(socket)),
    connections: () => count
  }
}

async function opened(): Promise<{ server: Server; ask: (path?: string) => Promise<string> }> {
  const server = await openServer()
  const pool = new FreshPool(server.origin, { connections: 8, headersTimeout: patienceMs, bodyTimeout: patienceMs })
  cleanups.push(() => pool.close())
  return { server, ask: async (path = '/') => (await pool.request({ method: 'GET', path })).body.text() }
}

test('asks over the connection that it has while it answers', async () => {
  const { ask, server } = await opened()
  for (let times = 0; times < 4; times++) {
    expect(await ask()).toBe('ok')
    await pause(20)
  }
  expect(server.connections()).toBe(1)
})

test('finds out once that its connections are half-open, not once for each', async () => {
  const { ask, server } = await opened()
  await Promise.all([ask(), ask(), ask(), ask()])
  expect(server.connections()).toBe(4)
  await pause(20)
  server.deafen()
  await expect(ask()).rejects.toMatchObject({ code: 'UND_ERR_HEADERS_TIMEOUT' })
  for (let times = 0; times < 4; times++) expect(await ask()).toBe('ok')
})

test('leaves what is under way on old connections to its own end', async () => {
  const { ask } = await opened()
  const never = ask('/never')
  await pause(patienceMs - lateMs / 2)
  const late = ask('/late')
  await expect(never).rejects.toMatchObject({ code: 'UND_ERR_HEADERS_TIMEOUT' })
  expect(await late).toBe('ok')
  expect(await ask()).toBe('ok')
})
