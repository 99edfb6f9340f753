import { describe, expect, test } from 'vitest'
import { sha256 } from '../../../adapters/hash.ts'
import { machine, type Actor } from '../../../core/actor.ts'
import { countdownState } from '../../../core/countdown.ts'
import { noticesDue } from '../../../core/escalation.ts'
import { ForbiddenError, RefusedError } from '../../../core/errors.ts'
import { approveWording } from '../../../core/incident/approve-wording.ts'
import { findFault, chainStart, seal } from '../../../core/incident/chain.ts'
import { close } from '../../../core/incident/close.ts'
import { draftWording } from '../../../core/incident/draft-wording.ts'
import type { IncidentEvent, IncidentEventBody } from '../../../core/incident/events.ts'
import { replay } from '../../../core/incident/evolve.ts'
import { loseConference } from '../../../core/incident/lose-conference.ts'
import { findPageAgain, missPage } from '../../../core/incident/watched-page.ts'
import { changeRelease, loseRelease } from '../../../core/incident/lose-release.ts'
import { proposeRelease } from '../../../core/incident/propose-release.ts'
import type { PublishedPage } from '../../../core/incident/published-page.ts'
import { recordRelease } from '../../../core/incident/record-release.ts'
import { IncidentDocument } from '../../../core/incident/state.ts'
import type { IncidentState } from '../../../core/incident/state.ts'
import type { Decision } from '../../../core/incident/update.ts'
import { addMs, type Instant } from '../../../core/instant.ts'
import { Policy } from '../../../core/policy.ts'
import { contacts, opened, ways } from '../../support/alerting-ladder.ts'
import { anchor, at, evidenceOf, leader, officer, person, policy } from '../../support/incidents.ts'

const wording = '临江区一化工厂发生爆炸，造成12人死亡。救援正在进行，原因正在调查。'
const speaker = person('发言', ['spokesperson'])
const watcher = machine('alerting')
const url = 'https://city.example/1'

/** An incident that grows by verbs, as a timeline with its chain. */
class Matter {
  events: IncidentEvent[] = []

  constructor(release: Policy['release'] | null = null) {
    const step = (on: string) => ({ id: on, on, grades: ['II'], to: ['duty-officer'], channels: ['dashboard'], words: `步骤 ${on}`, source: '测试' })
    const all = {
      ...policy,
      escalation: [step('release-lost'), step('release-proposed'), step('release-unreadable')],
      ...(release === null ? {} : { release })
    }
    this.add(opened('II', [anchor('first-published', at('10:00'))], { policy: Policy.parse(all) }), at('10:05'))
  }

  get state(): IncidentState {
    return replay('inc-test', this.events)
  }

  add(bodies: Decision, now: Instant, actor: Actor = watcher): this {
    for (const body of bodies) {
      const seq = this.events.length + 1
      this.events.push(seal(sha256, { seq, id: `cause-${seq}`, at: now, actor, body, previous: this.events.at(-1)?.hash ?? chainStart }))
    }
    return this
  }

  approved(text = wording): this {
    this.add(draftWording(this.state, { text }, { now: at('10:30'), actor: officer }), at('10:30'), officer)
    const version = this.state.wordings?.length ?? 0
    return this.add(approveWording(this.state, { version }, { now: at('10:40'), actor: leader }), at('10:40'), leader)
  }

  released(page: PublishedPage, now: Instant): this {
    return this.add(recordRelease(this.state, page, { now, actor: officer }), now, officer)
  }

  clock(now: Instant): string {
    const [countdown] = this.state.countdowns
    return countdown === undefined ? 'none' : `${countdownState(countdown, now)} ${countdown.dueAt}`
  }

  clocks(now: Instant): string[] {
    return this.state.countdowns.map((countdown) => `${countdownState(countdown, now)} ${countdown.dueAt}`)
  }

