import { hourMs } from '../../core/instant.ts'

const firstHoldMs = 30 * 60_000
const longestHoldMs = 8 * hourMs

/** What hosts and this machine may still bear of looks, in the last real hour; and hosts that want to be left alone. */
export class HourBudget {
  readonly #most: { readonly ofHost: number; readonly inAll: number }
  readonly #spent = new Map<string, number[]>()
  readonly #held = new Map<string, { untilMs: number; times: number }>()

  constructor(most: { readonly ofHost: number; readonly inAll: number }) {
    this.#most = most
  }

  left(nowMs: number): number {
    let spent = 0
    for (const host of this.#spent.keys()) spent += this.#recent(host, nowMs).length
    return Math.max(0, this.#most.inAll - spent)
  }

  leftOf(host: string, nowMs: number): number {
    if ((this.#held.get(host)?.untilMs ?? 0) > nowMs) return 0
    return Math.max(0, this.#most.ofHost - this.#recent(host, nowMs).length)
  }

  spend(host: string, nowMs: number): void {
    this.#spent.set(host, [...this.#recent(host, nowMs), nowMs])
  }

  /** Twice as long each time in a row; at least as long as the host asked for. */
  hold(host: string, nowMs: number, askedMs: number | null): void {
    const times = (this.#held.get(host)?.times ?? 0) + 1
    const waitMs = Math.min(longestHoldMs, Math.max(askedMs ?? 0, firstHoldMs * 2 ** (times - 1)))
    this.#held.set(host, { untilMs: nowMs + waitMs, times })
  }

  answered(host: string): void {
    this.#held.delete(host)
  }

  #recent(host: string, nowMs: number): number[] {
    const recent = (this.#spent.get(host) ?? []).filter((at) => Math.abs(nowMs - at) < hourMs)
    if (recent.length === 0) this.#spent.delete(host)
    else this.#spent.set(host, recent)
    return recent
  }
}
