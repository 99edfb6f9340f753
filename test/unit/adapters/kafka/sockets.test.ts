import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { Outages } from '../../../../adapters/kafka/outages.ts'
import { Sockets } from '../../../../adapters/kafka/sockets.ts'
import { silentLogger } from '../../../support/kafka-place.ts'

const noTls = undefined as never

describe('sockets of a client', () => {
  test('to a broker that does not answer are left, with the reason, and no others', async () => {
    const [silent, other] = [await listening(), await listening()]
    const outages = new Outages(silentLogger)
    const sockets = new Sockets(outages)
    onTestFinished(() => sockets.close())
    const ends = await Promise.all([connected(sockets, silent), connected(sockets, silent), connected(sockets, other)])
    const errors = Promise.all(ends.slice(0, 2).map(async (socket) => (await once(socket, 'error'))[0] as Error))
    sockets.abandon(`127.0.0.1:${silent}`, 'no answer to Fetch within 10 s')

    expect((await errors).map(({ message }) => message)).toEqual(['no answer to Fetch within 10 s', 'no answer to Fetch within 10 s'])
    expect(outages.current()).toEqual([`127.0.0.1:${silent}: no answer to Fetch within 10 s`])
    expect(ends[2]?.destroyed).toBe(false)
  })

  test('end all at once, silently, and no new one is made', async () => {
    const port = await listening()
    const outages = new Outages(silentLogger)
    const sockets = new Sockets(outages)
    const socket = await connected(sockets, port)
    const error = once(socket, 'error')
    sockets.close()

    await error
    expect(outages.current()).toEqual([])
    expect(() => sockets.factory({ host: '127.0.0.1', port, ssl: noTls, onConnect: () => {} })).toThrow('closed')
  })
})

async function connected(sockets: Sockets, port: number): Promise<Socket> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const socket = sockets.factory({ host: '127.0.0.1', port, ssl: noTls, onConnect: resolve })
  await promise
  return socket
}

async function listening(): Promise<number> {
  const server = createServer((socket) => void socket.resume().on('error', () => {}))
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
