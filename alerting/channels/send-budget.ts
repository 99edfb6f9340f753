import type { Clock } from '../../core/clock.ts'

/** So many messages within so long. */
export interface Allowance {
  readonly withinMs: number
  readonly most: number
}

interface Wanted {
  readonly ids: readonly string[]
  /** Of grade I or II. */
  readonly major: boolean
  readonly messages: number
}

/** A notice that was turned away is back within a minute (the outbox's longest pause); one that stays away is not waited for. */
const waitsMs = 90_000

/**
 * How much a robot may still say. What finds no place is put back and lost to nobody. A red notice goes before others: some places
 * are kept for it, and while one waits nothing else is let through.
 */
export class SendBudget {
  readonly #allowances: readonly Allowance[]
  readonly #keptForMajor: number
  readonly #clock: Pick<Clock, 'elapsedMs'>
  #sentAt: number[] = []
  #closed: { readonly from: number; readonly until: number } | null = null
  readonly #waiting = new Map<string, number>()

  constructor(allowances: readonly Allowance[], keptForMajor: number, clock: Pick<Clock, 'elapsedMs'>) {
    this.#allowances = allowances
    this.#keptForMajor = keptForMajor
    this.#clock = clock
  }

  /** Takes the places, or says that there are none now. */
  take(wanted: Wanted): boolean {
    const open = this.has(wanted)
    if (!open) return false
    for (const id of wanted.ids) this.#waiting.delete(id)
    for (let sent = 0; sent < wanted.messages; sent++) this.#sentAt.push(this.#clock.elapsedMs())
    return true
  }

  /** Whether there are places now; takes none. A red notice that finds none is waited for. */
  has({ ids, major, messages }: Wanted): boolean {
    const now = this.#clock.elapsedMs()
    this.#forget(now)
    const fits = this.#allowances.every((one) => this.#fits(one, major, messages, now))
    const open = this.#closed === null && (major || this.#waiting.size === 0) && fits
    if (major && !open) for (const id of ids) this.#waiting.set(id, now)
    return open
  }

  /** The service itself has had enough. */
  closeFor(ms: number): void {
    const from = this.#clock.elapsedMs()
    this.#closed = { from, until: from + ms }
  }

  /** What never fits goes when nothing was sent for the whole time: the service then takes what it takes, and the rest comes later. */
  #fits({ withinMs, most }: Allowance, major: boolean, messages: number, now: number): boolean {
    const sent = this.#sentAt.filter((at) => at > now - withinMs).length
    const limit = major ? most : Math.max(1, most - this.#keptForMajor)
    return sent + messages <= limit || (sent === 0 && messages > limit)
  }

  /** Moments that lie ahead were noted before the clock was set back: they count no more. */
  #forget(now: number): void {
    const longest = Math.max(...this.#allowances.map(({ withinMs }) => withinMs))
    this.#sentAt = this.#sentAt.filter((at) => at <= now && at > now - longest)
    if (this.#closed !== null && (now >= this.#closed.until || now < this.#closed.from)) this.#closed = null
    for (const [id, since] of this.#waiting) if (now - since > waitsMs || since > now) this.#waiting.delete(id)
  }
}

/** A little more than a minute: what left a minute apart may arrive within one. */
export function aMinute(most: number): Allowance {
  return { withinMs: 61_000, most }
}
