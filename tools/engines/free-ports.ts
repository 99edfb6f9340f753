import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { PortTakenError } from './engine-error.ts'

const releasedWithinMs = 2_000
const pollMs = 50

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

/**
 * Asks for two seconds, since a server that has just ended may still hold its own. A server that finds its port taken says so
 * after a minute, in a log of hundreds of lines.
 * @throws PortTakenError naming the port
 */
export async function refuseTakenPorts(name: string, ports: readonly number[]): Promise<void> {
  const begun = performance.now()
  for (const port of ports) {
    while (!(await isFree(port))) {
      if (performance.now() - begun > releasedWithinMs) {
        throw new PortTakenError(`${name}：端口 ${port} 被别的程序占用；请先停掉它，或用 engines stop --wipe 清空后另取端口`)
      }
      await pause(pollMs)
    }
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })
}
