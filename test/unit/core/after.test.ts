import { describe, expect, it } from 'vitest'
import { reviewFacts } from '../../../core/archive/review-facts.ts'
import { VoiceCounter } from '../../../core/archive/voice-curve.ts'
import { archive } from '../../../core/incident/archive.ts'
import { close } from '../../../core/incident/close.ts'
import type { IncidentEventBody } from '../../../core/incident/events.ts'
import { note } from '../../../core/incident/note.ts'
import { reopen } from '../../../core/incident/reopen.ts'
import { review } from '../../../core/incident/review.ts'
import { IncidentDocument } from '../../../core/incident/state.ts'
import { update } from '../../../core/incident/update.ts'
import { machine } from '../../../core/actor.ts'
import { addMs } from '../../../core/instant.ts'
import { archiveRules } from '../../support/archive-rules.ts'
import { closedMatter, emptyForm, filed, noVoices, openArchiveDesk } from '../../support/archive-desk.ts'
import { judged } from '../../support/api-incidents.ts'
import { analyst, anchor, at, document, evidenceOf, leader, officer, openingOf, person } from '../../support/incidents.ts'

const now = at('15:00')
const ctx = (actor = analyst) => ({ now, actor })
const released: IncidentEventBody = { type: 'release-recorded', evidence: evidenceOf('http://gov.example/1', at('12:00')), comparison: null }
const opened = openingOf('III', [anchor('first-published', at('08:30'))])
const closed: IncidentEventBody = { type: 'closed', reason: '处置完毕' }
const open = document([...opened, released], at('08:30'))
const ended = document([...opened, released, closed], at('08:30'))
const facts = reviewFacts(ended.state, noVoices)
const reviewed = document([...opened, released, closed, { type: 'reviewed', facts, form: emptyForm }], at('08:30'))
const filing = {
  number: 'WS·2031-D30-0001',
  keptFor: { years: 30, source: '测试' },
  package: { file: '2031-0001.tar', bytes: 1, root: 'r', headHash: 'h', mentions: 0, evidence: 0, missing: 0 }
}
const archived = document([...opened, released, closed, { type: 'archived', ...filing }], at('08:30'))

describe('办结', () => {
  it('is done when nothing is left to do', () => {
    expect(close(open.state, { reason: '处置完毕' }, ctx())).toEqual([closed])
  })

  const wording: IncidentEventBody[] = [
    { type: 'wording-drafted', version: 1, text: '已处置' },
    { type: 'wording-approved', version: 1 }
  ]
  const call = { type: 'call-listed' as const, callId: 'c', contactId: 'x', name: '市长', role: 'leader', departmentId: null, reason: 'r', why: [] }
  const unfinished = document(
    [...opened, { body: released, at: at('12:00') }, ...wording.map((body) => ({ body, at: at('13:00') })), call],
    at('08:30')
  )

  it('is refused with the list of what is left', () => {
    expect(() => close(unfinished.state, { reason: '完' }, ctx(leader))).toThrow(
      '尚有未办完的事项：口径第 1 版已核准，尚未发布、电话通知市长未完成。请先办完，或由领导写明理由后办结'
    )
  })

  // A page tells its time to the minute only: it looks older than a wording that was approved in that minute.
  it('takes a wording as published by a page that carries it, though the page names the minute in which it was approved', () => {
    const carrying = (version: number): IncidentEventBody => ({
      ...released,
      comparison: { version, carries: true, share: 1, asked: 0.9, differing: [] }
    })
    const approvedInThatMinute = addMs(at('12:00'), 40_000)
    const published = (version: number) =>
      document(
        [
          ...opened,
          ...wording.map((body) => ({ body, at: approvedInThatMinute })),
          { body: carrying(version), at: addMs(approvedInThatMinute, 5000) }
        ],
        at('08:30')
      )
    expect(close(published(1).state, { reason: '处置完毕' }, ctx())).toEqual([closed])
    expect(() => close(published(0).state, { reason: '处置完毕' }, ctx())).toThrow('口径第 1 版已核准，尚未发布')
  })

  it('is done all the same with a leader’s reason, which stays on the record with the list', () => {
    const [body] = close(unfinished.state, { reason: '完', despite: '已当面通报' }, ctx(leader))
    expect(body).toEqual({
      type: 'closed',
      reason: '完',
      waived: { matters: ['口径第 1 版已核准，尚未发布', '电话通知市长未完成'], reason: '已当面通报' }
    })
    expect(() => close(unfinished.state, { reason: '完', despite: '赶时间' }, ctx(officer))).toThrow('须由领导写明理由')
  })
})

