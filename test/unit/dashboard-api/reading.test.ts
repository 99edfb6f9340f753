import { noteSweep } from '../../../core/last-sweep.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NoticeList } from '../../../dashboard-api/contract-notices.ts'
import { MentionDetail, MentionPage, Problem, SourceList, Status } from '../../../dashboard-api/contract.ts'
import type { SourceHealth } from '../../../core/source.ts'
import { noteHeartbeat, noteWatch } from '../../../core/watch-record.ts'
import { startApp, type TestApp } from '../../support/api-app.ts'
import { judged, noticeFor, openIncident, store } from '../../support/api-incidents.ts'
import { at } from '../../support/incidents.ts'

let one: TestApp
let duty: string

beforeEach(async () => {
  one = await startApp()
  duty = await one.signIn(['duty-officer'])
})
afterEach(() => one.close())

async function search(query: string): Promise<string[]> {
  return MentionPage.parse((await one.call(duty, 'GET', `/api/mentions?${query}`)).body).rows.map(({ id }) => id)
}

const metroHealth: SourceHealth = {
  sourceId: 'metro',
  state: 'blind',
  lastTriedAt: at('08:59'),
  lastOkAt: at('03:00'),
  lastNewAt: null,
  consecutiveFailures: 7,
  lastError: 'metro http://metro.example/: 503',
  lastErrorCode: 'unreachable',
  fetched: 0,
  parsed: 0,
  mentionsTotal: 0
}

describe('search of mentions', () => {
  it('finds by words, field, source kind and time, newest first', async () => {
    await store(one, [judged('m-1', at('07:00'), 'inc-1'), judged('m-2', at('08:00'), null)])
    expect(await search(`q=${encodeURIComponent('化工厂 title:爆炸')}`)).toEqual(['m-2', 'm-1'])
    expect(await search(`q=${encodeURIComponent('化工厂 -爆炸')}`)).toEqual([])
    expect(await search('kinds=portal&incidentId=inc-1')).toEqual(['m-1'])
    expect(await search('kinds=weibo,forum')).toEqual([])
    expect(await search(`from=${at('07:30')}`)).toEqual(['m-2'])
    expect(await search('grades=II&relevantOnly=1')).toEqual(['m-2', 'm-1'])
  })

  it('finds with an incident also what belonged to those merged into it, and to those merged into them', async () => {
    await openIncident(one, 'inc-1', 'I', at('08:00'), [{ type: 'absorbed', incidentId: 'inc-2', reason: '同一事件' }])
    await openIncident(one, 'inc-2', 'I', at('08:00'), [{ type: 'absorbed', incidentId: 'inc-3', reason: '同一事件' }])
    await openIncident(one, 'inc-3', 'I', at('08:00'))
    await store(one, [
      judged('m-1', at('04:00'), 'inc-1'),
      judged('m-2', at('05:00'), 'inc-2'),
      judged('m-3', at('06:00'), 'inc-3'),
      judged('m-4', at('07:00'), 'inc-4'),
      judged('m-5', at('08:00'), null)
    ])
    expect(await search('incidentId=inc-1')).toEqual(['m-3', 'm-2', 'm-1'])
    expect(await search(`incidentId=inc-1&from=${at('05:30')}`)).toEqual(['m-3'])
    expect(await search(`q=${encodeURIComponent('爆炸 incident:inc-1')}`)).toEqual(['m-3', 'm-2', 'm-1'])
    expect(await search(`q=${encodeURIComponent('-事件:inc-1')}`)).toEqual(['m-5', 'm-4'])
    expect(await search(`q=${encodeURIComponent('incident:inc-2 OR incident:inc-4')}`)).toEqual(['m-4', 'm-3', 'm-2'])
    expect(await search('incidentId=unknown')).toEqual([])
  })

  it('goes on from its cursor without leaving one out', async () => {
    await store(
      one,
      Array.from({ length: 7 }, (_, index) => judged(`m-${index}`, at(`0${index}:00`), null))
    )
    const found: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? 'limit=3' : `limit=3&cursor=${encodeURIComponent(cursor)}`
      const page: MentionPage = MentionPage.parse((await one.call(duty, 'GET', `/api/mentions?${query}`)).body)
      found.push(...page.rows.map(({ id }) => id))
      expect(page.total).toBe(7)
      cursor = page.cursor
    }
    expect(found).toEqual(['m-6', 'm-5', 'm-4', 'm-3', 'm-2', 'm-1', 'm-0'])
  })

  it('says in words what it cannot read', async () => {
    const answer = await one.call(duty, 'GET', `/api/mentions?q=${encodeURIComponent('"化工厂')}`)
    expect([answer.status, Problem.parse(answer.body).detail]).toEqual([400, '查询有误：引号没有配对'])
    expect((await one.call(duty, 'GET', '/api/mentions?kinds=telegram')).status).toBe(400)
    expect((await one.call(duty, 'GET', '/api/mentions?limit=100000')).status).toBe(400)
  })

  it('says of which texts it is to be checked whether they are the whole article, and of old ones that they are not', async () => {
    const { mention, assessment } = judged('m-doubt', at('08:00'), null)
    await store(one, [
      { mention: { ...mention, doubtful: true }, assessment, incidentId: null },
      { ...judged('m-sound', at('07:00'), null), incidentId: null }
    ])
    const { rows } = MentionPage.parse((await one.call(duty, 'GET', '/api/mentions')).body)
    expect(rows.map(({ id, doubtful }) => [id, doubtful])).toEqual([
      ['m-doubt', true],
      ['m-sound', false]
    ])
  })

  it('cuts long texts in lists only, never within a character', async () => {
    const { mention, assessment } = judged('m-long', at('08:00'), null)
    const text = `${'长'.repeat(599)}😀${'文'.repeat(100)}`
    await store(one, [{ mention: { ...mention, text }, assessment, incidentId: null }])
    const [row] = MentionPage.parse((await one.call(duty, 'GET', '/api/mentions')).body).rows
    expect([row?.text, row?.textCut]).toEqual(['长'.repeat(599), true])
    const whole = MentionDetail.parse((await one.call(duty, 'GET', '/api/mentions/m-long')).body)
    expect([whole.row.text, whole.row.textCut]).toEqual([text, false])
  })

  it('shows one with its versions and its engagement over time', async () => {
    const first = judged('m-1', at('07:00'), null)
    const later = {
      ...first.mention,
      observedAt: at('08:00'),
      text: '更正:5人死亡',
      contentHash: 'other',
      engagement: { ...first.mention.engagement, comments: 90 }
    }
    await store(one, [first])
    await store(one, [{ ...first, mention: later }])
    const detail = MentionDetail.parse((await one.call(duty, 'GET', '/api/mentions/m-1')).body)
    expect(detail.versions.map(({ text }) => text)).toEqual([first.mention.text, '更正:5人死亡'])
    expect(detail.series.map(({ engagement }) => engagement.comments)).toEqual([12, 90])
    expect((await one.call(duty, 'GET', '/api/mentions/none')).status).toBe(404)
  })
})

