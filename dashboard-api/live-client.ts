import type { WebSocket } from 'ws'
import { can } from '../core/permission.ts'
import { liveCloseCodes, type LiveMessage } from './contract.ts'
import type { Told } from './live-journal.ts'
import type { SignedIn } from './sessions.ts'

/** A client that has this much unread is told to come back and resume. */
const maxBufferedBytes = 1_000_000
/** More messages than this within one second are no page of ours. */
const maxPerSecond = 50
/** How long a closed connection may take to say goodbye. */
const farewellMs = 500

/** One open connection of one signed-in person. */
export class LiveClient {
  signedIn: SignedIn
  readonly #socket: WebSocket
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

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  /** Whether what was told is for this person. */
  mayHear({ action, isFor }: Pick<Told, 'action' | 'isFor'>): boolean {
    return can(this.signedIn.person, action) && isFor(this.signedIn)
  }

  send(message: LiveMessage): void {
    this.sendText(JSON.stringify(message))
  }

  /** Whoever reads too slowly is asked to come again; if it does not even read that, its connection ends. */
  sendText(text: string | Buffer): void {
    if (!this.isOpen) return
    if (this.#socket.bufferedAmount > maxBufferedBytes) this.close(liveCloseCodes.tooSlow, '读取过慢，请重连续传')
    else this.#socket.send(text, { binary: false })
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
