import { expect, test } from 'vitest'
import { PastDecision } from '../../../core/past-decision.ts'
import { followPast } from '../../../pipeline/routing/past-decisions.ts'
import { Vocabulary, type Hits } from '../../../pipeline/rules/vocabulary.ts'

/** Shifts for a text in which these terms were found. */
function shiftsFor(
  decisions: readonly unknown[],
  terms: readonly string[],
  { eventTypes = [] as readonly string[], isAt = (_places: readonly string[]): boolean => false } = {}
) {
  const vocabulary = new Vocabulary()
  const shiftsOf = followPast(
    decisions.map((decision) => PastDecision.parse(decision)),
    vocabulary
  )
  const hits: Hits = new Map(vocabulary.addAll(terms).map((term) => [term, [{ term, start: 0, end: 2, whole: true }]]))
  return shiftsOf({ hits, eventTypes: new Set(eventTypes), isAt })
}

const night = { terms: ['夜宵', '噪音'], departmentId: 'police', insteadOf: 'environment' }

test('a decision about the same words speaks for who took it and against who did not', () => {
  const shifts = shiftsFor([night], ['夜宵', '噪音', '小区'])

  expect(shifts.get('police')).toEqual({ shift: 0.5, decisions: 1 })
  expect(shifts.get('environment')).toEqual({ shift: -0.5, decisions: -1 })
})

test('many that agree move more, never as much as twice', () => {
  const shift = (count: number): number =>
    shiftsFor(
      Array.from({ length: count }, () => night),
      ['夜宵', '噪音']
    ).get('police')?.shift ?? 0

  expect(shift(3)).toBeGreaterThan(shift(1))
  expect(shift(100)).toBeLessThan(1)
})

test('decisions that contradict each other cancel out', () => {
  const shifts = shiftsFor([night, { terms: ['夜宵', '噪音'], departmentId: 'environment', insteadOf: 'police' }], ['夜宵', '噪音'])

  expect(shifts.get('police')?.shift).toBe(0)
})

test('less than half of its features, or one of several, is no likeness', () => {
  expect(shiftsFor([{ terms: ['夜宵', '噪音', '酒吧'], departmentId: 'police' }], ['夜宵']).size).toBe(0)
  expect(shiftsFor([{ terms: ['夜宵', '噪音'], departmentId: 'police' }], ['噪音']).size).toBe(0)
})

test('the event type counts as one feature', () => {
  const typed = { terms: ['夜宵'], eventType: '噪声扰民', departmentId: 'police' }

  expect(shiftsFor([typed], ['夜宵'], { eventTypes: ['噪声扰民'] }).get('police')?.shift).toBe(0.5)
  expect(shiftsFor([typed], ['夜宵']).size).toBe(0)
})

test('a decision for a place holds only there', () => {
  const local = { ...night, places: ['120101'] }

  expect(shiftsFor([local], ['夜宵', '噪音']).size).toBe(0)
  expect(shiftsFor([local], ['夜宵', '噪音'], { isAt: (places) => places.includes('120101') }).has('police')).toBe(true)
})

test('a term written twice in a decision is one feature', () => {
  expect(shiftsFor([{ terms: ['夜宵', '夜宵'], departmentId: 'police' }], ['夜宵']).get('police')?.shift).toBe(0.5)
})