  told(now: Instant): string[] {
    const document = { id: 'inc-test', version: 1, events: this.events, state: this.state, rollup: null }
    return noticesDue({ document, contacts, channels: ways, now, sha256, fetchedElapsedMs: null }).notices.map(
      ({ title, body }) => `${title}\n${body}`
    )
  }
}

function page(text: string, published = at('11:00'), address = url): PublishedPage {
  return { evidence: { ...evidenceOf(address, published), textHash: sha256(text), snapshot: sha256(`bytes ${text}`) }, text }
}

describe('口径', () => {
  test('goes by versions; what is approved holds until the next one is', () => {
    const matter = new Matter().approved()
    matter.add(draftWording(matter.state, { text: '第二版口径' }, { now: at('11:00'), actor: officer }), at('11:00'), officer)
    expect(matter.state.wordings?.map(({ version, approvedAt }) => [version, approvedAt])).toEqual([
      [1, at('10:40')],
      [2, null]
    ])
    expect(matter.released(page(wording), at('11:30')).state.releases[0]?.comparison?.version).toBe(1)
  })

  test('the same words again are no new version', () => {
    const matter = new Matter().approved()
    expect(draftWording(matter.state, { text: ` ${wording} ` }, { now: at('11:00'), actor: officer })).toEqual([])
  })

  test('is approved by a role that the policy names, by another than who drafted it, in its newest version', () => {
    const matter = new Matter({ ...rules(), approvers: ['spokesperson'] })
    matter.add(draftWording(matter.state, { text: wording }, { now: at('10:30'), actor: speaker }), at('10:30'), speaker)
    const approve = (actor: Actor, version = 1) => approveWording(matter.state, { version }, { now: at('10:40'), actor })
    expect(() => approve(leader)).toThrow(ForbiddenError)
    expect(() => approve(watcher)).toThrow(ForbiddenError)
    expect(() => approve(speaker)).toThrow(/不能由拟稿人自己核准/)
    expect(() => approve(person('另一发言', ['spokesperson']), 2)).toThrow(/没有第 2 版/)
    expect(approve(person('另一发言', ['spokesperson']))).toEqual([{ type: 'wording-approved', version: 1 }])
    matter.add(draftWording(matter.state, { text: '新的一版' }, { now: at('10:50'), actor: speaker }), at('10:50'), speaker)
    expect(() => approve(person('另一发言', ['spokesperson']))).toThrow(/已有第 2 版/)
  })
})

describe('a release', () => {
  test('stops the clock when it carries the approved wording', () => {
    const matter = new Matter().approved().released(page(`通报\n${wording}`), at('11:30'))
    expect(matter.clock(at('16:00'))).toMatch(/^met/)
    expect(matter.state.releases[0]?.comparison).toMatchObject({ carries: true, version: 1 })
  })

  test('leaves it running when a figure differs, and says which', () => {
    const matter = new Matter().approved()
    const differs = page(wording.replace('12人', '3人'))
    expect(() => matter.released(differs, at('11:30'))).toThrow(/口径为“造成12人死亡”，页面为“造成3人死亡”/)
    expect(matter.clock(at('11:30'))).toMatch(/^running/)
  })

  test('without approved wording counts where the policy compares only what is approved, uncompared', () => {
    const matter = new Matter({ ...rules(), wording: 'when-approved' }).released(page(wording), at('11:30'))
    expect(matter.state.releases[0]?.comparison).toBeNull()
  })

  test('without approved wording counts no more when the page takes itself back', () => {
    const matter = new Matter({ ...rules(), wording: 'when-approved' })
    expect(() => matter.released(page(`${wording}本通报已撤回。`), at('11:30'))).toThrow(/页面写明「本通报已撤回」/)
    expect(matter.clock(at('11:30'))).toMatch(/^running/)
  })

  test('without approved wording stops nothing where the policy requires it', () => {
    const matter = new Matter({ ...rules(), wording: 'required' })
    expect(() => matter.released(page(wording), at('11:30'))).toThrow(/还没有已核准的口径.*测试政策/)
  })

  test('that shows the minute in which the matter began is from after it', () => {
    const matter = new Matter()
    matter.add([{ type: 'anchor-set', anchor: { ...anchor('first-published', addMs(at('10:00'), 30_000)), precision: 'second' } }], at('10:10'))
    expect(matter.released(page(wording, at('10:00')), at('11:30')).state.releases).toHaveLength(1)
    expect(() => matter.released(page(wording, at('09:59')), at('11:30'))).toThrow(/早于/)
  })

  test('that shows no time is judged by what the server says of its last change', () => {
    const timeless = page(wording)
    const marked = (lastModified: Instant): PublishedPage => ({
      ...timeless,
      evidence: { ...timeless.evidence, publishedAt: null, publishedPrecision: null, marks: { date: null, lastModified } }
    })
    expect(() => new Matter().released(marked(at('09:00')), at('11:30'))).toThrow(/最后修改于 .*早于/)
    expect(new Matter().released(marked(at('11:00')), at('11:30')).state.releases).toHaveLength(1)
  })
})

