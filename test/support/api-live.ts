import { once } from 'node:events'
import { WebSocket, type ClientOptions } from 'ws'
import { LiveMessage } from '../../dashboard-api/contract.ts'

/** A page's end of the live connection, over a real socket: every message is held to the contract as it comes. */
export class LivePage {
  readonly socket: WebSocket
  readonly messages: LiveMessage[] = []
  readonly #waiting = new Set<() => void>()

  private constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('error', () => undefined)
    socket.on('message', (data: Buffer) => {
      this.messages.push(LiveMessage.parse(JSON.parse(data.toString('utf8'))))
      for (const look of this.#waiting) look()
    })
  }

  /** @throws Error with the status when the server refuses the upgrade */
  static async open(url: string, options: ClientOptions, stopped?: { epoch: string; cursor: number }): Promise<LivePage> {
    const from = stopped === undefined ? '' : `?epoch=${stopped.epoch}&cursor=${stopped.cursor}`
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/live${from}`, options)
    const page = new LivePage(socket)
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve)
      socket.once('error', reject)
    })
    await page.next('hello')
    return page
  }

  /** The first message of the type that fits, past or to come. */
  async next<T extends LiveMessage['type']>(
    type: T,
    fits: (message: Extract<LiveMessage, { type: T }>) => boolean = () => true
  ): Promise<Extract<LiveMessage, { type: T }>> {
    type Wanted = Extract<LiveMessage, { type: T }>
    for (;;) {
      const found = this.messages.find((message): message is Wanted => message.type === type && fits(message as Wanted))
      if (found !== undefined) return found
      await new Promise<void>((resolve) => {
        const look = (): void => {
          this.#waiting.delete(look)
          resolve()
        }
        this.#waiting.add(look)
      })
    }
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  }

  /** The code with which the server closed. */
  async closed(): Promise<number> {
    const [code] = (await once(this.socket, 'close')) as [number]
    return code
  }

  close(): void {
    this.socket.terminate()
  }
}
