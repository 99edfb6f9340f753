import { inject, onScopeDispose, ref, type InjectionKey, type Ref } from 'vue'
import { liveCloseCodes, paths, type LiveMessage } from '../dashboard-api/contract.ts'
import type { ServerClock } from './server-clock.ts'

export type LiveState = 'off' | 'connecting' | 'open' | 'lost'
type Handler = (message: LiveMessage) => void

/** The live connection: messages as they come, and a call at each `hello`, which says whether it resumes what was heard before. */
export interface Live {
  readonly state: Readonly<Ref<LiveState>>
  /** Monotonic real milliseconds at which the server last spoke. */
  readonly heardAt: Readonly<Ref<number>>
  /** The server said `hello` since it was started: whoever reads from now on misses nothing. */
  readonly greeted: Readonly<Ref<boolean>>
  start(): void
  stop(): void
  onMessage(handler: Handler): () => void
  /**
   * The first `hello` too: what changed between a page's first reading and it would be missed. Who keeps what messages bring need not
   * read again where it resumes; who reads because of a message must, as that reading may have failed with the connection.
   */
  onHello(handler: (resumed: boolean) => void): () => void
}

export const liveKey: InjectionKey<Live> = Symbol('live')

export function useLive(): Live {
  const live = inject(liveKey)
  if (live === undefined) throw new Error('no live connection was provided')
  return live
}

/** Follows messages as long as the component lives. */
export function followLive(handler: Handler, readAgain: (resumed: boolean) => void): void {
  const live = useLive()
  const offs = [live.onMessage(handler), live.onHello(readAgain)]
  onScopeDispose(() => offs.forEach((off) => off()))
}

/** So long a first reading waits for the `hello` at which it would be read again. */
export const patienceMs = 2000

/**
 * As `followLive`, with the first reading: at the first `hello` where that is still to come, so that nothing is read twice; without one
 * after a moment, and at once on a connection that stands.
 */
export function readLive(handler: Handler, read: () => void): void {
  const live = useLive()
  followLive(handler, () => {
    window.clearTimeout(timer)
    read()
  })
  const timer = live.greeted.value ? 0 : window.setTimeout(read, patienceMs)
  onScopeDispose(() => window.clearTimeout(timer))
  if (live.greeted.value) read()
}

const pingEveryMs = 10_000
const deadAfterMs = 25_000
const backOffMs = [500, 1000, 2000, 4000, 8000, 15_000, 30_000] as const

interface LiveOptions {
  readonly clock: ServerClock
  /** A message in the language of the page. */
  readonly said: (message: LiveMessage) => LiveMessage
  readonly onSignedOut: () => void
}

export function createLive(options: LiveOptions): Live {
  const state = ref<LiveState>('off')
  const heardAt = ref(performance.now())
  const greeted = ref(false)
  const messageHandlers = new Set<Handler>()
  const helloHandlers = new Set<(resumed: boolean) => void>()
  let socket: WebSocket | null = null
  let failures = 0
  let wasOpen = false
  /** Where to resume: what was heard last. */
  let heard: { epoch: string; cursor: number } | null = null
  let retryTimer = 0
  let pingTimer = 0

  function connect(): void {
    state.value = wasOpen ? 'lost' : 'connecting'
    const from = heard === null ? '' : `?${new URLSearchParams({ epoch: heard.epoch, cursor: String(heard.cursor) })}`
    const opened = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${paths.live}${from}`)
    socket = opened
    // A socket that was given up may still speak; only the one in hand is listened to.
    opened.addEventListener('message', (event) => socket === opened && receive(String(event.data)))
    opened.addEventListener('open', () => socket === opened && greet())
    opened.addEventListener('close', (event) => socket === opened && lost(event.code))
  }

  function greet(): void {
    failures = 0
    state.value = 'open'
    heardAt.value = performance.now()
    window.clearInterval(pingTimer)
    pingTimer = window.setInterval(ping, pingEveryMs)
    ping()
    wasOpen = true
  }

  function receive(text: string): void {
    heardAt.value = performance.now()
    const message = options.said(JSON.parse(text) as LiveMessage)
    if (message.type === 'hello' || message.type === 'clock') options.clock.adopt(message.clock)
    if (message.type === 'pong') options.clock.measure(message.realMs, (performance.now() - message.sentAt) / 2)
    if (message.type === 'hello') heard = { epoch: message.epoch, cursor: message.cursor }
    messageHandlers.forEach((handler) => handler(message))
    if (heard !== null) heard.cursor = message.cursor
    if (message.type === 'hello') greeted.value = true
    if (message.type === 'hello') helloHandlers.forEach((handler) => handler(message.resumed))
  }

  /** A connection can be dead without saying so: a sleeping laptop, a firewall that forgot it. */
  function ping(): void {
    if (performance.now() - heardAt.value > deadAfterMs) socket?.close()
    else if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type: 'ping', sentAt: performance.now() }))
  }

  function lost(code: number): void {
    window.clearInterval(pingTimer)
    socket = null
    if (code === liveCloseCodes.signedOut) {
      state.value = 'off'
      options.onSignedOut()
      return
    }
    state.value = wasOpen ? 'lost' : 'connecting'
    const wait = backOffMs[Math.min(failures, backOffMs.length - 1)] ?? 30_000
    failures += 1
    retryTimer = window.setTimeout(connect, wait * (0.75 + Math.random() / 2))
  }

  return {
    state,
    heardAt,
    greeted,
    start() {
      if (state.value === 'off') connect()
    },
    stop() {
      window.clearTimeout(retryTimer)
      window.clearInterval(pingTimer)
      const closing = socket
      socket = null
      closing?.close()
      wasOpen = false
      heard = null
      greeted.value = false
      state.value = 'off'
    },
    onMessage(handler) {
      messageHandlers.add(handler)
      return () => messageHandlers.delete(handler)
    },
    onHello(handler) {
      helloHandlers.add(handler)
      return () => helloHandlers.delete(handler)
    }
  }
}