describe('a release that is lost', () => {
  const lost = (matter: Matter, now: Instant): Matter =>
    matter.add(loseRelease(matter.state, page(wording).evidence, { reason: '此网址的页面不存在（404）', since: at('11:50') }), now)

  test('lets the clock run again from its old anchor, and is told up the ladder once', () => {
    const matter = lost(new Matter().approved().released(page(wording), at('11:30')), at('12:00'))
    expect(matter.clock(at('12:00'))).toBe(`running ${at('15:00')}`)
    expect(matter.clock(at('15:30'))).toBe(`overdue ${at('15:00')}`)
    expect(matter.state).toMatchObject({ publicPhase: 'silent', releases: [{ lost: { at: at('12:00') } }] })
    expect(matter.told(at('12:00'))).toEqual([expect.stringMatching(/权威发布已失效[^]*city.example\/1[^]*404/)])
    matter.add([{ type: 'escalated', step: 'release-lost:release-lost', words: '', reached: [], unreachable: [] }], at('12:00'))
    expect(matter.told(at('12:30'))).toEqual([])
    matter.released(page(wording, at('12:40')), at('12:45'))
    expect(lost(matter, at('13:00')).told(at('13:00'))).toHaveLength(1)
  })

  test.each(['?x=1', '?from=timeline&_t=3', '#top', '/'])('has no second release in the same page with %s', (more) => {
    const matter = new Matter().approved().released(page(wording), at('11:30'))
    expect(recordRelease(matter.state, page(wording, at('11:00'), `${url}${more}`), { now: at('11:40'), actor: officer })).toEqual([])
    expect(lost(matter, at('12:00')).clock(at('12:00'))).toMatch(/^running/)
  })

  test('changes no clock while another release stands', () => {
    const matter = new Matter().approved().released(page(wording), at('11:30'))
    matter.released(page(`${wording}转载`, at('11:40'), 'https://city.example/2'), at('11:45'))
    expect(lost(matter, at('12:00')).clock(at('16:00'))).toMatch(/^met/)
    expect(matter.state.countdowns[0]?.settled?.reason).toBe('https://city.example/2')
    expect(matter.told(at('12:00'))).toEqual([])
  })

  test('says that no clock runs again where a leader had waived it', () => {
    const matter = new Matter().approved()
    matter.add([{ type: 'countdown-waived', kind: 'authoritative-release', reason: '领导同意' }], at('11:20'))
    const told = lost(matter.released(page(wording), at('11:30')), at('12:00')).told(at('12:00'))
    expect(told).toEqual([expect.stringContaining('没有因此恢复计算的时限')])
    expect(told[0]).not.toContain('时限恢复计算')
  })

  test('opens a closed matter again', () => {
    const matter = new Matter().approved().released(page(wording), at('11:30'))
    matter.add([{ type: 'countdown-waived', kind: 'press-conference', reason: '领导同意' }], at('11:40'))
    matter.add(close(matter.state, { reason: '完成', despite: '等级已口头核定' }, { now: at('12:00'), actor: leader }), at('12:00'), leader)
    expect(lost(matter, at('13:00')).state).toMatchObject({ status: 'open', handling: 'assigned' })
    expect(matter.state.countdowns.map(({ settled }) => settled?.state ?? 'running')).toEqual(['running', 'waived'])
    expect(findFault(sha256, matter.events)).toBeNull()
  })

  test('is lost once only, and what changed counts as lost', () => {
    const matter = lost(new Matter().approved().released(page(wording), at('11:30')), at('12:00'))
    expect(loseRelease(matter.state, page(wording).evidence, { reason: '', since: at('12:00') })).toEqual([])
    const other = new Matter().approved().released(page(wording), at('11:30'))
    const comparison = { version: 1, carries: false, share: 0.5, asked: 0.9, differing: [] }
    const { evidence } = page('别的话')
    other.add(changeRelease(other.state, page(wording).evidence, { evidence, comparison, since: at('12:00') }), at('12:05'))
    expect(other.clock(at('12:10'))).toMatch(/^running/)
    expect(other.told(at('12:10'))).toHaveLength(1)
  })
})

