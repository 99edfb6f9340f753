import { describe, expect, test } from 'vitest'
import { noFacts } from '../../../core/assessment.ts'
import { ForbiddenError, RefusedError } from '../../../core/errors.ts'
import { noticesDue } from '../../../core/escalation.ts'
import { sha256 } from '../../../adapters/hash.ts'
import { approveWording } from '../../../core/incident/approve-wording.ts'
import { findFault } from '../../../core/incident/chain.ts'
import { checkFact } from '../../../core/incident/check-fact.ts'
import { close } from '../../../core/incident/close.ts'
import { draftWording } from '../../../core/incident/draft-wording.ts'
import { establishCause } from '../../../core/incident/establish-cause.ts'
import { openConflicts } from '../../../core/incident/publicity.ts'
import { recordRelease } from '../../../core/incident/record-release.ts'
import { loseRelease } from '../../../core/incident/lose-release.ts'
import { retractCause } from '../../../core/incident/retract-cause.ts'
import { returnWording } from '../../../core/incident/return-wording.ts'
import { settleConflict } from '../../../core/incident/settle-conflict.ts'
import { IncidentDocument } from '../../../core/incident/state.ts'
import { submitWording } from '../../../core/incident/submit-wording.ts'
import { approvedWording, wordingsInForce } from '../../../core/incident/wording.ts'
import { ReleasePolicy } from '../../../core/release-policy.ts'
import { contacts, ways } from '../../support/alerting-ladder.ts'
import { analyst, at, evidenceOf, leader, officer, person } from '../../support/incidents.ts'
import { shippedStages } from '../../support/staged-desk.ts'
import { threeSteps, WordingMatter } from '../../support/wording-matter.ts'

const words = '临江区一化工厂发生爆炸，造成12人死亡。原因正在调查。'
const chief = person('主要领导戊', ['leader'])
const speaker = person('发言人己', ['spokesperson', 'deputy-leader'])
const safety = { id: 'safety', name: '应急局' }
const health = { id: 'health', name: '卫健委' }

const draft =
  (text = words, unit?: typeof safety) =>
  (state: Parameters<typeof draftWording>[0], context: Parameters<typeof draftWording>[2]) =>
    draftWording(state, { text, ...(unit === undefined ? {} : { unit }) }, context)
const submit =
  (version = 1) =>
  (state: Parameters<typeof submitWording>[0], context: Parameters<typeof submitWording>[2]) =>
    submitWording(state, { version }, context)
const approve =
  (version = 1) =>
  (state: Parameters<typeof approveWording>[0], context: Parameters<typeof approveWording>[2]) =>
    approveWording(state, { version }, context)
const giveBack =
  (reason: string, version = 1) =>
  (state: Parameters<typeof returnWording>[0], context: Parameters<typeof returnWording>[2]) =>
    returnWording(state, { version, reason }, context)

function inForce(matter: WordingMatter, text: string, unit: typeof safety): WordingMatter {
  const version = (matter.state.wordings?.length ?? 0) + 1
  return matter
    .do(officer, '09:00', draft(text, unit))
    .do(officer, '09:01', submit(version))
    .do(analyst, '09:05', approve(version))
    .do(leader, '09:10', approve(version))
}

