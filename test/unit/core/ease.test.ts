import { describe, expect, test } from 'vitest'
import { gradeBy } from '../../../core/grade-table.ts'
import { GradingTable } from '../../../core/grading.ts'
import { digestOf, memberOf, type Member } from '../../../core/incident/digest.ts'
import type { IncidentEventBody } from '../../../core/incident/events.ts'
import { evolve, replay } from '../../../core/incident/evolve.ts'
import { milestonesOf, observe } from '../../../core/incident/observe.ts'
import { openByMachine } from '../../../core/incident/open-by-machine.ts'
import type { IncidentState } from '../../../core/incident/state.ts'
import { addMs, hourMs, minuteMs, type Instant } from '../../../core/instant.ts'
import { told } from '../../support/group-mentions.ts'
import { at, policy, timeline } from '../../support/incidents.ts'

const easing = { afterHours: 24, afterObservations: 3, source: '测试' }
const rows = [
  { id: 'dead-3', of: 'event', grade: 'III', words: '3人以上死亡', when: { deaths: 3 }, source: '493号' },
  { id: 'hurt', of: 'event', grade: 'IV', words: '有人死亡', when: { deaths: 1 }, source: '493号' },
  { id: 'wave-2', of: 'opinion', grade: 'II', words: '40条以上', when: { mentions: 40 }, source: '测试' },
  { id: 'wave-3', of: 'opinion', grade: 'III', words: '12条以上', when: { mentions: 12 }, source: '测试' },
  { id: 'wave-4', of: 'opinion', grade: 'IV', words: '3条以上', when: { mentions: 3 }, source: '测试' }
]
const table = GradingTable.parse({ version: 'test', easing, rows })
const opened = at('10:00')

/** Mentions published so many minutes after nine and looked at five minutes later, or when said. */
function posts(count: number, from: number, options: { deaths?: number; seenMinute?: number; prefix?: string } = {}): Member[] {
  const { deaths, seenMinute, prefix = 'p' } = options
  return Array.from({ length: count }, (_, index) => {
    const minute = from + index
    const { mention, assessment } = told({
      id: `${prefix}-${minute}`,
      text: `滨河路停水第 ${minute} 条`,
      minute,
      ...(deaths === undefined ? {} : { deaths }),
      ...(seenMinute === undefined ? {} : { observedMinute: seenMinute })
    })
    return memberOf(mention, assessment, null)
  })
}

function open(members: readonly Member[]): IncidentState {
  const [first] = members
  if (first === undefined) throw new Error('nothing to open')
  const opening = { jurisdiction: 'test', policy, drill: false, blindSources: [] }
  const bodies = openByMachine(digestOf(members, 72), first.mention.id, opening, { now: opened, table })
  return replay('inc', timeline(bodies, opened))
}

function look(state: IncidentState, members: readonly Member[], now: Instant, by: GradingTable = table): readonly IncidentEventBody[] {
  return observe(state, digestOf(members, 72), { now, table: by, members, reached: milestonesOf([]) })
}

function graded(bodies: readonly IncidentEventBody[]): Extract<IncidentEventBody, { type: 'graded' }> | undefined {
  return bodies.find((body) => body.type === 'graded')
}

function after(state: IncidentState, bodies: readonly IncidentEventBody[], now: Instant): IncidentState {
  return timeline(bodies, now).reduce(evolve, state)
}

const wave = posts(12, 0)
/** A day and a half after the wave: two late posts, and three of the wave were looked at again. */
const later = addMs(opened, 36 * hourMs)
const minuteOf = (instant: Instant): number => (Date.parse(instant) - Date.parse(at('09:00'))) / minuteMs
const again = posts(3, 0, { seenMinute: minuteOf(later) - 60 })
const calm = [...wave.slice(3), ...again, ...posts(2, minuteOf(later) - 30)]

