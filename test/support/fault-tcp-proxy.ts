import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

interface Pair {
  readonly near: Socket
  readonly far: Socket
  dead: boolean
}

/**
 * Passes bytes on between its port and a server, and can let the connections that live now go half-open: both sides keep theirs
 * and neither hears the other again, not even its end. New connections pass.
 */
export class TcpProxy {
  readonly port: number
  readonly #server: Server
  readonly #pairs = new Set<Pair>()

  private constructor(server: Server) {
    this.#server = server
    this.port = (server.address() as AddressInfo).port
  }

  static async open(target: number, port = 0): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: true })
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    const proxy = new TcpProxy(server)
    server.on('connection', (near) => proxy.#pass(near, target))
    return proxy
  }

  /** Returns how many connections lived. */
  blackHole(): number {
    const living = [...this.#pairs].filter(({ dead }) => !dead)
    for (const pair of living) pair.dead = true
    return living.length
  }

  async close(): Promise<void> {
    for (const { near, far } of this.#pairs) {
      near.destroy()
      far.destroy()
    }
    this.#server.close()
    await once(this.#server, 'close')
  }

  #pass(near: Socket, target: number): void {
    const far = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
    near.setNoDelay(true)
    const pair: Pair = { near, far, dead: false }
    this.#pairs.add(pair)
    forward(pair, near, far)
    forward(pair, far, near)
    const gone = (): void => {
      if (near.destroyed && far.destroyed) this.#pairs.delete(pair)
    }
    near.once('close', gone)
    far.once('close', gone)
  }
}

function forward(pair: Pair, from: Socket, to: Socket): void {
  from.on('data', (chunk: Buffer) => {
    if (pair.dead || to.destroyed) return
    if (!to.write(chunk)) {
      from.pause()
      to.once('drain', () => from.resume())
    }
  })
  from.on('end', () => {
    if (!pair.dead) to.end()
  })
  from.on('close', () => {
    if (!pair.dead) to.destroySoon()
  })
  from.on('error', () => {
    if (!pair.dead) to.destroy()
  })
}
