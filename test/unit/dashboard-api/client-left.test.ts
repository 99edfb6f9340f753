import { once } from 'node:events'
import { request as ask } from 'node:http'
import rateLimit from '@fastify/rate-limit'
import Fastify from 'fastify'
import { afterEach, expect, test } from 'vitest'
import { limitKey } from '../../../dashboard-api/limit-key.ts'
import { errorHandler } from '../../../dashboard-api/problem.ts'

const app = Fastify()
afterEach(() => app.close())

test('a client that leaves while its request is handled is neither an error of ours nor a hole in the limit', async () => {
  const logged: string[] = []
  const note = (level: string) => (about: object, words: string) => logged.push(`${level} ${(about as { code?: string }).code ?? ''} ${words}`)
  app.setErrorHandler(errorHandler({ info: note('info'), warn: note('warn'), error: note('error') }))
  let waiting = Promise.withResolvers<void>()
  // As a lookup of the session that takes longer than the client waits.
  app.addHook('onRequest', async ({ raw, url }) => {
    if (url === '/fails') return
    waiting.resolve()
    if (!raw.socket.destroyed) await once(raw.socket, 'close')
  })
  await app.register(rateLimit, { max: 10, timeWindow: '1 minute', keyGenerator: limitKey })
  const handled: unknown[] = []
  app.post('/opened', ({ ip }) => handled.push(ip))
  app.post('/broken', () => {
    handled.push('broken')
    throw new TypeError('Cannot read properties of undefined')
  })
  app.post('/fails', () => {
    throw new TypeError('a fault of ours')
  })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  for (const path of ['/opened', '/broken']) {
    waiting = Promise.withResolvers()
    const before = handled.length
    const asking = ask(`${address}${path}`, { method: 'POST' }).on('error', () => undefined)
    asking.end()
    await waiting.promise
    asking.destroy()
    await expect.poll(() => handled.length).toBe(before + 1)
  }
  expect((await fetch(`${address}/fails`, { method: 'POST' })).status).toBe(500)
  expect(handled).toEqual([undefined, 'broken'])
  expect(logged).toEqual(['warn client-left request given up: its client left', 'error internal request failed'])
  expect([limitKey({ ip: undefined }), limitKey({ ip: '::ffff:127.0.0.1' })]).toEqual(['left', '127.0.0.1'])
})
