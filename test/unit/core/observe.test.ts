import { describe, expect, test } from 'vitest'
import type { DepartmentShare, FactBasis } from '../../../core/assessment.ts'
import { digestOf, memberOf } from '../../../core/incident/digest.ts'
import { evolve, replay } from '../../../core/incident/evolve.ts'
import { milestonesOf, observe } from '../../../core/incident/observe.ts'
import { openByMachine } from '../../../core/incident/open-by-machine.ts'
import { setAnchor } from '../../../core/incident/set-anchor.ts'
import type { IncidentEventBody } from '../../../core/incident/events.ts'
import type { IncidentState } from '../../../core/incident/state.ts'
import type { AssessedMention } from '../../../core/ports.ts'
import { addMs, dayMs, minuteMs } from '../../../core/instant.ts'
import { MentionId } from '../../../core/mention.ts'
import { table, told } from '../../support/group-mentions.ts'
import { at, leader, policy, timeline } from '../../support/incidents.ts'

const post = told({ id: 'post', text: '滨河路爆炸,死了5人', minute: 0, eventType: '爆炸', deaths: 5, occurredHour: 8 })
const notice = told({
  id: 'notice',
  title: '情况通报',
  text: '爆炸造成3人死亡',
  minute: 60,
  sourceKind: 'portal',
  source: '市应急局',
  eventType: '爆炸',
  deaths: 3
})

function withBasis({ mention, assessment }: AssessedMention, basis: FactBasis): AssessedMention {
  const { deaths } = assessment.facts
  return { mention, assessment: { ...assessment, facts: { ...assessment.facts, deaths: deaths === null ? null : { ...deaths, basis } } } }
}

function digest(...items: AssessedMention[]) {
  return digestOf(
    items.map(({ mention, assessment }) => memberOf(mention, assessment, mention.source === '市应急局' ? 'official' : null)),
    policy.occurredWithinHours
  )
}

function open(...items: AssessedMention[]): { state: IncidentState; bodies: readonly IncidentEventBody[] } {
  const [first] = items
  if (first === undefined) throw new Error('nothing to open')
  const opening = { jurisdiction: 'test', policy, drill: false, blindSources: [] }
  const bodies = openByMachine(digest(...items), first.mention.id, opening, { now: at('10:00'), table })
  return { bodies, state: replay('inc', timeline(bodies, at('10:00'))) }
}

const look = { now: at('11:00'), table, reached: new Set<string>(['source-kind:weibo', 'source-kind:portal']) }

describe('what the mentions of an incident say together', () => {
  test('given a post and an official notice, then facts are the notice’s and the grade is by the larger figure', () => {
    const both = digest(post, notice)
    expect(both.facts.deaths?.value).toBe(3)
    expect(both.measures.deaths).toBe(5)
    expect(digest(notice, post)).toEqual(both)
  })

  test('given posts of the same weight, then a figure that an office announced outweighs a later one, and hearsay is the last', () => {
    const quoting = withBasis(told({ id: 'quoting', text: '警方通报3人死亡', minute: 10, deaths: 3 }), 'official')
    const plain = told({ id: 'plain', text: '死了5人', minute: 20, deaths: 5 })
    const rumour = withBasis(told({ id: 'rumour', text: '网传死了10人', minute: 30, deaths: 10 }), 'hearsay')

    expect(digest(quoting, plain, rumour).facts.deaths).toMatchObject({ value: 3, basis: 'official' })
    expect(digest(rumour, plain).facts.deaths?.value).toBe(5)
    expect(digest(rumour).facts.deaths).toMatchObject({ value: 10, basis: 'hearsay' })
  })

  test('given one mention with only a day, then an hour known elsewhere on that day is the first publication', () => {
    const dated: AssessedMention = { ...notice, mention: { ...notice.mention, publishedAt: at('00:00'), publishedPrecision: 'day' } }
    expect(digest(dated, post).firstPublished?.at).toBe(at('09:00'))
    expect(digest(dated).firstPublished).toMatchObject({ at: at('00:00'), precision: 'day' })
    const dayBefore: AssessedMention = { ...dated, mention: { ...dated.mention, publishedAt: addMs(at('00:00'), -dayMs) } }
    expect(digest(dayBefore, post).firstPublished?.precision).toBe('day')
  })

  test('given an occurrence three days and more before the first publication, then it is not read as this one’s', () => {
    const old: AssessedMention = {
      ...post,
      assessment: { ...post.assessment, occurred: { at: addMs(at('08:00'), -4 * dayMs), precision: 'hour', text: '四天前8时', offset: 0 } }
    }
    expect(digest(old).occurred).toBeNull()
    expect(digest(post).occurred?.at).toBe(at('08:00'))
  })

  test('given counts that nobody knows, then they stay unknown', () => {
    const { measures } = digest(post)
    expect([measures.interactions, measures.views, measures.injuries]).toEqual([null, null, null])
  })
})

