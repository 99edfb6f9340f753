import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { machine } from '../../../core/actor.ts'
import { acknowledge } from '../../../core/incident/acknowledge.ts'
import { create, update } from '../../../core/incident/update.ts'
import { hourMs } from '../../../core/instant.ts'
import { liveCloseCodes, Problem, Status } from '../../../dashboard-api/contract.ts'
import { startDashboard } from '../../../dashboard-api/server.ts'
import { sources, startApp, type TestApp } from '../../support/api-app.ts'
import { noticeFor, openIncident } from '../../support/api-incidents.ts'
import { LivePage } from '../../support/api-live.ts'
import { anchor, at, openingOf } from '../../support/incidents.ts'

let one: TestApp
let url: string
const pages: LivePage[] = []

beforeEach(async () => {
  one = await startApp()
  url = (await startDashboard({ app: one.app, host: '127.0.0.1', port: 0 })).url
})
afterEach(async () => {
  for (const page of pages.splice(0)) page.close()
  await one.close()
})

async function open(cookie: string, stopped?: { epoch: string; cursor: number }): Promise<LivePage> {
  const page = await LivePage.open(url, { origin: url, headers: { cookie } }, stopped)
  pages.push(page)
  return page
}

/** After a pong everything that was sent before it has arrived. */
async function settled(page: LivePage): Promise<void> {
  const sentAt = page.messages.length + 0.5
  page.send({ type: 'ping', sentAt })
  await page.next('pong', (message) => message.sentAt === sentAt)
}