describe('sources', () => {
  it('show the worst first, and what was never tried as never tried', async () => {
    await one.stores.crawl.putHealth(metroHealth)
    const { rows } = SourceList.parse((await one.call(duty, 'GET', '/api/sources')).body)
    expect(rows.map(({ id, state, stateWords, lastError }) => [id, state, stateWords, lastError])).toEqual([
      ['metro', 'blind', '失明', 'metro http://metro.example/: 503'],
      ['feed', 'never', '尚未抓取', null]
    ])
  })
})

describe('notices', () => {
  it('are mine by role and department', async () => {
    const handler = await one.signIn(['handler'], 'safety')
    await one.stores.notices.request([
      noticeFor('duty-officer', 'inc-1', at('08:00')),
      noticeFor('handler', 'inc-1', at('08:00'), 'safety'),
      noticeFor('handler', 'inc-1', at('08:00'), 'publicity'),
      noticeFor('leader', 'inc-1', at('08:00')),
      { ...noticeFor('duty-officer', 'inc-2', at('08:00')), channel: 'mail' }
    ])
    const mine = async (cookie: string): Promise<string[]> =>
      NoticeList.parse((await one.call(cookie, 'GET', '/api/notices')).body).rows.map(
        ({ recipientRole, subject }) => `${recipientRole} ${subject.id}`
      )
    expect(await mine(duty)).toEqual(['duty-officer inc-1'])
    expect(await mine(handler)).toEqual(['handler inc-1'])
  })

  it.each([150, 1100])('of grade I that nobody signed stay, however many came since: %i', async (count) => {
    await openIncident(one, 'inc-1', 'I', at('08:00'))
    const first = { ...noticeFor('duty-officer', 'inc-1', at('08:00')), id: 'first', grade: 'I' as const }
    const later = Array.from({ length: count }, (_, index) => ({
      ...noticeFor('duty-officer', 'inc-9', at('08:30')),
      id: `later-${index}`,
      grade: 'IV' as const
    }))
    await one.stores.notices.request([first])
    await one.stores.notices.request(later)
    const rows = NoticeList.parse((await one.call(duty, 'GET', '/api/notices')).body).rows
    expect([rows.length, rows.at(-1)?.id]).toEqual([101, 'first'])
  })
})

describe('the status', () => {
  it('says what is there, what waits and how old the sweep is', async () => {
    const two = await startApp()
    await store(two, [judged('m-1', at('08:00'), null)])
    await openIncident(two, 'inc-1', 'I', at('08:00'))
    await two.stores.crawl.putHealth(metroHealth)
    await noteSweep(two.stores.crawl, 1_900_000_000_000 - 1500)
    const counted = { unfired: 2, example: 'inc-1 p50', complete: true }
    await noteWatch(two.stores.crawl, { elapsedMs: 1_900_000_000_000 - 700, ...counted })
    await noteHeartbeat(two.stores.crawl, { elapsedMs: 1_900_000_000_000 - 9000, state: 'withheld', reason: '有 2 项到期未触发' })
    await two.stores.log.append('mentions', [{ key: 'm', value: '{}' }])
    const status = Status.parse((await two.call(await two.signIn(['auditor']), 'GET', '/api/status')).body)
    await two.close()
    expect(status).toMatchObject({
      now: at('09:00'),
      sweepAgeMs: 1500,
      watch: { unfired: 2, example: 'inc-1 p50', ageMs: 700, complete: true },
      heartbeat: { state: 'withheld', reason: '有 2 项到期未触发', ageMs: 9000 },
      lag: [{ topic: 'mentions', group: 'assess', records: 1 }],
      mentions: 1,
      openIncidents: 1,
      sources: { ok: 0, quiet: 0, degraded: 0, blind: 1, never: 1, off: 0 },
      liveClients: 0,
      policyReports: 0,
      drill: false
    })
  })
})
