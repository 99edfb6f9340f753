import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ISocketFactory } from 'kafkajs'
import { plainReason } from './errors.ts'
import type { Outages } from './outages.ts'
import { timing } from './timing.ts'

const lingerMs = 2000

/**
 * The connections of one client. kafkajs never leaves a connection whose requests time out, and cannot be told to stop
 * trying; whoever holds the sockets can do both.
 */
export class Sockets {
  readonly #outages: Outages
  readonly #open = new Map<Socket, string>()
  #closed = false

  constructor(outages: Outages) {
    this.#outages = outages
  }

  readonly factory: ISocketFactory = ({ host, port, ssl, onConnect }) => {
    if (this.#closed) throw new Error('this client was closed')
    const options = { host, port, noDelay: true }
    // The types say that `ssl` is always there; without TLS it is not.
    const secure = ssl as typeof ssl | undefined
    const socket = secure
      ? connectTls({ ...(isIP(host) ? {} : { servername: host }), ...secure, ...options }, onConnect)
      : connect(options, onConnect)
    socket.setKeepAlive(true, timing.request)
    this.#watch(socket, `${host}:${port}`, secure ? 'secureConnect' : 'connect')
    return socket
  }

  /** A request had no answer: whatever else waits on connections to that broker will have none either. */
  abandon(address: string, reason: string): void {
    for (const [socket, of] of this.#open) {
      if (of === address) socket.destroy(new Error(reason))
    }
  }

  /** At once; nothing is sent or connected any more. */
  close(): void {
    this.#closed = true
    // Without an error kafkajs would not notice, and wait for answers for ever.
    for (const socket of this.#open.keys()) socket.destroy(new Error('this client was closed'))
  }

  #watch(socket: Socket, address: string, connected: 'connect' | 'secureConnect'): void {
    this.#open.set(socket, address)
    const late = setTimeout(() => socket.destroy(new Error(`no connection within ${timing.connect / 1000} s`)), timing.connect)
    socket.once(connected, () => clearTimeout(late))
    socket.once('data', () => this.#outages.answered(address))
    socket.on('error', (error) => {
      if (!this.#closed) this.#outages.trouble(address, plainReason(error.message))
    })
    // kafkajs ends a connection that it gives up and waits for the other side, which may never answer.
    socket.once('finish', () => setTimeout(() => socket.destroy(), lingerMs).unref())
    socket.once('close', () => {
      clearTimeout(late)
      this.#open.delete(socket)
      // kafkajs does so again and again, and a closed socket would collect a listener each time.
      socket.unref = () => socket
    })
  }
}