describe('拟稿、审核、签发', () => {
  test('are three steps of three persons; only the last puts the wording in force', () => {
    const matter = new WordingMatter().do(officer, '09:00', draft())
    expect(() => matter.do(analyst, '09:01', approve())).toThrow(/还是草稿/)
    matter.do(officer, '09:02', submit())
    expect(() => matter.do(chief, '09:03', approve())).toThrow(ForbiddenError)
    matter.do(analyst, '09:05', approve())
    expect(approvedWording(matter.state)).toBeNull()
    expect(() => matter.do(person('另一研判', ['analyst']), '09:06', approve())).toThrow(/由分管领导、主要领导签发/)
    matter.do(leader, '09:10', approve())
    expect(approvedWording(matter.state)).toMatchObject({ version: 1, approvedBy: leader, reviews: [{ words: '审核', by: analyst }] })
    expect(matter.events.slice(-4).map(({ body }) => body.type)).toEqual([
      'wording-drafted',
      'wording-submitted',
      'wording-reviewed',
      'wording-approved'
    ])
    expect(findFault(sha256, matter.events)).toBeNull()
  })

  test('are closed to the drafter and to who submitted, and nobody takes two', () => {
    const matter = new WordingMatter().do(speaker, '09:00', draft())
    const helper = person('协办庚', ['analyst'])
    matter.do(helper, '09:01', submit())
    expect(() => matter.do(speaker, '09:02', approve())).toThrow(/不能由拟稿人自己审核/)
    expect(() => matter.do(helper, '09:02', approve())).toThrow(/不能由提交人自己审核/)
    matter.do(leader, '09:03', approve())
    expect(() => matter.do(leader, '09:04', approve())).toThrow(/同一人不能办两步/)
    expect(() => matter.do(speaker, '09:04', approve())).toThrow(/不能由拟稿人自己签发/)
    expect(approvedWording(matter.do(chief, '09:05', approve()).state)?.version).toBe(1)
  })

  test('end with a return and its reason; a new version, even of the same words, begins anew', () => {
    const matter = new WordingMatter().do(officer, '09:00', draft()).do(officer, '09:01', submit())
    expect(() => matter.do(analyst, '09:02', giveBack(' '))).toThrow(/请写明理由/)
    expect(() => matter.do(officer, '09:02', giveBack('我收回'))).toThrow(ForbiddenError)
    matter.do(analyst, '09:02', giveBack('数字请与应急局再核'))
    expect(matter.state.wordings?.[0]?.returned).toMatchObject({ reason: '数字请与应急局再核', words: '审核', by: analyst })
    expect(() => matter.do(analyst, '09:03', approve())).toThrow(/已被退回/)
    expect(() => matter.do(officer, '09:03', submit())).toThrow(/已被退回/)
    matter.do(officer, '09:04', draft())
    expect(matter.state.wordings?.map(({ version }) => version)).toEqual([1, 2])
    expect(() => matter.do(analyst, '09:05', giveBack('再退', 1))).toThrow(/已有第 2 版/)
  })

  test('do nothing twice and nothing on a matter that has ended', () => {
    const matter = inForce(new WordingMatter(), words, safety)
    const before = matter.events.length
    matter.do(officer, '10:00', submit()).do(leader, '10:00', approve())
    expect(matter.events.length).toBe(before)
    const ended = new WordingMatter().do(officer, '09:00', draft())
    ended.add([{ type: 'closed', reason: '办结' }], at('09:30'))
    for (const verb of [draft('另一口径'), submit(), approve(), giveBack('理由')]) expect(() => ended.do(leader, '09:31', verb)).toThrow(/事件已办结/)
    expect(() => close(matter.state, { reason: '办结' }, { now: at('10:00'), actor: leader })).toThrow(RefusedError)
  })

  test('are one step under a policy that names none, as before', () => {
    const matter = new WordingMatter(ReleasePolicy.parse({})).do(officer, '09:00', draft())
    expect(() => matter.do(analyst, '09:01', approve())).toThrow(/由新闻发言人、分管领导、主要领导核准/)
    matter.do(leader, '09:02', approve())
    expect(matter.events.at(-1)?.body).toEqual({ type: 'wording-approved', version: 1 })
  })

  test('are told to those who have to take them, once a step', () => {
    const matter = new WordingMatter().do(officer, '09:00', draft())
    const told = () =>
      noticesDue({ document: matter.document, contacts, channels: ways, now: at('09:30'), sha256, fetchedElapsedMs: null }).notices.map(
        ({ reason, body }) => `${reason} ${body}`
      )
    expect(told()).toEqual([])
    matter.do(officer, '09:02', submit())
    expect(told()).toEqual([expect.stringMatching(/^wording-waits[^]*口径第 1 版待审核/)])
    matter.do(analyst, '09:05', approve())
    expect(told()).toEqual([expect.stringMatching(/^wording-waits[^]*口径第 1 版待签发/)])
    expect(told.call(matter.do(leader, '09:06', approve()))).toEqual([])
  })
})

