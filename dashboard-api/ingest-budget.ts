import { minuteMs } from '../core/instant.ts'

const requestsPerMinute = 300
const itemsPerMinute = 20_000
const mostKept = 10_000

/** 限流 of pushes by token, and answers that are remembered by signature. In the memory of this process: another one counts for itself. */
export class IngestBudget<Answer> {
  readonly #spent = new Map<string, { minute: number; requests: number; items: number }>()
  readonly #answers = new Map<string, Answer>()

  /** Real milliseconds to wait before another request of the token; 0: it may go on, and was counted. */
  waitMs(tokenId: string, nowMs: number): number {
    const minute = Math.floor(nowMs / minuteMs)
    const known = this.#spent.get(tokenId)
    const spent = known?.minute === minute ? known : { minute, requests: 0, items: 0 }
    this.#spent.set(tokenId, spent)
    if (spent.requests >= requestsPerMinute || spent.items >= itemsPerMinute) return (minute + 1) * minuteMs - nowMs
    spent.requests += 1
    return 0
  }

  spend(tokenId: string, items: number): void {
    const spent = this.#spent.get(tokenId)
    if (spent !== undefined) spent.items += items
  }

  /** What was answered to this very request; null: it is new. */
  answered(signature: string): Answer | null {
    return this.#answers.get(signature) ?? null
  }

  /** The oldest are forgotten: what they brought has the same ids, so that a repeat is harmless. */
  remember(signature: string, answer: Answer): void {
    this.#answers.set(signature, answer)
    const oldest = this.#answers.size > mostKept ? this.#answers.keys().next().value : undefined
    if (oldest !== undefined) this.#answers.delete(oldest)
  }
}