describe('the live connection', () => {
  it('is opened for nobody who is not signed in, nor from a page of another site', async () => {
    const cookie = await one.signIn(['duty-officer'])
    await expect(LivePage.open(url, { origin: url })).rejects.toThrow('401')
    await expect(LivePage.open(url, { origin: url, headers: { cookie: 'wanglou=forged' } })).rejects.toThrow('401')
    await expect(LivePage.open(url, { origin: 'http://evil.example', headers: { cookie } })).rejects.toThrow('403')
    await expect(LivePage.open(url, { headers: { cookie } })).rejects.toThrow('403')
  })

  it('is nothing that can be read like a page', async () => {
    const answer = await one.call(await one.signIn(['duty-officer']), 'GET', '/api/live')
    expect([answer.status, answer.headers['upgrade'], Problem.parse(answer.body).status]).toEqual([426, 'websocket', 426])
  })

  it('begins with the server’s clock and answers a ping with its time', async () => {
    const page = await open(await one.signIn(['duty-officer']))
    expect(page.messages[0]).toMatchObject({
      type: 'hello',
      cursor: 0,
      resumed: false,
      realMs: one.clock.elapsedMs(),
      clock: { civilStart: at('09:00'), speed: 1, drill: false }
    })
    page.send({ type: 'ping', sentAt: 12.5 })
    expect(await page.next('pong')).toMatchObject({ sentAt: 12.5, now: at('09:00'), realMs: one.clock.elapsedMs() })
  })

  it('brings a new incident and what becomes of it, each version after the other', async () => {
    const page = await open(await one.signIn(['duty-officer']))
    await openIncident(one, 'inc-1', 'I', at('08:00'))
    const opened = await page.next('incident')
    expect(opened.row).toMatchObject({ id: 'inc-1', version: 1, gradeWords: '特别重大', unacknowledged: true })
    const at0 = one.clock.now()
    await update(one.writer, 'inc-1', { at: at0, actor: machine('drill'), cause: 'test' }, (state) =>
      acknowledge(state, { note: '' }, { now: at0, actor: machine('drill') })
    )
    expect((await page.next('incident', ({ row }) => row.version === 2)).row.unacknowledged).toBe(false)
    expect(page.messages.filter(({ type }) => type === 'incident').map(({ cursor }) => cursor)).toEqual([1, 2])
    await settled(page)
    expect(page.messages.at(-1)?.cursor).toBe(2)
  })

  it('goes on where a page stopped: what came while it was away follows, each thing as it then is, and nothing of it twice', async () => {
    const cookie = await one.signIn(['duty-officer'])
    const before = await open(cookie)
    const { epoch } = await before.next('hello')
    await openIncident(one, 'inc-1', 'I', at('08:00'))
    const { cursor } = await before.next('incident')
    const other = await open(await one.signIn(['analyst']))
    before.close()
    await openIncident(one, 'inc-2', 'II', at('08:00'))
    await note('inc-1')
    await note('inc-1')
    await other.next('incident', ({ row }) => row.id === 'inc-1' && row.version === 3)
    const after = await open(cookie, { epoch, cursor })
    expect(after.messages[0]).toMatchObject({ type: 'hello', resumed: true, epoch, cursor })
    await settled(after)
    const heard = after.messages.filter((message) => message.type === 'incident')
    expect(heard.map(({ row }) => `${row.id} ${row.version}`)).toEqual(['inc-2 1', 'inc-1 3'])
    expect(after.messages.at(-1)?.cursor).toBe(heard.at(-1)?.cursor)
  })

  it('tells a version once, however often the log hints at it', async () => {
    const page = await open(await one.signIn(['duty-officer']))
    await openIncident(one, 'inc-1', 'I', at('08:00'))
    await page.next('incident')
    const [hint] = await one.stores.log.read('incidents', null, 1)
    await one.stores.log.append('incidents', [{ key: 'inc-1', value: hint?.value ?? '' }])
    await openIncident(one, 'inc-2', 'II', at('08:00'))
    await page.next('incident', ({ row }) => row.id === 'inc-2')
    expect(page.messages.flatMap((message) => (message.type === 'incident' ? [`${message.row.id} ${message.row.version}`] : []))).toEqual([
      'inc-1 1',
      'inc-2 1'
    ])
  })

  it('keeps what happens for the only page, as long as it may come back, and says when it has to read as a whole', async () => {
    const cookie = await one.signIn(['duty-officer'])
    const before = await open(cookie)
    const { epoch } = await before.next('hello')
    before.close()
    await nobodyListens()
    await openIncident(one, 'inc-1', 'I', at('08:00'))
    await vi.waitFor(async () => {
      const after = await open(cookie, { epoch, cursor: 0 })
      after.send({ type: 'ping', sentAt: 1 })
      await after.next('pong')
      expect(after.messages.filter(({ type }) => type === 'incident')).toHaveLength(1)
      after.close()
    })
    await nobodyListens()
    one.clock.pass(121_000)
    expect((await open(cookie, { epoch, cursor: 0 })).messages[0]).toMatchObject({ type: 'hello', resumed: false })
    for (const strange of [
      { epoch: 'another-process', cursor: 0 },
      { epoch, cursor: 1_000_000 }
    ])
      expect((await open(cookie, strange)).messages[0]).toMatchObject({ resumed: false })
  })

  it('tells a page that resumes nothing that is not for its roles', async () => {
    const cookie = await one.signIn(['auditor'])
    const before = await open(cookie)
    const { epoch } = await before.next('hello')
    const duty = await open(await one.signIn(['duty-officer']))
    before.close()
    await openIncident(one, 'inc-1', 'I', at('08:00'))
    await duty.next('incident')
    const after = await open(cookie, { epoch, cursor: 0 })
    await settled(after)
    expect(after.messages.map(({ type }) => type)).toEqual(['hello', 'pong'])
  })

  it('drops a page that reads too slowly, and goes on with the others', async () => {
    const slow = await open(await one.signIn(['duty-officer']))
    const quick = await open(await one.signIn(['analyst']))
    const { epoch } = await slow.next('hello')
    slow.socket.pause()
    const title = '长'.repeat(100_000)
    const count = 80
    const bodies = openingOf('IV', [anchor('detected', at('08:00'))]).map((body) => (body.type === 'opened' ? { ...body, title } : body))
    for (let index = 1; index <= count; index++) {
      await create(one.writer, `inc-${index}`, { at: one.clock.now(), actor: machine('pipeline'), cause: `test:${index}` }, bodies, null)
    }
    await quick.next('incident', ({ row }) => row.id === `inc-${count}`)
    expect(quick.messages.filter(({ type }) => type === 'incident')).toHaveLength(count)
    const status = Status.parse((await one.call(await one.signIn(['auditor']), 'GET', '/api/status')).body)
    expect(status.liveClients).toBe(1)
    const closed = slow.closed()
    slow.socket.resume()
    expect([liveCloseCodes.tooSlow, 1006]).toContain(await closed)
    // What it missed is more than is told one after the other.
    const again = await open(await one.signIn(['duty-officer']), { epoch, cursor: slow.messages.at(-1)?.cursor ?? 0 })
    expect(again.messages[0]).toMatchObject({ type: 'hello', resumed: false })
  })

  it('brings a notice to those it is for, and a source’s trouble to those who watch sources', async () => {
    const duty = await open(await one.signIn(['duty-officer']))
    const leader = await open(await one.signIn(['leader']))
    await one.stores.notices.request([noticeFor('duty-officer', 'inc-1', at('09:00'))])
    await one.stores.crawl.putHealth(health('blind'))
    expect((await duty.next('notice')).notice).toMatchObject({ recipientRole: 'duty-officer', subject: { id: 'inc-1' } })
    expect((await duty.next('source-health', ({ source }) => source.state === 'blind')).source).toMatchObject({ id: 'metro', stateWords: '失明' })
    await settled(leader)
    expect(leader.messages.some((message) => message.type === 'source-health')).toBe(false)
    expect(leader.messages.some((message) => message.type === 'notice' && message.notice.recipientRole !== 'leader')).toBe(false)
  })

  it('brings nothing to a role that may not read incidents', async () => {
    const auditor = await open(await one.signIn(['auditor']))
    const duty = await open(await one.signIn(['duty-officer']))
    await openIncident(one, 'inc-1', 'I', at('08:00'))
    await duty.next('incident')
    await settled(auditor)
    expect(auditor.messages.some((message) => message.type === 'incident')).toBe(false)
  })

  it('ends when its person signs out, and with that token never opens again', async () => {
    const cookie = await one.signIn(['duty-officer'])
    const [page, other] = [await open(cookie), await open(await one.signIn(['duty-officer']))]
    const closed = page.closed()
    expect((await one.call(cookie, 'DELETE', '/api/session')).status).toBe(204)
    expect(await closed).toBe(liveCloseCodes.signedOut)
    await expect(LivePage.open(url, { origin: url, headers: { cookie } })).rejects.toThrow('401')
    expect(other.socket.readyState).toBe(other.socket.OPEN)
  })

  it('ends when its session is ended by somebody else, at the next look where that was in another process', async () => {
    const cookies = [await one.signIn(['duty-officer']), await one.signIn(['duty-officer'])]
    const [here, elsewhere] = [await open(cookies[0] ?? ''), await open(cookies[1] ?? '')]
    const [first, second] = await one.stores.accounts.sessions(null)
    const closed = Promise.all([here.closed(), elsewhere.closed()])
    expect((await one.call(await one.signIn(['security-admin']), 'DELETE', `/api/sessions/${first?.tokenHash}`)).status).toBe(204)
    await one.stores.accounts.endSession(second?.tokenHash ?? '')
    expect(await closed).toEqual([liveCloseCodes.signedOut, liveCloseCodes.signedOut])
  })

  it('is not opened with a session that is too old', async () => {
    const cookie = await one.signIn(['duty-officer'])
    one.clock.pass(12 * hourMs)
    await expect(LivePage.open(url, { origin: url, headers: { cookie } })).rejects.toThrow('401')
  })

  it('is closed on a message of a megabyte, and on a flood', async () => {
    const large = await open(await one.signIn(['duty-officer']))
    const closedLarge = large.closed()
    large.send('x'.repeat(1_000_000))
    expect(await closedLarge).toBe(1009)
    const flood = await open(await one.signIn(['duty-officer']))
    const closedFlood = flood.closed()
    for (let sentAt = 0; sentAt < 10_000; sentAt++) flood.send({ type: 'ping', sentAt })
    expect([liveCloseCodes.tooMuch, 1006]).toContain(await closedFlood)
    expect(flood.messages.length).toBeLessThan(100)
  })

  it('is over within a second for a page of another site, for nobody, for a session that was ended and for a message of a megabyte', async () => {
    const cookie = await one.signIn(['duty-officer'])
    const [ended, large] = [await open(cookie), await open(await one.signIn(['duty-officer']))]
    const refused = (status: string, options: { origin: string; headers?: { cookie: string } }): Promise<void> =>
      expect(LivePage.open(url, options)).rejects.toThrow(status)
    const closes = async (page: LivePage, by: () => unknown): Promise<void> => {
      await Promise.all([page.closed(), by()])
    }
    const took = async (work: () => Promise<void>): Promise<number> => {
      const fromMs = performance.now()
      await work()
      return performance.now() - fromMs
    }
    const times = {
      foreign: await took(() => refused('403', { origin: 'http://evil.example', headers: { cookie } })),
      nobody: await took(() => refused('401', { origin: url })),
      ended: await took(() => closes(ended, () => one.call(cookie, 'DELETE', '/api/session'))),
      large: await took(() => closes(large, () => large.send('x'.repeat(1_048_576))))
    }
    expect(Object.entries(times).filter(([, ms]) => ms > 1000)).toEqual([])
  })

  it('takes no notice of what it does not understand', async () => {
    const page = await open(await one.signIn(['duty-officer']))
    for (const message of ['', 'no json', '[]', '{"type":"subscribe"}', '{"type":"ping","sentAt":"now"}']) page.send(message)
    await settled(page)
    expect(page.messages.filter(({ type }) => type === 'pong')).toHaveLength(1)
  })
})

async function note(id: string): Promise<void> {
  const now = one.clock.now()
  const change = { at: now, actor: machine('drill'), cause: `note:${Math.random()}` }
  await update(one.writer, id, change, (state) => acknowledge(state, { note: '' }, { now, actor: machine('drill') }))
}

async function nobodyListens(): Promise<void> {
  const cookie = await one.signIn(['auditor'])
  await vi.waitFor(async () => expect(Status.parse((await one.call(cookie, 'GET', '/api/status')).body).liveClients).toBe(0))
}

function health(state: 'ok' | 'blind'): Parameters<TestApp['stores']['crawl']['putHealth']>[0] {
  return {
    sourceId: sources[0]?.id ?? '',
    state,
    lastTriedAt: at('08:59'),
    lastOkAt: at('08:59'),
    lastNewAt: null,
    consecutiveFailures: 0,
    lastError: null,
    lastErrorCode: null,
    fetched: 1,
    parsed: 1,
    mentionsTotal: 0
  }
}