describe('a wording that cannot go out', () => {
  test('has a gap, and each is named', () => {
    const matter = new WordingMatter().do(officer, '09:00', draft('造成【待核：死亡人数】人死亡，【待核】。'))
    expect(() => matter.do(officer, '09:01', submit())).toThrow(/还有 2 处待核：死亡人数、未写明/)
    const old = new WordingMatter(ReleasePolicy.parse({})).do(officer, '09:00', draft('造成【待核：死亡人数】人死亡。'))
    expect(() => old.do(leader, '09:01', approve())).toThrow(/待核：死亡人数/)
  })

  test('says nothing, or promises news for a moment that passes before it is approved', () => {
    const hollow = new WordingMatter().do(officer, '09:00', draft('有关部门正在积极处置，相关情况将及时发布。'))
    expect(() => hollow.do(officer, '09:01', submit())).toThrow(/口径没有说出任何具体内容/)
    const matter = new WordingMatter().do(officer, '09:00', draft(`${words}后续情况将于3月12日11时前再次发布。`)).do(officer, '09:01', submit())
    matter.do(analyst, '10:00', approve())
    expect(() => matter.do(leader, '11:01', approve())).toThrow(/下次发布时间已经过去/)
    const plain = new WordingMatter().do(officer, '09:00', draft(`${words}后续情况将继续发布。`))
    expect(() => plain.do(officer, '09:01', submit())).not.toThrow()
  })

  test('promises news later than the rule of its grade allows', () => {
    const staged = new WordingMatter(threeSteps, shippedStages)
    staged.do(officer, '09:00', draft(`${words}后续情况将于3月13日10时前再次发布。`))
    expect(() => staged.do(officer, '09:01', submit())).toThrow(/太远，最迟为 2031-03-13 01:00（续报发布时限 12小时，/)
  })

  test('states a cause before one is found, also between two steps', () => {
    const stating = '临江区一化工厂发生爆炸。爆炸系操作不当所致。'
    const matter = new WordingMatter().do(officer, '09:00', draft(stating))
    expect(() => matter.do(officer, '09:01', submit())).toThrow(/原因尚未认定[^]*「爆炸系操作不当所致」/)
    const found = { cause: '操作不当', basis: '事故调查组第1号简报' }
    matter.do(officer, '09:02', (state, context) => establishCause(state, found, context)).do(officer, '09:03', submit())
    matter.do(leader, '09:04', (state, context) => retractCause(state, { reason: '简报撤回' }, context))
    expect(() => matter.do(analyst, '09:05', approve())).toThrow(/原因尚未认定/)
    expect(() => matter.do(leader, '09:05', (state, context) => retractCause(state, { reason: '再撤' }, context))).toThrow(/无可撤回/)
  })

  test.each([
    ['', /请填写口径/],
    [' \n ', /请填写口径/],
    ['字'.repeat(6001), /最多 6000 字，现有 6001 字/],
    ['造成\u202e21人\u202c死亡', /看不见的控制字符（U\+202E）/],
    ['造成\u0000死亡', /U\+0000/]
  ])('is refused as it is typed: %j', (text, message) => {
    expect(() => new WordingMatter().do(officer, '09:00', draft(text))).toThrow(message)
  })

  test('keeps markup and formulas as text', () => {
    const hostile = '=HYPERLINK("http://x")<script>alert(1)</script>{{伤亡}} --'
    const matter = new WordingMatter().do(officer, '09:00', draft(`\ufeff${hostile}\r\n第二行`))
    expect(matter.state.wordings?.[0]?.text).toBe(`${hostile}\n第二行`)
  })
})