describe('the page of a conference that is lost', () => {
  const evidence = evidenceOf('https://city.example/held', at('15:00'))
  const recorded = { type: 'press-conference-recorded', evidence, venue: '发布厅', speaker: '发言人', heldAt: at('14:00') } as const
  const lost = { reason: '此网址的页面不存在（404）', since: at('15:50'), evidence: null }

  test('is told up the ladder as a lost release is, once, and its clock runs from its old anchor', () => {
    const matter = new Matter().add([recorded], at('15:10'))
    expect(matter.clocks(at('15:30'))[1]).toMatch(/^met/)
    matter.add(loseConference(matter.state, evidence, lost), at('16:00'))
    expect(matter.clocks(at('16:00'))[1]).toBe(`running ${at('10:00', '2031-03-13')}`)
    expect(matter.told(at('16:00'))).toEqual([expect.stringMatching(/新闻发布会的证明已失效[^]*city.example\/held[^]*404[^]*时限恢复计算/)])
    matter.add([{ type: 'escalated', step: 'release-lost:release-lost', words: '', reached: [], unreachable: [] }], at('16:00'))
    expect(matter.told(at('16:30'))).toEqual([])
    expect(loseConference(matter.state, evidence, lost)).toEqual([])
  })

  test('changes nothing while another page shows it', () => {
    const other = { ...evidenceOf('https://city.example/held-2', at('15:00')) }
    const matter = new Matter().add([recorded, { ...recorded, evidence: other }], at('15:10'))
    matter.add(loseConference(matter.state, evidence, lost), at('16:00'))
    expect(matter.clocks(at('16:00'))[1]).toMatch(/^met/)
    expect(matter.told(at('16:00'))).toEqual([])
  })
})

describe('a recorded page that cannot be read for long', () => {
  test('is told to the duty officer once, and again when it can be read', () => {
    const matter = new Matter().approved().released(page(wording), at('11:30'))
    const key = page(wording).evidence
    matter.add(missPage(matter.state, key, { reason: '此网址没有给出页面（403）', since: at('12:00') }), at('13:00'))
    expect(matter.clock(at('16:00'))).toMatch(/^met/)
    expect(matter.told(at('13:00'))).toEqual([expect.stringMatching(/长时间无法核实[^]*自 2031-03-12 12:00[^]*city.example\/1/)])
    expect(missPage(matter.state, key, { reason: '', since: at('12:00') })).toEqual([])
    matter.add([{ type: 'escalated', step: 'release-unreadable:release-unreadable', words: '', reached: [], unreachable: [] }], at('13:00'))
    expect(matter.told(at('13:30'))).toEqual([])
    matter.add(findPageAgain(matter.state, key), at('14:00'))
    expect(matter.told(at('14:00'))).toEqual([expect.stringMatching(/又可核实/)])
  })
})

