import { afterEach, beforeEach, expect, it, vi } from 'vitest'

/** The page's types know a browser, which this side does not: what the test needs of the module. */
interface LiveModule {
  readonly createLive: (options: {
    clock: { adopt: () => void; measure: () => void }
    said: (message: object) => object
    onSignedOut: () => void
  }) => {
    start(): void
    stop(): void
    onHello(handler: (resumed: boolean) => void): () => void
  }
}
const page = '../../../dashboard/live.ts'

/** A connection whose other end the test plays. */
class PlayedSocket extends EventTarget {
  static readonly OPEN = 1
  static readonly opened: PlayedSocket[] = []
  readonly readyState = 1
  readonly url: string

  constructor(url: string) {
    super()
    this.url = url
    PlayedSocket.opened.push(this)
  }

  send(): void {}
  close(): void {}

  tell(message: object): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }))
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('window', globalThis)
  vi.stubGlobal('location', { protocol: 'http:', host: 'desk.example' })
  vi.stubGlobal('WebSocket', PlayedSocket)
})
afterEach(() => {
  PlayedSocket.opened.length = 0
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

it('reads again at each hello, the first one too, and not before it is said', async () => {
  const { createLive } = (await import(page)) as LiveModule
  const live = createLive({ clock: { adopt: () => undefined, measure: () => undefined }, said: (message) => message, onSignedOut: () => undefined })
  const readAgain = vi.fn<() => void>()
  live.onHello(readAgain)
  live.start()

  PlayedSocket.opened[0]?.dispatchEvent(new Event('open'))
  expect(readAgain).toHaveBeenCalledTimes(0)
  PlayedSocket.opened[0]?.tell({ type: 'hello', clock: {} })
  PlayedSocket.opened[0]?.tell({ type: 'clock', clock: {} })
  expect(readAgain).toHaveBeenCalledTimes(1)

  PlayedSocket.opened[0]?.dispatchEvent(Object.assign(new Event('close'), { code: 1006 }))
  vi.advanceTimersByTime(1000)
  PlayedSocket.opened[1]?.dispatchEvent(new Event('open'))
  PlayedSocket.opened[1]?.tell({ type: 'hello', clock: {} })
  expect(readAgain).toHaveBeenCalledTimes(2)
  live.stop()
})

it('comes back with what it heard last, and says whether the server goes on from there', async () => {
  const { createLive } = (await import(page)) as LiveModule
  const live = createLive({ clock: { adopt: () => undefined, measure: () => undefined }, said: (message) => message, onSignedOut: () => undefined })
  const heard: boolean[] = []
  live.onHello((resumed) => heard.push(resumed))
  live.start()
  const [first] = PlayedSocket.opened
  expect(first?.url).toBe('ws://desk.example/api/live')
  first?.tell({ type: 'hello', epoch: 'e+1', cursor: 3, resumed: false, clock: {} })
  first?.tell({ type: 'incident', cursor: 7, row: {} })
  first?.dispatchEvent(Object.assign(new Event('close'), { code: 4002 }))
  vi.advanceTimersByTime(1000)
  expect(PlayedSocket.opened[1]?.url).toBe('ws://desk.example/api/live?epoch=e%2B1&cursor=7')
  PlayedSocket.opened[1]?.tell({ type: 'hello', epoch: 'e+1', cursor: 7, resumed: true, clock: {} })
  expect(heard).toEqual([false, true])

  live.stop()
  live.start()
  expect(PlayedSocket.opened[2]?.url).toBe('ws://desk.example/api/live')
  live.stop()
})
