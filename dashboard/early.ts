import type { paths, SessionView } from '../dashboard-api/contract.ts'
import type { FirstOfQueue } from './desk/first-of-queue.ts'

/*
 * What a page reads first, and the desk next, is asked for while the rest of the page is still on its way. The build makes a script of its
 * own of this one, which runs before all others and is no module, since modules wait for one another: it shares no code with the page.
 */
{
  const sessionPath: typeof paths.session = '/api/session'
  const queuePath: FirstOfQueue = '/api/incidents?status=open&limit=50'
  /** They are there for who has no session. */
  const openPages = ['/sign-in', '/setup', '/signin-link']
  const asked = new Map<string, Promise<Response>>()

  const ask = (path: string): Promise<Response> => {
    const answer = fetch(path, { headers: { accept: 'application/json' }, credentials: 'same-origin' })
    asked.set(path, answer)
    // Whoever takes it is told.
    answer.catch(() => undefined)
    return answer
  }

  const askQueue = async (session: Response): Promise<void> => {
    if (!session.ok) return
    const { owes, allowed } = (await session.clone().json()) as SessionView
    if (owes === null && allowed.includes('incident.read')) void ask(queuePath)
  }

  window.wanglouEarly = asked
  if (!openPages.includes(location.pathname)) {
    const session = ask(sessionPath)
    const onDesk = location.pathname === '/' && !location.search.includes('status=')
    if (onDesk) session.then(askQueue).catch(() => undefined)
  }
}