describe('observing', () => {
  test('given the same digest twice, then the second changes nothing', () => {
    const { state, bodies } = open(post)
    expect(bodies.map(({ type }) => type)).toContain('countdown-started')
    expect(observe(state, digest(post), { ...look, reached: milestonesOf(timeline(bodies, at('10:00'))) })).toEqual([])
  })

  test('given an anchor that a person set, then the machine’s reading does not replace it', () => {
    const { state } = open(notice)
    const person = { now: at('10:30'), actor: leader }
    const [change] = setAnchor(state, { kind: 'occurred', at: at('07:40'), precision: 'minute', reason: '企业报告' }, person)
    if (change === undefined) throw new Error('no anchor set')
    const [event] = timeline([change], at('10:30'))
    const set = event === undefined ? state : evolve(state, event)
    expect(set.countdowns[0]?.anchor.at).toBe(at('07:40'))
    expect(observe(set, digest(notice, post), look).filter((body) => body.type === 'anchor-set' && body.anchor.kind === 'occurred')).toEqual([])
  })

  test('given fewer mentions than it was graded by, then the grade is not lowered', () => {
    const { state } = open(told({ id: 'many', text: '死了12人', minute: 0, deaths: 12 }), post)
    expect(state.grade).toBe('II')
    expect(observe(state, digest(post), look).filter(({ type }) => type === 'graded' || type === 'countdown-withdrawn')).toEqual([])
  })

  test('given what deserves a reply and has no grade, then the 48 hours run', () => {
    const plain = told({ id: 'plain', text: '路灯坏了半个月没人修', minute: 0, responseValue: 'respond' })
    expect(open(plain).state).toMatchObject({ grade: null, countdowns: [{ kind: 'reply', dueAt: addMs(at('09:00'), 2 * dayMs) }] })
  })

  test('given a closed incident, then nothing is decided', () => {
    expect(observe({ ...open(post).state, status: 'closed' }, digest(post, notice), look)).toEqual([])
  })
})

describe('the response value of an incident', () => {
  const withReason = (item: AssessedMention, responseValue: 'observe' | 'respond' | 'must-respond', words: string): AssessedMention => ({
    ...item,
    assessment: { ...item.assessment, responseValue, reasons: [{ step: 'decide-response', words }] }
  })

  test('is the most pressing of any mention, with the reason of the first that has it, and stands in its opening', () => {
    const items = [withReason(post, 'respond', '一般'), withReason(notice, 'must-respond', '较大：重点回应')]
    expect(digest(...items)).toMatchObject({ responseValue: 'must-respond', responseReason: '较大：重点回应' })
    expect(open(...items).state).toMatchObject({ responseValue: 'must-respond', responseReason: '较大：重点回应' })
  })

  test('has no reason where none was given', () => {
    expect(open(post).state.responseReason).toBeNull()
  })
})

describe('the headline of an incident', () => {
  const later: AssessedMention = {
    ...notice,
    mention: { ...notice.mention, id: MentionId.parse('later'), title: '事故死亡人数升至12人', publishedAt: addMs(at('10:00'), 60 * minuteMs) },
    assessment: { ...notice.assessment, facts: { ...notice.assessment.facts, deaths: { value: 12, text: '12人', offset: 0 } } }
  }

  test('given a post opened it and an authority speaks, then the authority words it, and says whose words they are', () => {
    const { state } = open(post)
    expect(state.title).toBe('滨河路爆炸,死了5人')
    expect(observe(state, digest(post, notice), look)).toContainEqual(
      expect.objectContaining({ type: 'headline-set', title: '情况通报', from: '市应急局' })
    )
  })

  test('given the same authority knows of more deaths later, then the newer title stands, in any order', () => {
    expect(digest(notice, later, post).title).toBe('事故死亡人数升至12人')
    expect(digest(later, post, notice).title).toBe('事故死亡人数升至12人')
  })

  test('given a person opened it, then the machine leaves the title alone', () => {
    const state = { ...open(post).state, foundingMentionId: null, title: '值班员写的标题' }
    expect(observe(state, digest(post, notice), look).filter(({ type }) => type === 'headline-set')).toEqual([])
  })
})

describe('departments', () => {
  const shares = (lead: string, ...others: string[]): DepartmentShare[] => [
    { id: lead, name: lead, role: 'lead', reason: '测试' },
    ...others.map((id): DepartmentShare => ({ id, name: id, role: 'assist', reason: '测试' }))
  ]
  const proposing: AssessedMention = { ...post, assessment: { ...post.assessment, departments: shares('应急局', '消防') } }
  const handled = (...acts: IncidentEventBody[]) => {
    const events = timeline([...open(proposing).bodies, ...acts], at('10:00'))
    return { state: replay('inc', events), reached: milestonesOf(events) }
  }
  const assigned: IncidentEventBody = { type: 'assigned', departments: shares('住建局', '城管局'), instruction: '' }
  const proposals = ({ state, reached }: ReturnType<typeof handled>) =>
    observe(state, digest(proposing), { ...look, reached }).filter(({ type }) => type === 'departments-proposed')

  test('given the assisting one returns the matter, then the lead keeps it as it was, and the machine proposes nothing', () => {
    const after = handled(assigned, { type: 'accepted', departmentId: '住建局' }, { type: 'returned', departmentId: '城管局', reason: '无关' })
    expect(after.state).toMatchObject({ departments: shares('住建局'), handling: 'accepted' })
    expect(proposals(after)).toEqual([])
  })

  test('given the lead returns the matter, then it waits for a person to assign it, and the machine proposes nothing', () => {
    const after = handled(assigned, { type: 'returned', departmentId: '住建局', reason: '不属本部门' })
    expect(after.state.departments.map(({ id }) => id)).toEqual(['城管局'])
    expect(after.state.handling).toBe('acknowledged')
    expect(proposals(after)).toEqual([])
  })

  test('given a department returns what the machine proposed, then it is not proposed again, and nobody has acknowledged', () => {
    const after = handled({ type: 'returned', departmentId: '应急局', reason: '不属本部门' })
    expect(after.state.handling).toBe('new')
    expect(proposals(after)).toEqual([])
  })

  test('given a post that begins with a cry, then the sentence after it names the matter', () => {
    const cry = told({ id: 'cry', text: '惊呆了！梧桐路的老梧桐树被砍了一大片。谁批准的？', minute: 0, eventType: '毁绿' })
    expect(digest(cry).title).toBe('梧桐路的老梧桐树被砍了一大片')
  })
})