describe('评估', () => {
  it('keeps what the machine counted and what people wrote', () => {
    expect(review(ended.state, { facts, form: { ...emptyForm, lessons: ' 早发 ' } }, ctx())).toEqual([
      { type: 'reviewed', facts, form: { ...emptyForm, lessons: '早发' } }
    ])
    expect(reviewed.state.after?.review).toMatchObject({ form: emptyForm, facts: { minutesToFirstRelease: 210, releases: 1, updates: 0 } })
  })

  it('is refused before it has ended, without lessons, and of whom it is not asked', () => {
    expect(() => review(open.state, { facts, form: emptyForm }, ctx())).toThrow('事件尚未办结，不能评估')
    expect(() => review(ended.state, { facts, form: { ...emptyForm, lessons: ' ' } }, ctx())).toThrow('请写明经验教训')
    expect(() => review(ended.state, { facts, form: emptyForm }, ctx(person('承办', ['handler'])))).toThrow('您的角色不能进行此操作')
  })

  it('counts how late each clock was kept; what never was has no lateness', () => {
    const late = document([...opened, { body: released, at: at('10:00', '2031-03-15') }], at('08:30'))
    expect(reviewFacts(late.state, noVoices).clocks).toMatchObject([{ words: '回应', state: 'met', lateMinutes: 90 + 24 * 60 }])
    expect(reviewFacts(document(opened, at('08:30')).state, noVoices)).toMatchObject({
      minutesToFirstRelease: null,
      clocks: [{ state: 'running', lateMinutes: null }]
    })
  })

  it('counts voices by the hour, and never takes unknown for none', () => {
    const counter = new VoiceCounter(at('09:30'))
    for (const [id, time] of [
      ['a', '08:10'],
      ['b', '08:20'],
      ['c', '10:05']
    ] as const) {
      const { mention, assessment } = judged(id, at(time), 'inc')
      counter.add({ mention, assessment, incidentId: 'inc', firstSeenAt: now, versions: 1, observations: 1 })
    }
    expect(counter.result()).toMatchObject({
      mentions: 3,
      sources: 1,
      views: null,
      interactions: { total: 36, of: 3 },
      peak: { from: at('08:00'), mentions: 2, negative: 1 },
      end: { from: at('10:00'), mentions: 1 },
      before: 1,
      after: 1
    })
    expect(noVoices).toMatchObject({ views: null, interactions: null, peak: null, before: null })
  })
})

describe('重新办理', () => {
  it('opens a closed matter again with its reason; what was reviewed counts no more', () => {
    expect(reopen(reviewed.state, { reason: '又有人反映' }, ctx(leader))).toEqual([{ type: 'reopened', reason: '又有人反映' }])
    const again = document(
      [...opened, released, closed, { type: 'reviewed', facts, form: emptyForm }, { type: 'reopened', reason: '又有人反映' }],
      at('08:30')
    )
    expect(again.state).toMatchObject({ status: 'open', after: { review: null, filed: null } })
  })

  it('is refused of what is open, dismissed or filed, and to whom is no leader', () => {
    expect(() => reopen(open.state, { reason: 'r' }, ctx(leader))).toThrow('事件尚未办结')
    expect(() =>
      reopen(document([...opened, { type: 'dismissed', reason: '误报', secondedBy: null }], now).state, { reason: 'r' }, ctx(leader))
    ).toThrow('请另行立案')
    expect(() => reopen(archived.state, { reason: 'r' }, ctx(leader))).toThrow('事件已归档（WS·2031-D30-0001），只能查阅，不能再改动')
    expect(() => reopen(ended.state, { reason: 'r' }, ctx(officer))).toThrow('您的角色不能进行此操作')
  })
})

