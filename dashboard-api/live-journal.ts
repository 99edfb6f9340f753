import type { Action } from '../core/permission.ts'
import { shownText } from '../core/shown-text.ts'
import type { SignedIn } from './sessions.ts'

const maxKept = 5_000
const maxKeptChars = 16_000_000
/** More than this is read faster as a whole than one after the other, and would fill the connection at once. */
const maxReplayedChars = 500_000

/** Something that was told, and to whom. */
export interface Told {
  readonly cursor: number
  /** The message with its cursor, written once for all who get it. */
  readonly text: string
  readonly action: Action
  readonly isFor: (signedIn: SignedIn) => boolean
  /** Of the thing that was told; null: it has none. */
  readonly version: number | null
}

/**
 * What was told last, so that a page which lost its connection takes up where it stopped. Of each thing only the newest is kept, as
 * each message replaces the one before it of the same thing. Lives in this process: `epoch` names it.
 */
export class LiveJournal {
  readonly epoch: string
  readonly #kept = new Map<string, Told>()
  #chars = 0
  #cursor = 0
  /** Whoever stopped before this missed something that is kept no more. */
  #forgotten = 0

  constructor(epoch: string) {
    this.epoch = epoch
  }

  get cursor(): number {
    return this.#cursor
  }

  /** `subject` is what a later message of the same subject replaces. */
  add(subject: string, message: object, about: Omit<Told, 'cursor' | 'text'>): Told {
    this.#cursor += 1
    const told = { cursor: this.#cursor, text: shownText(JSON.stringify({ cursor: this.#cursor, ...message })), ...about }
    this.#forget(subject)
    this.#kept.set(subject, told)
    this.#chars += told.text.length
    while (this.#kept.size > maxKept || this.#chars > maxKeptChars) {
      const [oldest, { cursor }] = this.#kept.entries().next().value as [string, Told]
      this.#forget(oldest)
      this.#forgotten = cursor
    }
    return told
  }

  /** Whether this version was the last word on the subject. */
  holds(subject: string, version: number): boolean {
    return this.#kept.get(subject)?.version === version
  }

  /** What came after the cursor, oldest first; null: too much, or it cannot be known, and the page reads again as a whole. */
  since({ epoch, cursor }: { epoch: string; cursor: number }): readonly Told[] | null {
    if (epoch !== this.epoch || cursor > this.#cursor || cursor < this.#forgotten) return null
    const missed = [...this.#kept.values()].filter((told) => told.cursor > cursor)
    return missed.reduce((chars, { text }) => chars + text.length, 0) > maxReplayedChars ? null : missed
  }

  #forget(subject: string): void {
    this.#chars -= this.#kept.get(subject)?.text.length ?? 0
    this.#kept.delete(subject)
  }
}
