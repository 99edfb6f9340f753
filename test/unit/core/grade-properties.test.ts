import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { gradeBy } from '../../../core/grade-table.ts'
import { severityOf } from '../../../core/grade.ts'
import { GradingTable, Measure, type Measures } from '../../../core/grading.ts'
import { digestOf, memberOf, type Member } from '../../../core/incident/digest.ts'
import { evolve, replay } from '../../../core/incident/evolve.ts'
import { observe } from '../../../core/incident/observe.ts'
import { openByMachine } from '../../../core/incident/open-by-machine.ts'
import type { IncidentState } from '../../../core/incident/state.ts'
import { addMs, hourMs } from '../../../core/instant.ts'
import { told } from '../../support/group-mentions.ts'
import { at, policy, timeline } from '../../support/incidents.ts'

const table = GradingTable.parse(parse(readFileSync(new URL('../../../config/grading.yaml', import.meta.url), 'utf8')))
const kinds = [...new Set([null, '爆炸', ...table.rows.flatMap(({ eventTypes, exceptEventTypes }) => [...eventTypes, ...exceptEventTypes])])]

/** Any number a table may be held against, those on both sides of its thresholds often. */
const edges = table.rows.flatMap(({ when, anyOf }) => [...Object.values(when), ...Object.values(anyOf)].flatMap((edge) => [edge - 1, edge]))
const value = fc.option(fc.oneof(fc.constantFrom(...edges), fc.nat(1_000_000)), { nil: null })
const measures = fc.record(Object.fromEntries(Measure.options.map((measure) => [measure, value])) as Record<Measure, typeof value>)
const kind = fc.constantFrom(...kinds)

function severities(of: Measures, eventType: string | null): readonly [number, number] {
  const { eventGrade, opinionGrade } = gradeBy(table, of, eventType)
  return [severityOf(eventGrade), severityOf(opinionGrade)]
}

describe('the shipped decision table', () => {
  test('more of anything never lowers a grade, more deaths least of all', () => {
    fc.assert(
      fc.property(measures, kind, fc.constantFrom(...Measure.options), fc.nat(200), (before, eventType, measure, more) => {
        const after = { ...before, [measure]: (before[measure] ?? 0) + more }
        const [[event, opinion], [eventAfter, opinionAfter]] = [severities(before, eventType), severities(after, eventType)]
        expect(eventAfter).toBeGreaterThanOrEqual(event)
        expect(opinionAfter).toBeGreaterThanOrEqual(opinion)
      }),
      { numRuns: 2000 }
    )
  })

  test('the same measures give the same answer, rows and all', () => {
    fc.assert(
      fc.property(measures, kind, (of, eventType) => {
        expect(gradeBy(table, of, eventType)).toEqual(gradeBy(table, { ...of }, eventType))
      })
    )
  })

  test('what it says would change a grade does: reaching the row gives its grade', () => {
    fc.assert(
      fc.property(measures, kind, (of, eventType) => {
        for (const { row, grade, of: part, conditions } of gradeBy(table, of, eventType).wouldChange) {
          const needed = conditions.filter(({ held }) => !held).map(({ measure, threshold }) => [measure, Number(threshold.slice(2))])
          const [event, opinion] = severities({ ...of, ...(Object.fromEntries(needed) as Partial<Measures>) }, eventType)
          expect([row, (part === 'event' ? event : opinion) >= severityOf(grade)]).toEqual([row, true])
        }
      })
    )
  })
})

describe('an incident', () => {
  const member = fc
    .record({
      minute: fc.nat(6000),
      seenAfter: fc.nat(3000),
      deaths: fc.option(fc.constantFrom(1, 2, 3, 9, 10, 29, 30), { nil: undefined }),
      likes: fc.option(fc.nat(200_000), { nil: undefined }),
      eventType: fc.constantFrom(...kinds)
    })
    .map(({ minute, seenAfter, deaths, likes, eventType }) => ({
      minute,
      observedMinute: minute + seenAfter,
      eventType,
      ...(deaths === undefined ? {} : { deaths }),
      ...(likes === undefined ? {} : { likes })
    }))
  const mentions = fc.array(member, { minLength: 1, maxLength: 30 }).map((all) =>
    all.map((one, index): Member => {
      const { mention, assessment } = told({ id: `m-${index}`, text: `第 ${index} 条`, source: `来源${index % 4}`, ...one })
      return memberOf(mention, assessment, index % 5 === 0 ? 'central' : null)
    })
  )
  const start = at('09:00')

  function grow(members: readonly Member[], hoursBetween: number, check: (before: IncidentState, after: IncidentState) => void): void {
    const [first] = members
    if (first === undefined) return
    const opening = { jurisdiction: 'test', policy, drill: false, blindSources: [] }
    let state = replay('inc', timeline(openByMachine(digestOf([first], 72), first.mention.id, opening, { now: start, table }), start))
    for (let known = 1; known <= members.length; known++) {
      const [now, some] = [addMs(start, known * hoursBetween * hourMs), members.slice(0, known)]
      const bodies = observe(state, digestOf(some, 72), { now, table, members: some, reached: new Set() })
      const next = timeline(bodies, now).reduce(evolve, state)
      check(state, next)
      state = next
    }
  }

  test('as it grows, the event’s grade never falls, no machine lowers Ⅰ or Ⅱ, and no clock ends by a fall', () => {
    fc.assert(
      fc.property(mentions, fc.nat(40), (members, hoursBetween) => {
        grow(members, hoursBetween, (before, after) => {
          expect(severityOf(after.eventGrade)).toBeGreaterThanOrEqual(severityOf(before.eventGrade))
          const [falls, opinionFalls] = [
            severityOf(after.grade) < severityOf(before.grade),
            severityOf(after.opinionGrade) < severityOf(before.opinionGrade)
          ]
          expect(falls && severityOf(before.grade) >= severityOf('II')).toBe(false)
          expect(opinionFalls && after.opinionGrade === null).toBe(false)
          const clocks = opinionFalls ? after.countdowns : before.countdowns
          expect(clocks).toEqual(before.countdowns)
        })
      }),
      { numRuns: 200 }
    )
  })

  test('looking again at the same mentions at the same moment decides nothing', () => {
    fc.assert(
      fc.property(mentions, fc.nat(40), (members, hoursBetween) => {
        let last: IncidentState | null = null
        grow(members, hoursBetween, (_, after) => (last = after))
        if (last === null) return
        const now = addMs(start, members.length * hoursBetween * hourMs)
        const again = observe(last, digestOf(members, 72), { now, table, members, reached: new Set() })
        expect(again.filter(({ type }) => type !== 'spread-reached')).toEqual([])
      }),
      { numRuns: 200 }
    )
  })
})
