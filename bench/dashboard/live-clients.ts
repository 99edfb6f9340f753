/** Pages on live connections, in a process of their own: counts what each hears and when. Told what to do by its parent. */
import { once } from 'node:events'
import { WebSocket } from 'ws'

export interface LiveTask {
  readonly url: string
  readonly cookie: string
  readonly clients: number
  readonly stalled: number
}

/** Milliseconds of this machine's clock at which a message of an incident's version came to each client. */
export type Heard = Readonly<Record<string, readonly number[]>>

const atOnce = 50
const heard: Record<string, number[]> = {}
const sockets: WebSocket[] = []
const now = (): number => performance.timeOrigin + performance.now()

process.on('message', (message: LiveTask | 'report') => {
  if (message === 'report') process.send?.(heard, () => process.exit(0))
  else void open(message).then(() => process.send?.('open'))
})

async function open({ url, cookie, clients, stalled }: LiveTask): Promise<void> {
  for (let from = 0; from < clients + stalled; from += atOnce) {
    const many = Math.min(atOnce, clients + stalled - from)
    await Promise.all(Array.from({ length: many }, (_, index) => join(url, cookie, from + index >= clients)))
  }
}

async function join(url: string, cookie: string, stalls: boolean): Promise<void> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/live`, { origin: url, headers: { cookie }, perMessageDeflate: false })
  sockets.push(socket)
  socket.on('error', () => undefined)
  if (!stalls) socket.on('message', (data: Buffer) => note(data))
  await once(socket, 'open')
  if (stalls) socket.pause()
}

/** Only what the figure needs is read, so that the generator is not what is measured. */
function note(data: Buffer): void {
  const head = data.toString('latin1', 0, 200)
  const found = /"type":"incident","row":\{"id":"([^"]+)","version":(\d+)/.exec(head)
  if (found === null) return
  ;(heard[`${found[1]} ${found[2]}`] ??= []).push(now())
}