describe('what units say in public', () => {
  const page = (text: string, url: string, outlet: string, clock: string) => ({
    evidence: { ...evidenceOf(url, at(clock)), outlet, textHash: sha256(text), snapshot: sha256(`bytes ${text}`) },
    text
  })

  test('is in force by unit: the newest of each', () => {
    const matter = inForce(inForce(inForce(new WordingMatter(), words, safety), words, health), `${words}伤员已送医。`, safety)
    expect(wordingsInForce(matter.state).map(({ version }) => version)).toEqual([3, 2])
    const carried = recordRelease(matter.state, page(words, 'https://wjw.example/1', '卫健委网站', '09:30'), { now: at('09:30'), actor: officer })
    expect(carried).toMatchObject([{ comparison: { version: 2, carries: true } }])
  })

  test('is flagged with both passages when it contradicts, and told to the desk', () => {
    const matter = inForce(inForce(new WordingMatter(), words, safety), '临江区一化工厂发生爆炸，造成15人死亡。', health)
    const [conflict] = openConflicts(matter.state)
    expect(conflict).toMatchObject({ sort: 'figure', about: '死亡' })
    expect(conflict?.sides.map(({ unit, what, passage }) => [unit, what, passage])).toEqual([
      ['卫健委', '口径第 2 版', '临江区一化工厂发生爆炸，造成15人死亡'],
      ['应急局', '口径第 1 版', '临江区一化工厂发生爆炸，造成12人死亡']
    ])
    const { notices } = noticesDue({ document: matter.document, contacts, channels: ways, now: at('09:30'), sha256, fetchedElapsedMs: null })
    expect(notices.map(({ title, body }) => title + body)).toEqual([expect.stringMatching(/各单位对外口径不一致[^]*15人死亡[^]*12人死亡/)])
  })

  test('ends by itself when they say the same, and does not come twice', () => {
    const matter = inForce(inForce(new WordingMatter(), words, safety), '造成15人死亡。', health)
    inForce(matter, '临江区一化工厂发生爆炸，造成15人死亡。', safety)
    expect(openConflicts(matter.state)).toEqual([])
    expect(matter.events.map(({ body }) => body.type).filter((type) => type.startsWith('public-conflict'))).toEqual([
      'public-conflict-found',
      'public-conflict-ended'
    ])
  })

  test('is settled by a person with a reason, and comes again when something else is said', () => {
    const matter = inForce(inForce(new WordingMatter(), words, safety), '造成15人死亡。', health)
    const conflict = openConflicts(matter.state)[0]?.id ?? ''
    const settle = (reason: string) => matter.do(officer, '10:00', (state, context) => settleConflict(state, { conflict, reason }, context))
    expect(() => settle('')).toThrow(/请写明理由/)
    settle('统计口径不同：医院内死亡另计，已商定统一用15人')
    expect(openConflicts(matter.state)).toEqual([])
    inForce(matter, '造成16人死亡。', health)
    expect(openConflicts(matter.state).map(({ about }) => about)).toEqual(['死亡'])
  })

  test('counts pages too, while they stand', () => {
    const matter = new WordingMatter({ ...threeSteps, wording: 'when-approved' })
    const first = page('3月12日，临江区一化工厂发生爆炸，造成12人死亡。', 'https://yj.example/1', '应急局网站', '09:00')
    const second = page('3月12日，望江区一化工厂发生爆炸，造成12人死亡。', 'https://wj.example/1', '卫健委网站', '09:20')
    for (const one of [first, second]) matter.do(officer, '09:30', (state, context) => recordRelease(state, one, context))
    expect(openConflicts(matter.state).map(({ about, sides }) => [about, ...sides.map(({ url }) => url)])).toEqual([
      ['区县', 'https://wj.example/1', 'https://yj.example/1']
    ])
    const [release] = matter.state.releases.filter(({ url }) => url === second.evidence.url)
    if (release === undefined) throw new Error('the page was not recorded')
    matter.add(loseRelease(matter.state, release, { reason: '404', since: at('09:40') }), at('09:45'))
    expect(openConflicts(matter.state)).toEqual([])
  })
})

test('what a store has kept of all this reads back as it was', () => {
  const matter = inForce(inForce(new WordingMatter(), words, safety), '造成15人死亡。', health)
  const kept: unknown = JSON.parse(JSON.stringify(matter.document))
  expect(IncidentDocument.parse(kept)).toEqual(kept)
})

describe('the figures of a wording', () => {
  const deaths = { ...noFacts, deaths: { value: 12, text: '12人死亡', offset: 0 } }
  const read = (): WordingMatter => new WordingMatter().add([{ type: 'facts-established', facts: deaths, from: null }], at('08:10'))
  const verified = (value: string) => (state: Parameters<typeof checkFact>[0], context: Parameters<typeof checkFact>[2]) =>
    checkFact(state, { fact: 'deaths', value, status: 'verified', source: '区应急局电话', note: '' }, context)
  const two = '临江区一化工厂发生爆炸，造成2人死亡。原因正在调查。'

  test('are held against what was read, and what people verified goes before it', () => {
    expect(() => read().do(officer, '09:00', draft(two)).do(officer, '09:01', submit())).toThrow(
      '口径中的「2人死亡」与事件已读出的数字（12人死亡）不一致；请改正，或先核实口径中的数字'
    )
    const corrected = read().do(officer, '08:30', verified('2'))
    expect(() => corrected.do(officer, '09:00', draft(two)).do(officer, '09:01', submit())).not.toThrow()
    const again = read().do(officer, '08:30', verified('12人'))
    expect(() => again.do(officer, '09:00', draft(two)).do(officer, '09:01', submit())).toThrow(/「2人死亡」与已核实的数字（12人死亡）不一致/)
    expect(() => again.do(officer, '09:02', draft()).do(officer, '09:03', submit(2))).not.toThrow()
  })
})
