import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * Loopback ports that nothing listens on, from below the range that outgoing connections take theirs from: a server's port
 * must still be free when it comes back after an outage in which clients kept knocking.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>()
  while (ports.size < count) {
    const port = randomInt(20_000, 32_000)
    if (await isFree(port)) ports.add(port)
  }
  return [...ports]
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })
}
