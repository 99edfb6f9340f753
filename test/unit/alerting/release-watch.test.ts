import { beforeEach, describe, expect, test } from 'vitest'
import { sha256 } from '../../../adapters/hash.ts'
import { linksIn } from '../../../alerting/links-in.ts'
import { ownAddresses } from '../../../alerting/own-addresses.ts'
import { createReleaseWatch, type ReleaseWatch } from '../../../alerting/release-watch.ts'
import { findFault } from '../../../core/incident/chain.ts'
import { close } from '../../../core/incident/close.ts'
import { recordConference } from '../../../core/incident/record-conference.ts'
import { recordRelease } from '../../../core/incident/record-release.ts'
import type { IncidentState } from '../../../core/incident/state.ts'
import { update, type Decision } from '../../../core/incident/update.ts'
import { hourMs, minuteMs } from '../../../core/instant.ts'
import type { Leases } from '../../../core/ports.ts'
import { ManualClock } from '../../support/alerting-clock.ts'
import { opened } from '../../support/alerting-ladder.ts'
import { RecordingLogger } from '../../support/alerting-stores.ts'
import { MemoryCrawlState } from '../../support/crawlers-memory-log.ts'
import { anchor, at, document, leader, officer } from '../../support/incidents.ts'
import { mentionOf } from '../../support/mention.ts'
import { RacingIncidentStore } from '../../support/racing-incident-store.ts'
import { ReleaseWeb } from '../../support/release-web.ts'

const wording = '临江区一化工厂发生爆炸，造成12人死亡。救援正在进行，原因正在调查。'
const url = 'https://city.example/2031/tb1.html'

/** One lease in memory, as the port describes it. */
class MemoryLeases implements Leases {
  #held: { holder: string; untilMs: number } | null = null