describe('hysteresis of the opinion’s grade', () => {
  test('given a wave that has passed for longer than the policy asks, then its grade falls one look later, with the reason, and no clock moves', () => {
    const state = open(wave)
    expect(state.opinionGrade).toBe('III')
    const bodies = look(state, calm, later)
    expect(graded(bodies)).toMatchObject({
      eventGrade: null,
      opinionGrade: 'IV',
      explanation: { eased: { from: 'III', hours: 24, observations: 5, source: '测试' } }
    })
    expect(bodies.filter(({ type }) => type === 'countdown-withdrawn' || type === 'countdown-started')).toEqual([])
    expect(after(state, bodies, later).grade).toBe('IV')
  })

  test('given it fell, then looking again at the same changes nothing', () => {
    const state = after(open(wave), look(open(wave), calm, later), later)
    expect(graded(look(state, calm, addMs(later, hourMs)))).toBeUndefined()
    expect(graded(look(state, calm, addMs(later, 72 * hourMs)))).toBeUndefined()
  })

  test('given it fell and a second wave comes, then it rises at once', () => {
    const state = after(open(wave), look(open(wave), calm, later), later)
    const second = [...calm, ...posts(11, minuteOf(later) + 10, { prefix: 'second' })]
    const bodies = look(state, second, addMs(later, hourMs))
    expect(graded(bodies)).toMatchObject({ opinionGrade: 'III' })
    expect(graded(bodies)?.explanation.eased).toBeUndefined()
  })

  test('given it fell and a trickle makes the whole worse than it ever was, then the whole counts again', () => {
    const state = after(open(wave), look(open(wave), calm, later), later)
    const trickle = Array.from({ length: 30 }, (_, index) => posts(1, minuteOf(later) + 10 + index * 180, { prefix: `t${index}` })).flat()
    expect(graded(look(state, [...calm, ...trickle], addMs(later, 96 * hourMs)))).toMatchObject({ opinionGrade: 'II' })
  })

  test('given it fell and people die, then the event’s grade rises and the opinion’s stays fallen', () => {
    const state = after(open(wave), look(open(wave), calm, later), later)
    const worse = [...calm, ...posts(1, minuteOf(later) + 5, { deaths: 3, prefix: 'dead' })]
    const bodies = look(state, worse, addMs(later, hourMs))
    expect(graded(bodies)).toMatchObject({ eventGrade: 'III', opinionGrade: 'IV', explanation: { eased: { from: 'III' } } })
    expect(graded(look(after(state, bodies, later), worse, addMs(later, 2 * hourMs)))).toBeUndefined()
  })
})

describe('the opinion’s grade does not fall', () => {
  const regraded = (state: IncidentState, members: readonly Member[], now: Instant, by?: GradingTable) => graded(look(state, members, now, by))

  test('before the hours of the policy are over', () => {
    expect(regraded(open(wave), calm, addMs(opened, 23 * hourMs))).toBeUndefined()
  })

  test('while fewer looks were taken than the policy asks, since silence is no calm', () => {
    expect(regraded(open(wave), wave, later)).toBeUndefined()
  })

  test('while the posts of the last hours together still reach it, though no single hour does', () => {
    const steady = Array.from({ length: 12 }, (_, index) => posts(1, minuteOf(later) - 60 - index * 100, { prefix: `s${index}` })).flat()
    expect(regraded(open(wave), [...wave, ...steady], later)).toBeUndefined()
  })

  test('while it is a grade whose lowering takes two persons', () => {
    const big = posts(40, 0)
    expect(open(big).opinionGrade).toBe('II')
    expect(regraded(open(big), [...big.slice(3), ...posts(3, 0, { seenMinute: minuteOf(later) - 60 })], later)).toBeUndefined()
  })

  test('where a person has confirmed it', () => {
    expect(regraded({ ...open(wave), gradeStatus: 'confirmed' }, calm, later)).toBeUndefined()
  })

  test('where the table says nothing of a fall', () => {
    expect(regraded(open(wave), calm, later, GradingTable.parse({ version: 'test', rows }))).toBeUndefined()
  })

  test('where a red line gave it', () => {
    const red = GradingTable.parse({ version: 'test', easing, rows: rows.map((row) => (row.id === 'wave-3' ? { ...row, redLine: true } : row)) })
    expect(regraded(open(wave), calm, later, red)).toBeUndefined()
  })

  test('where posts of unknown hour may be of the last ones', () => {
    const undated = calm.map((member) => ({ ...member, mention: { ...member.mention, publishedAt: null, publishedPrecision: null } }))
    expect(regraded(open(wave), undated, later)).toBeUndefined()
  })

  test('below 一般, though nothing at all is said any more', () => {
    const few = posts(3, 0)
    expect(regraded(open(few), posts(3, 0, { seenMinute: minuteOf(later) - 60 }), later)).toBeUndefined()
  })

  test('and the event’s grade never does: what was said to have happened has happened', () => {
    const dead = posts(12, 0, { deaths: 3 })
    const bodies = look(open(dead), [...dead.slice(3), ...posts(3, 0, { seenMinute: minuteOf(later) - 60 })], later)
    expect(graded(bodies)).toMatchObject({ eventGrade: 'III', opinionGrade: 'IV' })
  })
})

test('the nearest rows are named first among those that would raise a grade', () => {
  const near = GradingTable.parse({
    version: 'test',
    rows: [
      { id: 'far', of: 'event', grade: 'IV', words: '远', when: { deaths: 100 }, source: 's' },
      { id: 'middle', of: 'event', grade: 'IV', words: '中', when: { deaths: 4, injuries: 10 }, source: 's' },
      { id: 'near', of: 'event', grade: 'IV', words: '近', anyOf: { deaths: 3, missing: 50 }, source: 's' }
    ]
  })
  const measures = { ...digestOf(wave, 72).measures, deaths: 2, injuries: 1 }
  expect(gradeBy(near, measures, null).wouldChange.map(({ row }) => row)).toEqual(['near', 'middle', 'far'])
})