describe('归档', () => {
  const headHash = (of: typeof ended): string => of.events.at(-1)?.hash ?? ''
  const order = (of: typeof ended) => ({ rules: archiveRules, number: filing.number, package: { ...filing.package, headHash: headHash(of) } })

  it('is the last event, with number, retention and root', () => {
    expect(archive(ended.state, ended.events, order(ended), ctx())).toEqual([
      { type: 'archived', number: filing.number, keptFor: { years: 30, source: '测试' }, package: { ...filing.package, headHash: headHash(ended) } }
    ])
  })

  it('is refused before 办结, before the review where one is asked for, without rules, and of a package that is old', () => {
    expect(() => archive(open.state, open.events, order(open), ctx())).toThrow('事件尚未办结，不能归档')
    const rules = { ...archiveRules, reviewedFirst: ['III' as const] }
    expect(() => archive(ended.state, ended.events, { ...order(ended), rules }, ctx())).toThrow('较大事件须先评估，再归档')
    expect(archive(reviewed.state, reviewed.events, { ...order(reviewed), rules }, ctx())).toHaveLength(1)
    expect(() => archive(ended.state, ended.events, { ...order(ended), rules: null }, ctx())).toThrow('没有配置归档规则')
    expect(() => archive(ended.state, ended.events, { ...order(ended), package: filing.package }, ctx())).toThrow('期间事件又有变化')
    expect(() => archive(ended.state, ended.events, { ...order(ended), rules: { ...archiveRules, retention: [] } }, ctx())).toThrow(
      '没有写明较大事件的保管期限'
    )
  })

  it('is refused while a unit is under supervision: nothing of it could be written any more', () => {
    const entry = {
      kind: 'order',
      unit: { id: 'safety', name: '安全处' },
      status: 'issued',
      number: { series: 's', number: 1, words: '1号' },
      rectification: 'due'
    }
    const supervised = { ...ended.state, supervision: { entries: [entry], declined: [] } } as unknown as typeof ended.state
    expect(() => archive(supervised, ended.events, order(ended), ctx())).toThrow('督办尚未了结：督办单（安全处）整改未验收')
  })

  it('leaves nothing that may change the incident: people are told, machines change nothing, a note neither', { timeout: 120_000 }, async () => {
    expect(() => note(archived.state, { text: '补记' }, ctx())).toThrow('事件已归档')
    expect(() => close(archived.state, { reason: '完' }, ctx())).toThrow('事件已归档')
    const desk = await openArchiveDesk()
    try {
      await closedMatter(desk)
      const before = await filed(desk)
      const change = { at: now, cause: 'later' }
      const decide = () => [{ type: 'noted' as const, text: '后来' }]
      await expect(update(desk.writer, 'inc-1', { ...change, actor: analyst }, decide)).rejects.toThrow('事件已归档')
      expect(await update(desk.writer, 'inc-1', { ...change, actor: machine('pipeline') }, decide)).toEqual(before)
      expect(await desk.stores.incidents.get('inc-1')).toEqual(before)
      expect(IncidentDocument.parse(before)).toEqual(before)
      expect((await desk.stores.audit.read(0, 100)).find(({ action }) => action === 'archive.made')?.detail).toContain(
        before.state.after?.filed?.package.root
      )
      await expect(filed(desk)).rejects.toThrow('事件已归档')
    } finally {
      await desk.close()
    }
  })
})