  acquire(_name: string, holder: string, nowElapsedMs: number, leaseMs: number): Promise<{ fence: number } | null> {
    if (leaseMs > 30_000) return Promise.reject(new Error('lasts at most 30000 ms'))
    if (this.#held !== null && this.#held.holder !== holder && this.#held.untilMs > nowElapsedMs) return Promise.resolve(null)
    this.#held = { holder, untilMs: nowElapsedMs + leaseMs }
    return Promise.resolve({ fence: 1 })
  }

  release(_name: string, holder: string): Promise<void> {
    if (this.#held?.holder === holder) this.#held = null
    return Promise.resolve()
  }
}

class World {
  readonly clock = new ManualClock(at('11:00'))
  readonly web = new ReleaseWeb(this.clock)
  readonly store = new RacingIncidentStore()
  readonly crawl = new MemoryCrawlState()
  readonly leases = new MemoryLeases()
  readonly reopened: string[] = []
  readonly writer = { store: this.store, sha256, announce: () => Promise.resolve() }
  readonly watch = this.watchBy('a')

  constructor() {
    this.store.documents.set('inc-test', document(opened('II', [anchor('first-published', at('10:00'))]), at('10:05')))
  }

  watchBy(holder: string): ReleaseWatch {
    return createReleaseWatch({
      writer: this.writer,
      crawl: this.crawl,
      leases: this.leases,
      holder,
      clock: this.clock,
      outlets: this.web.outlets,
      releases: () => Promise.resolve(this.web.releases),
      evidence: this.web.evidence,
      logger: new RecordingLogger(),
      reopened: ({ id }) => {
        this.reopened.push(id)
        return Promise.resolve()
      }
    })
  }

  get state(): IncidentState {
    const found = this.store.documents.get('inc-test')
    if (found === undefined) throw new Error('no incident')
    const fault = findFault(sha256, found.events)
    if (fault !== null) throw new Error(fault)
    return found.state
  }

  get running(): boolean {
    return this.state.countdowns[0]?.settled === null
  }

  async happen(decide: (state: IncidentState) => Decision): Promise<void> {
    const cause = `test:${this.store.documents.get('inc-test')?.version}`
    await update(this.writer, 'inc-test', { at: this.clock.now(), actor: officer, cause }, decide)
  }

  approve(text = wording): Promise<void> {
    return this.happen((state) => {
      const version = (state.wordings?.length ?? 0) + 1
      return [
        { type: 'wording-drafted', version, text },
        { type: 'wording-approved', version }
      ]
    })
  }

  async release(text: string): Promise<void> {
    this.web.pages.set(url, { text, publishedAt: this.clock.now() })
    const page = await this.web.releases.fetchEvidence(url)
    await this.happen((state) => recordRelease(state, page, { now: this.clock.now(), actor: officer }))
    this.web.asked.length = 0
  }

  /** Time passes and the sweep reads the incident, then the watch looks. */
  async after(ms: number, watch = this.watch): Promise<void> {
    this.clock.advance(ms)
    const found = this.store.documents.get('inc-test')
    if (found !== undefined) watch.note(found)
    await watch.look()
  }
}

let world: World
beforeEach(() => {
  world = new World()
})

describe('a page of ours that carries the approved wording', () => {
  test('is found in a list and proposed; the clock runs on', async () => {
    await world.approve()
    world.web.pages.set(url, { text: `${wording}其他情况将续报。`, publishedAt: at('11:00') })
    world.web.pages.set('https://city.example/2031/other.html', { text: '市图书馆本周六起延长开放时间，欢迎市民前往。', publishedAt: at('11:00') })
    await world.after(minuteMs)
    expect(world.state.releaseProposals).toMatchObject([{ evidence: { url, outlet: '政府网站' }, comparison: { carries: true } }])
    expect(world.running).toBe(true)
    expect([...world.web.kept.keys()]).toContain(world.state.releaseProposals?.[0]?.evidence.snapshot)
    await world.after(10 * minuteMs)
    expect(world.state.releaseProposals).toHaveLength(1)
  })

  test('is found too when the wording is approved only after it stood there', async () => {
    await world.approve('还没有的另一份口径，内容与此完全不同')
    world.web.pages.set(url, { text: wording, publishedAt: at('11:00') })
    await world.after(minuteMs)
    expect(world.state.releaseProposals ?? []).toEqual([])
    await world.approve()
    await world.after(minuteMs)
    expect(world.state.releaseProposals).toHaveLength(1)
    expect(world.web.asked.filter((asked) => asked === url)).toHaveLength(1)
  })

  test('is proposed anew when a page that carried a part only was mended', async () => {
    await world.approve()
    world.web.pages.set(url, { text: wording.replace('12人', '3人'), publishedAt: at('11:00') })
    await world.after(minuteMs)
    expect(world.state.releaseProposals).toMatchObject([{ comparison: { carries: false } }])
    world.web.pages.set(url, { text: wording, publishedAt: at('11:00') })
    await world.after(minuteMs)
    expect(world.state.releaseProposals).toMatchObject([{ comparison: { carries: false } }])
    await world.after(5 * minuteMs)
    expect(world.state.releaseProposals).toMatchObject([{ comparison: { carries: true } }])
  })

  test('is found by a crawled account of our own, without a list', async () => {
    await world.approve()
    world.web.pages.set(url, { text: wording, publishedAt: at('11:00') })
    const own = { ...mentionOf({ url }), sourceId: 'our-weibo' }
    const batch = [own, mentionOf({ url: 'https://else.example/' })].map((one) => ({ value: JSON.stringify(one) }))
    expect(ownAddresses([...batch, { value: '{' }], new Set(['our-weibo']))).toEqual([url])
    await world.watch.found([url])
    await world.after(minuteMs)
    expect(world.state.releaseProposals).toHaveLength(1)
  })

  test('is looked for on a clock that was set back two hours as on any other', async () => {
    world.clock.setElapsed(10 * hourMs)
    await world.approve()
    await world.after(minuteMs)
    world.clock.setElapsed(world.clock.elapsedMs() - 2 * hourMs)
    world.web.pages.set(url, { text: wording, publishedAt: at('11:00') })
    await world.after(minuteMs)
    expect(world.state.releaseProposals).toHaveLength(1)
  })

  test('is not looked for any more for a matter that ended while nobody read it again', async () => {
    await world.approve()
    await world.after(minuteMs)
    await world.happen(() => [{ type: 'dismissed', reason: '误报', secondedBy: null }])
    world.clock.advance(2 * hourMs)
    await world.watch.look()
    world.web.asked.length = 0
    world.clock.advance(2 * hourMs)
    await world.watch.look()
    expect(world.web.asked).toEqual([])
  })

  test('is not even looked for while no matter owes a release', async () => {
    world.web.pages.set(url, { text: wording, publishedAt: at('11:00') })
    await world.after(minuteMs)
    expect(world.web.asked).toEqual([])
  })
})

describe('a recorded release', () => {
  beforeEach(async () => {
    await world.approve()
    await world.release(wording)
    await world.after(0)
  })

  test('that stands is looked at by its rhythm and stays', async () => {
    await world.after(20 * minuteMs)
    expect(world.web.asked).toEqual([])
    await world.after(10 * minuteMs)
    expect(world.web.asked).toEqual([url])
    expect(world.running).toBe(false)
  })

  test('that is gone in two looks with a pause is lost, and the clock runs from its old anchor', async () => {
    world.web.pages.delete(url)
    await world.after(30 * minuteMs)
    expect(world.running).toBe(false)
    await world.after(minuteMs)
    expect(world.running).toBe(false)
    await world.after(4 * minuteMs)
    expect(world.state.releases[0]?.lost?.reason).toContain('页面不存在（404）')
    expect(world.state.countdowns[0]).toMatchObject({ settled: null, dueAt: at('15:00') })
    expect(world.store.documents.get('inc-test')?.events.at(-1)?.body).toMatchObject({ type: 'release-lost', since: at('11:30') })
    await world.after(hourMs)
    expect(world.store.documents.get('inc-test')?.events.filter(({ body }) => body.type === 'release-lost')).toHaveLength(1)
  })

  test('that is gone is found out on a clock that was set back two hours, though not without a pause', async () => {
    await world.after(20 * minuteMs)
    world.web.pages.delete(url)
    world.clock.setElapsed(world.clock.elapsedMs() - 2 * hourMs)
    await world.after(0)
    expect([world.web.asked, world.running]).toEqual([[url], false])
    world.clock.setElapsed(world.clock.elapsedMs() - 2 * hourMs)
    await world.after(minuteMs)
    expect(world.running).toBe(false)
    await world.after(5 * minuteMs)
    expect(world.running).toBe(true)
  })

  test('that was gone for one look is not lost', async () => {
    const page = world.web.pages.get(url)
    world.web.pages.delete(url)
    await world.after(30 * minuteMs)
    if (page !== undefined) world.web.pages.set(url, page)
    await world.after(5 * minuteMs)
    world.web.pages.delete(url)
    await world.after(30 * minuteMs)
    expect(world.running).toBe(false)
  })

  test.each(['down', 'forbidden'] as const)('that is %s for long is told of once, runs no clock, and its return is told', async (fault) => {
    const told = (): string[] =>
      (world.store.documents.get('inc-test')?.events ?? []).flatMap(({ body }) => (body.type.startsWith('page-') ? [body.type] : []))
    world.web[fault] = true
    await world.after(30 * minuteMs)
    for (let tries = 0; tries < 11; tries++) await world.after(5 * minuteMs)
    expect(told()).toEqual([])
    for (let tries = 0; tries < 6; tries++) await world.after(5 * minuteMs)
    expect(told()).toEqual(['page-unreadable'])
    expect([world.running, world.state.releases[0]?.unreadable]).toEqual([false, { since: at('11:30') }])
    world.web[fault] = false
    await world.after(5 * minuteMs)
    expect(told()).toEqual(['page-unreadable', 'page-readable'])
    expect(world.state.releases[0]?.unreadable).toBeUndefined()
  })

  test('behind a network that fails is not lost, however often', async () => {
    world.web.down = true
    for (let tries = 0; tries < 10; tries++) await world.after(30 * minuteMs)
    expect(world.running).toBe(false)
    expect(world.web.asked.length).toBeGreaterThan(5)
  })

  test('that says something else is lost by change, with what it says kept', async () => {
    world.web.pages.set(url, { text: wording.replace('12人', '3人'), publishedAt: at('11:00') })
    await world.after(30 * minuteMs)
    await world.after(5 * minuteMs)
    const body = world.store.documents.get('inc-test')?.events.at(-1)?.body
    expect(body).toMatchObject({ type: 'release-changed', comparison: { differing: [{ passage: '造成12人死亡', nearest: '造成3人死亡' }] } })
    expect(world.running).toBe(true)
  })

  test('that is taken back below its wording is lost by change', async () => {
    world.web.pages.set(url, { text: `${wording}\n本通报已撤回。`, publishedAt: at('11:00') })
    await world.after(30 * minuteMs)
    await world.after(5 * minuteMs)
    expect(world.store.documents.get('inc-test')?.events.at(-1)?.body).toMatchObject({
      type: 'release-changed',
      comparison: { against: ['页面写明「本通报已撤回」'] }
    })
    expect(world.running).toBe(true)
  })

  test('may grow around its wording', async () => {
    world.web.pages.set(url, { text: `${wording}\n相关新闻：市长看望伤员。\n浏览 300`, publishedAt: at('11:00') })
    await world.after(30 * minuteMs)
    await world.after(5 * minuteMs)
    expect(world.running).toBe(false)
  })

  test('opens a closed matter again, and who groups is told', async () => {
    await world.happen(() => [{ type: 'countdown-waived', kind: 'press-conference', reason: '领导同意' }])
    await world.happen((state) => close(state, { reason: '完成', despite: '等级已口头核定' }, { now: world.clock.now(), actor: leader }))
    world.web.pages.delete(url)
    await world.after(30 * minuteMs)
    await world.after(5 * minuteMs)
    expect(world.state.status).toBe('open')
    expect(world.reopened).toEqual(['inc-test'])
  })

  test('is looked at by one process of two, and by the other when that is gone', async () => {
    const other = world.watchBy('b')
    await world.after(0, other)
    world.clock.advance(30 * minuteMs)
    await world.after(0)
    await world.after(0, other)
    expect(world.web.asked).toEqual([url])
    await world.watch.close()
    await world.after(0, other)
    expect(world.web.asked).toEqual([url, url])
  })
})

test('a release whose text of then is not known any more is lost when it takes itself back', async () => {
  await world.release(wording)
  await world.after(0)
  world.web.kept.clear()
  world.web.pages.set(url, { text: `${wording}\n此稿作废，请勿转发。`, publishedAt: at('11:00') })
  await world.after(30 * minuteMs)
  await world.after(5 * minuteMs)
  expect(world.running).toBe(true)
  expect(world.state.releases[0]?.lost?.reason).toContain('此稿作废')
})

describe('a page that showed a conference', () => {
  const report = '11时，市政府召开新闻发布会，通报爆炸事故情况。会上，发言人表示将继续发布进展。'
  const conferenceClock = (): unknown => {
    const clock = world.state.countdowns.find(({ kind }) => kind === 'press-conference')
    return clock?.settled === null ? `running ${clock.dueAt}` : clock?.settled?.state
  }

  beforeEach(async () => {
    world.web.pages.set(url, { text: report, publishedAt: at('11:00') })
    const page = await world.web.releases.fetchReport(url)
    const claim = { venue: '新闻发布厅', speaker: '新闻发言人', heldAt: at('11:00') }
    await world.happen((state) => recordConference(state, { ...page, ...claim }, { now: world.clock.now(), actor: officer }))
    world.web.asked.length = 0
    await world.after(0)
  })

  test('stands while it says so, whatever else it says', async () => {
    world.web.pages.set(url, { text: `${report}浏览 12`, publishedAt: at('11:00') })
    for (let looks = 0; looks < 4; looks++) await world.after(30 * minuteMs)
    expect(world.web.asked.length).toBe(4)
    expect([conferenceClock(), world.state.publicPhase]).toEqual(['met', 'conference-held'])
  })

  test('and is gone lets its clock run from the old anchor', async () => {
    world.web.pages.delete(url)
    await world.after(30 * minuteMs)
    expect(conferenceClock()).toBe('met')
    await world.after(5 * minuteMs)
    expect(conferenceClock()).toBe(`running ${at('10:00', '2031-03-13')}`)
    expect(world.state).toMatchObject({ publicPhase: 'silent', conferences: [{ lost: { reason: expect.stringContaining('404') as string } }] })
  })

  test('and takes it back lets its clock run, with what it says now kept', async () => {
    world.web.pages.set(url, { text: '原定11时召开的新闻发布会已取消，未能召开。有关情况另行通报。', publishedAt: at('11:00') })
    await world.after(30 * minuteMs)
    await world.after(5 * minuteMs)
    expect(conferenceClock()).toMatch(/^running/)
    const body = world.store.documents.get('inc-test')?.events.at(-1)?.body
    expect(body).toMatchObject({ type: 'press-conference-lost', since: at('11:30'), reason: expect.stringContaining('已取消') as string })
    expect([...world.web.kept.keys()]).toContain(body?.type === 'press-conference-lost' ? body.evidence?.snapshot : '')
  })

  test('opens a closed matter again', async () => {
    await world.happen(() => [{ type: 'countdown-waived', kind: 'authoritative-release', reason: '领导同意' }])
    await world.happen((state) => close(state, { reason: '完成', despite: '等级已口头核定' }, { now: world.clock.now(), actor: leader }))
    world.web.pages.delete(url)
    await world.after(30 * minuteMs)
    await world.after(5 * minuteMs)
    expect(world.state.status).toBe('open')
    expect(world.reopened).toEqual(['inc-test'])
  })
})

test('a release that nothing was approved for is held against its own text, counters left out', async () => {
  await world.release(`${wording}\n浏览量：12`)
  await world.after(0)
  world.web.pages.set(url, { text: `${wording}\n浏览量：3456`, publishedAt: at('11:00') })
  await world.after(30 * minuteMs)
  await world.after(5 * minuteMs)
  expect(world.running).toBe(false)
  world.web.pages.set(url, { text: `${wording.replace('12人', '3人')}\n浏览量：3456`, publishedAt: at('11:00') })
  await world.after(30 * minuteMs)
  await world.after(5 * minuteMs)
  expect(world.running).toBe(true)
})

test('links are read from pages, Atom and RSS, absolute, each once', () => {
  const text = `<a href="/a.html#top">a</a> <a href='b.html?x=1&amp;y=2'>b</a> <a href="/a.html">a</a> <a href="javascript:void(0)">c</a>
    <a href="mailto:x@city.example">m</a> <link href="/style.css"> <link href="https://city.example/atom"/> <link><![CDATA[https://city.example/rss]]></link>`
  expect(linksIn(text, 'https://city.example/news/list.html')).toEqual([
    'https://city.example/a.html',
    'https://city.example/news/b.html?x=1&y=2',
    'https://city.example/atom',
    'https://city.example/rss'
  ])
})
