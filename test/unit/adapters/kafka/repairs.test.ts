import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createServer, connect, type AddressInfo, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { repairKafkajs } from '../../../../adapters/kafka/repairs.ts'

const load = createRequire(import.meta.url)

describe('kafkajs repaired', () => {
  test('opens one socket for requests that find the connection closed at the same moment', async () => {
    repairKafkajs()
    repairKafkajs()
    const server = await listening()
    const connection = connectionTo(server.port)
    await Promise.all([connection.connect(), connection.connect(), connection.connect()])
    await connection.disconnect()
    await connection.connect()
    await connection.disconnect()

    // Accepted in the order in which they came: what came before the last one has been counted.
    const last = connect({ host: '127.0.0.1', port: server.port })
    await once(last, 'connect')
    const { localPort } = last
    await expect.poll(() => server.sockets.some(({ remotePort }) => remotePort === localPort)).toBe(true)
    last.destroy()
    expect(server.sockets).toHaveLength(3)
  })

  test('arms a timer for requests that wait, and none while none does', () => {
    repairKafkajs()
    const { requestQueue } = connectionTo(1)
    requestQueue.scheduleCheckPendingRequests()
    expect(requestQueue.throttleCheckTimeoutId).toBeNull()

    requestQueue.pending.push({})
    requestQueue.scheduleCheckPendingRequests()
    expect(requestQueue.throttleCheckTimeoutId).not.toBeNull()
    requestQueue.destroy()
  })
})

interface Connection {
  connect(): Promise<unknown>
  disconnect(): Promise<unknown>
  readonly requestQueue: {
    readonly pending: unknown[]
    readonly throttleCheckTimeoutId: NodeJS.Timeout | null
    scheduleCheckPendingRequests(): void
    destroy(): void
  }
}

function connectionTo(port: number): Connection {
  const KafkajsConnection = load('kafkajs/src/network/connection.js') as new (options: object) => Connection
  const logger = { debug: () => {}, error: () => {}, namespace: () => logger }
  return new KafkajsConnection({
    host: '127.0.0.1',
    port,
    logger,
    connectionTimeout: 1000,
    requestTimeout: 1000,
    socketFactory: ({ host, port, onConnect }: { host: string; port: number; onConnect: () => void }) => connect({ host, port }, onConnect)
  })
}

async function listening(): Promise<{ readonly port: number; readonly sockets: readonly Socket[] }> {
  const sockets: Socket[] = []
  const server = createServer((socket) => void sockets.push(socket.resume()))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, sockets }
}
