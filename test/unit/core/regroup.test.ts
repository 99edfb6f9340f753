import { describe, expect, it } from 'vitest'
import { ForbiddenError, RefusedError } from '../../../core/errors.ts'
import { evolve, replay } from '../../../core/incident/evolve.ts'
import { absorb, mergeInto } from '../../../core/incident/merge.ts'
import { openBySplit, splitOff } from '../../../core/incident/split.ts'
import type { IncidentState } from '../../../core/incident/state.ts'
import type { Decision } from '../../../core/incident/update.ts'
import { IncidentState as State } from '../../../core/incident/state.ts'
import { MentionId } from '../../../core/mention.ts'
import { anchor, at, document, leader, officer, openingOf, policy, timeline } from '../../support/incidents.ts'

const now = at('12:00')
const context = { now, actor: officer }
const one = { ...document(openingOf('II', [anchor('first-published', at('10:00'))]), at('10:20')).state, id: 'one' }
const other = { ...document(openingOf('II', [anchor('first-published', at('09:00'))]), at('10:20')).state, id: 'other' }
const lesser = { ...document(openingOf('IV', [anchor('first-published', at('09:00'))]), at('10:20')).state, id: 'lesser' }
const [a, b] = [MentionId.parse('a'), MentionId.parse('b')]

function then(state: IncidentState, decision: Decision): IncidentState {
  return decision.reduce((before, body) => evolve(before, { seq: 99, id: 'x', at: now, actor: officer, body, previous: '', hash: '' }), state)
}

describe('merging by people', () => {
  it('keeps the earlier anchor, so that no clock gains time by it', () => {
    const state = then(one, absorb(one, { from: other, reason: '同一起事故' }, context))
    expect(state.absorbed).toEqual(['other'])
    expect(state.countdowns.find(({ kind }) => kind === 'authoritative-release')?.dueAt).toBe(at('14:00'))
  })

  it('keeps an anchor that a person set on the one that goes', () => {
    const known = { ...other, anchors: [anchor('occurred', at('08:00'), 'person')] }
    const state = then(one, absorb(one, { from: known, reason: '同一起事故' }, context))
    expect(state.anchors.find(({ kind }) => kind === 'occurred')).toMatchObject({ at: at('08:00'), setBy: 'person' })
  })

  it('takes over what the other had taken in', () => {
    const state = then(one, absorb(one, { from: { ...other, absorbed: ['third', 'one'] }, reason: '同一起事故' }, context))
    expect(state.absorbed).toEqual(['other', 'third'])
  })

  it('is refused where the graver one would go, for itself, for an ended one, without a reason', () => {
    expect(() => absorb(lesser, { from: one, reason: '同一起事故' }, context)).toThrow(RefusedError)
    expect(() => absorb(one, { from: one, reason: '同一起事故' }, context)).toThrow(RefusedError)
    expect(() => absorb(one, { from: { ...other, status: 'closed' }, reason: '同一起事故' }, context)).toThrow(RefusedError)
    expect(() => absorb({ ...one, status: 'dismissed' }, { from: other, reason: '同一起事故' }, context)).toThrow(RefusedError)
    expect(() => absorb(one, { from: other, reason: ' ' }, context)).toThrow(RefusedError)
    expect(absorb(one, { from: lesser, reason: '同一起事故' }, context)).not.toEqual([])
  })

  it('is for the duty desk', () => {
    expect(() => absorb(one, { from: other, reason: '同一起事故' }, { now, actor: leader })).toThrow(ForbiddenError)
  })

  it('ends the one that goes, with its clocks withdrawn, and once', () => {
    const gone = then(other, mergeInto(other, { into: 'one', reason: '同一起事故' }, context))
    expect(gone).toMatchObject({ status: 'merged', mergedInto: 'one' })
    expect(gone.countdowns.map(({ settled }) => settled?.state)).toEqual(['withdrawn', 'withdrawn'])
    expect(mergeInto(gone, { into: 'one', reason: '同一起事故' }, context)).toEqual([])
    expect(() => mergeInto(gone, { into: 'third', reason: '同一起事故' }, context)).toThrow(RefusedError)
  })
})

describe('splitting by people', () => {
  const founded = { ...one, foundingMentionId: a }

  it('is written on both sides, and each knows of the other', () => {
    const left = then(founded, splitOff(founded, { into: 'new', mentionIds: [b], reason: '另一条路上的事' }, context))
    expect(left.separated).toEqual(['new'])
    expect(left).toMatchObject({ status: 'open', grade: 'II' })
    const opening = { jurisdiction: 'test', policy, drill: false, blindSources: [] }
    const bodies = openBySplit(founded, { title: '另一起', mentionIds: [b], reason: '另一条路上的事' }, opening, context)
    const state = replay('new', timeline(bodies, now))
    expect(state).toMatchObject({ status: 'open', title: '另一起', foundingMentionId: b, separated: ['one'], grade: null })
  })

  it('is refused for nothing, for the founding mention, for an ended matter, without a reason', () => {
    const split = { into: 'new', mentionIds: [b], reason: '另一条路上的事' }
    expect(() => splitOff(founded, { ...split, mentionIds: [] }, context)).toThrow(RefusedError)
    expect(() => splitOff(founded, { ...split, mentionIds: [b, a] }, context)).toThrow(RefusedError)
    expect(() => splitOff({ ...founded, status: 'closed' }, split, context)).toThrow(RefusedError)
    expect(() => splitOff(founded, { ...split, reason: '' }, context)).toThrow(RefusedError)
    expect(() => splitOff(founded, split, { now, actor: leader })).toThrow(ForbiddenError)
  })
})

describe('a document of before there were splits', () => {
  it('still reads', () => {
    expect(State.safeParse(one).success).toBe(true)
    expect(Object.keys(one)).not.toContain('separated')
  })
})