describe('a page that the machine found', () => {
  test('is proposed, stops nothing by itself, is told of, and a person records it', () => {
    const matter = new Matter().approved()
    matter.add(proposeRelease(matter.state, page(wording)), at('11:10'))
    expect(matter.clock(at('11:10'))).toMatch(/^running/)
    expect(matter.state.releaseProposals).toMatchObject([{ evidence: { url }, comparison: { carries: true } }])
    expect(matter.told(at('11:10'))).toEqual([expect.stringMatching(/疑似已发布，待确认/)])
    expect(proposeRelease(matter.state, page(wording))).toEqual([])
    matter.released(page(wording), at('11:20'))
    expect(matter.state.releaseProposals).toEqual([])
    expect(matter.told(at('11:30'))).toEqual([])
  })

  test('is recorded at once where the policy says so, but only when it carries the whole wording', () => {
    const matter = new Matter({ ...rules(), onMatch: 'record' }).approved()
    expect(proposeRelease(matter.state, page(wording.replace('12人', '3人')))).toMatchObject([{ type: 'release-proposed' }])
    expect(proposeRelease(matter.state, page(wording))).toMatchObject([{ type: 'release-recorded' }])
  })

  test('that carries a part only is told of so many times, one that carries it all always', () => {
    const matter = new Matter().approved()
    for (let number = 0; number < 8; number++) {
      const part = page(`${wording.replace('12人', '3人')}第${number}次`, at('11:00'), `https://city.example/part-${number}`)
      matter.add(proposeRelease(matter.state, part), at('11:10'))
    }
    expect(matter.state.releaseProposals).toHaveLength(5)
    expect(proposeRelease(matter.state, page(wording))).toHaveLength(1)
  })

  test.each([
    ['there is no approved wording', new Matter(), page(wording)],
    ['it is about something else', new Matter().approved(), page('市图书馆本周六起延长开放时间，欢迎市民前往。')],
    ['it is from before the matter', new Matter().approved(), page(wording, at('08:00'))],
    ['nothing is owed', new Matter().approved().released(page(wording), at('11:30')), page(`${wording}又及`)]
  ] as const)('is not proposed when %s', (_why, matter, found) => {
    expect(proposeRelease(matter.state, found)).toEqual([])
  })
})

test('releases that were recorded before pages were compared still read and count', () => {
  const old: IncidentEventBody = { type: 'release-recorded', evidence: evidenceOf(url, at('11:00')) }
  const conference: IncidentEventBody = {
    type: 'press-conference-recorded',
    evidence: evidenceOf(url, at('11:00')),
    venue: '厅',
    speaker: '人',
    heldAt: at('10:30')
  }
  const matter = new Matter().add([old, conference], at('11:30'))
  const stored: unknown = JSON.parse(JSON.stringify({ id: 'inc-test', version: 3, events: matter.events, state: matter.state, rollup: null }))
  const read = IncidentDocument.parse(stored)
  expect(read).toEqual(stored)
  expect(findFault(sha256, read.events)).toBeNull()
  expect(matter.clock(at('16:00'))).toMatch(/^met/)
  expect(() => new Matter(null).released(page(wording), at('11:30'))).not.toThrow(RefusedError)
})

function rules(): NonNullable<Policy['release']> {
  return {
    wording: 'when-approved',
    approvers: ['deputy-leader'],
    share: 0.9,
    onMatch: 'propose',
    proposeFrom: 0.6,
    recheckMinutes: 30,
    againMinutes: 5,
    watchDays: 7,
    source: '测试政策'
  }
}
