import type { WebSocket } from 'ws'
import type { Action } from '../core/permission.ts'
import { can } from '../core/permission.ts'
import { liveCloseCodes, type LiveMessage } from './contract.ts'
import type { SignedIn } from './sessions.ts'

/** A client that has this much unread is dropped; it comes back and reads the queue again. */
const maxBufferedBytes = 1_000_000
/** More messages than this within one second are no page of ours. */
const maxPerSecond = 50
/** How long a closed connection may take to say goodbye. */
const farewellMs = 500

/** A message without its cursor, which each connection counts for itself. */
export type Outgoing = LiveMessage extends infer M ? (M extends LiveMessage ? Omit<M, 'cursor'> : never) : never

/** One open connection of one signed-in person. */
export class LiveClient {
  signedIn: SignedIn
  readonly #socket: WebSocket
  #cursor = 0
  #answered = true
  #second = 0
  #messages = 0

  constructor(socket: WebSocket, signedIn: SignedIn) {
    this.#socket = socket
    this.signedIn = signedIn
    socket.on('pong', () => {
      this.#answered = true
    })
  }

  may(action: Action): boolean {
    return can(this.signedIn.person, action)
  }

  send(message: Outgoing): void {
    this.sendText(JSON.stringify(message))
  }

  /** `text` is one JSON object, written once for all who get it. */
  sendText(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (this.#socket.bufferedAmount > maxBufferedBytes) {
      this.#socket.terminate()
      return
    }
    this.#cursor += 1
    this.#socket.send(`{"cursor":${this.#cursor},${text.slice(1)}`)
  }

  /** False when the connection sent more than a page ever would; it is closed then. */
  takesMessage(nowMs: number): boolean {
    const second = Math.floor(nowMs / 1000)
    this.#messages = second === this.#second ? this.#messages + 1 : 1
    this.#second = second
    if (this.#messages <= maxPerSecond) return true
    this.close(liveCloseCodes.tooMuch, '消息过多')
    return false
  }

  /** Asks whether somebody is still there; who did not answer the last time is gone. */
  beat(): void {
    if (!this.#answered) {
      this.#socket.terminate()
      return
    }
    this.#answered = false
    this.#socket.ping()
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason)
    setTimeout(() => this.#socket.terminate(), farewellMs).unref()
  }
}
