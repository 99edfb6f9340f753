import type { Account, Accounts, Session } from '../core/ports.ts'
import type { Clock } from '../core/clock.ts'

/** What is asked at each request: a page asks ten things at once. */
type Asked = 'session' | 'byId'

/** Of sessions and of people. */
const mostKept = 2000

interface Kept {
  readonly askedAtMs: number
  readonly answer: Promise<unknown>
}

/**
 * Accounts of an engine that is asked over the network, which say who holds a session as they were at most `forMs` ago. What this process
 * writes counts at once; of what another one ends, a request may still come in within that time.
 */
export function rememberAccounts(accounts: Accounts, clock: Pick<Clock, 'elapsedMs'>, forMs: number): Accounts {
  const kept = new Map<string, Kept>()

  function remembered<Name extends Asked>(name: Name): Accounts[Name] {
    return ((id: string) => {
      const key = `${name} ${id}`
      const known = kept.get(key)
      if (known !== undefined && clock.elapsedMs() - known.askedAtMs < forMs) return known.answer
      if (kept.size >= mostKept) kept.clear()
      const answer = accounts[name](id)
      const one: Kept = { askedAtMs: clock.elapsedMs(), answer }
      kept.set(key, one)
      answer.catch(() => kept.get(key) === one && kept.delete(key))
      return answer
    }) as Accounts[Name]
  }

  /** What was asked while it was being written is as good as what was asked before. */
  function written<Arguments extends unknown[], Answer>(write: (...given: Arguments) => Promise<Answer>): (...given: Arguments) => Promise<Answer> {
    return async (...given) => {
      try {
        return await write(...given)
      } finally {
        kept.clear()
      }
    }
  }

  return {
    ...accounts,
    session: remembered('session'),
    byId: remembered('byId'),
    put: written((account: Account) => accounts.put(account)),
    putSession: written((session: Session) => accounts.putSession(session)),
    touchSession: written((tokenHash: string, lastSeenElapsedMs: number) => accounts.touchSession(tokenHash, lastSeenElapsedMs)),
    endSession: written((tokenHash: string) => accounts.endSession(tokenHash))
  }
}
