import type { paths, SessionView } from '../dashboard-api/contract.ts'
import { answerOf, type Answer } from './answer-of.ts'
import { firstOfQueue } from './desk/first-of-queue.ts'

/*
 * What a page reads first, and the desk next, is asked for while the rest of the page is still on its way. The build makes a script of its
 * own of this one, which comes before the others: it imports nothing large.
 */

const sessionPath: typeof paths.session = '/api/session'
/** They are there for who has no session. */
const openPages = new Set(['/sign-in', '/setup', '/signin-link'])
/** What was asked for before its time is old after this. */
const freshMs = 10_000
const asked = new Map<string, Promise<Answer>>()

if (!openPages.has(location.pathname)) {
  const session = ask(sessionPath)
  if (location.pathname === '/' && !location.search.includes('status=')) void session.then(askQueue, () => undefined)
}

/** The answer that was asked for early, once; undefined where it was not, or is old. */
export function takeEarly(path: string): Promise<Answer> | undefined {
  const answer = performance.now() < freshMs ? asked.get(path) : undefined
  asked.delete(path)
  return answer
}

function askQueue({ ok, body }: Answer): void {
  if (!ok || body === null) return
  const { owes, allowed } = body as SessionView
  if (owes === null && allowed.includes('incident.read')) void ask(firstOfQueue)
}

function ask(path: string): Promise<Answer> {
  const answer = answerOf(path)
  asked.set(path, answer)
  // Whoever takes it is told.
  answer.catch(() => undefined)
  return answer
}
