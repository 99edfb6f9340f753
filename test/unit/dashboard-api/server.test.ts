import fastify from 'fastify'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { AlreadyRunningError, InvalidInputError } from '../../../core/errors.ts'
import { startDashboard } from '../../../dashboard-api/server.ts'

test('given a port that is taken, then it says so and the app is closed, so that nothing keeps the process', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise((resolve) => other.close(() => resolve())))
  const { port } = other.address() as AddressInfo
  const app = fastify()
  let isClosed = false
  app.addHook('onClose', async () => {
    isClosed = true
  })
  await expect(startDashboard({ app, host: '127.0.0.1', port })).rejects.toThrow(AlreadyRunningError)
  expect(isClosed).toBe(true)
})

test('given a host that is not ours, then it names the option', async () => {
  const starting = startDashboard({ app: fastify(), host: '203.0.113.7', port: 0 })
  await expect(starting).rejects.toThrow(InvalidInputError)
  await expect(starting).rejects.toThrow('--host 203.0.113.7')
})
