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
  const asked = new Map<string, Promise<Response | null>>()

  /** Read to its end here: an answer that nobody takes, as on a page that there is not, would be under way for ever. */
  const ask = async (path: string): Promise<Response> => {
    const answer = await fetch(path, { headers: { accept: 'application/json' }, credentials: 'same-origin' })
    const body = await answer.text()
    return new Response(body === '' ? null : body, { status: answer.status, headers: answer.headers })
  }

  /** null where the person may not: then the page asks, and is told. */
  const askQueue = async (answer: Promise<Response>): Promise<Response | null> => {
    const session = await answer
    if (!session.ok) return null
    const { owes, allowed } = (await session.clone().json()) as SessionView
    return owes === null && allowed.includes('incident.read') ? await ask(queuePath) : null
  }

  /** There from the beginning, or the page would ask too before it is asked for here, and nobody would read one of both. */
  const keep = (path: string, answer: Promise<Response | null>): void => {
    asked.set(path, answer)
    // Whoever takes it is told.
    answer.catch(() => undefined)
  }

  window.wanglouEarly = asked
  if (!openPages.includes(location.pathname)) {
    const session = ask(sessionPath)
    keep(sessionPath, session)
    const onDesk = location.pathname === '/' && !location.search.includes('status=')
    if (onDesk) keep(queuePath, askQueue(session))
  }
}
