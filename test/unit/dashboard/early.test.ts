import { afterEach, beforeEach, expect, it, vi } from 'vitest'

/** The page's types know a browser, which this side does not: what the test needs of the module. */
interface EarlyModule {
  takeEarly(path: string): Promise<Response | null> | undefined
}
const script = '../../../dashboard/early.ts'
const page = '../../../dashboard/early-answers.ts'
const queue = '/api/incidents?status=open&limit=50'

let session: { status: number; body: object }
const fetched = vi.fn<(path: string) => Promise<Response>>()

beforeEach(() => {
  vi.resetModules()
  vi.useFakeTimers({ toFake: ['performance'] })
  session = { status: 200, body: { owes: null, allowed: ['incident.read'] } }
  fetched.mockReset()
  fetched.mockImplementation((path) =>
    Promise.resolve(path === '/api/session' ? Response.json(session.body, { status: session.status }) : Response.json({ rows: [], cursor: null }))
  )
  vi.stubGlobal('fetch', fetched)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function opened(pathname: string, search = ''): Promise<EarlyModule> {
  vi.stubGlobal('location', { pathname, search })
  vi.stubGlobal('window', {})
  await import(script)
  await new Promise((resolve) => setTimeout(resolve, 10))
  return (await import(page)) as EarlyModule
}

function asked(): string[] {
  return fetched.mock.calls.map(([path]) => path)
}

it('asks who is there and for the queue of the desk before anybody wants them, and gives each answer once', async () => {
  const early = await opened('/', '?only=I')
  expect(asked()).toEqual(['/api/session', queue])
  expect(await (await early.takeEarly('/api/session'))?.json()).toEqual(session.body)
  expect(await (await early.takeEarly(queue))?.json()).toEqual({ rows: [], cursor: null })
  expect(early.takeEarly(queue)).toBe(undefined)
  expect(early.takeEarly('/api/status')).toBe(undefined)
})

it('given a page that wants the queue as soon as the session is known, then it is asked for once', async () => {
  vi.stubGlobal('location', { pathname: '/', search: '' })
  vi.stubGlobal('window', {})
  await import(script)
  const early = (await import(page)) as EarlyModule
  await early.takeEarly('/api/session')
  expect(await (await early.takeEarly(queue))?.json()).toEqual({ rows: [], cursor: null })
  expect(asked()).toEqual(['/api/session', queue])
})

it.each([
  ['who has no session', 401, { code: 'signed-out' }],
  ['who owes a code', 200, { owes: 'code', allowed: ['incident.read'] }],
  ['who has no right to it', 200, { owes: null, allowed: ['audit.read'] }]
])('asks for no queue for %s', async (_, status, body) => {
  session = { status, body }
  const early = await opened('/')
  expect(asked()).toEqual(['/api/session'])
  expect(await early.takeEarly(queue)).toBe(null)
})

it.each([
  ['/sources', '', ['/api/session']],
  ['/', '?status=closed', ['/api/session']],
  ['/sign-in', '', []]
])('on %s%s asks for no more than is wanted there', async (pathname, search, wanted) => {
  await opened(pathname, search)
  expect(asked()).toEqual(wanted)
})

it('gives no old answer', async () => {
  const early = await opened('/')
  vi.advanceTimersByTime(10_000)
  expect(early.takeEarly(queue)).toBe(undefined)
})

it('tells who takes it that the server could not be reached', async () => {
  fetched.mockImplementation(() => Promise.reject(new TypeError('failed to fetch')))
  const early = await opened('/')
  await expect(early.takeEarly('/api/session')).rejects.toThrow('failed to fetch')
})
