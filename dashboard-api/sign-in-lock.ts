import { minuteMs } from '../core/instant.ts'

const maxWrong = 5
const windowMs = 15 * minuteMs
const lockMs = 15 * minuteMs
const maxNames = 10_000

interface Tries {
  /** Real milliseconds of tries that were not right, oldest first. */
  readonly wrongAt: number[]
  lockedUntil: number
}

/**
 * 登录失败处理: five wrong tries of one login name within 15 minutes lock it for 15 (等保 8.1.4.1 b). Names that nobody has
 * are locked alike, so that the lock tells nothing. Kept in the memory of this process.
 */
export class SignInLock {
  readonly #tries = new Map<string, Tries>()

  isLocked(login: string, nowMs: number): boolean {
    return (this.#tries.get(login)?.lockedUntil ?? 0) > nowMs
  }

  /** Counted before the password is checked, so that many tries at once are no more than five either. */
  count(login: string, nowMs: number): void {
    const tries = this.#tries.get(login) ?? { wrongAt: [], lockedUntil: 0 }
    const recent = [...tries.wrongAt.filter((at) => at > nowMs - windowMs), nowMs]
    this.#tries.delete(login)
    this.#tries.set(login, { wrongAt: recent, lockedUntil: recent.length >= maxWrong ? nowMs + lockMs : 0 })
    const oldest = this.#tries.size > maxNames ? this.#tries.keys().next().value : undefined
    if (oldest !== undefined) this.#tries.delete(oldest)
  }

  forget(login: string): void {
    this.#tries.delete(login)
  }
}
