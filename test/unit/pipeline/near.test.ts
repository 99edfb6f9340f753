import { array, assert, boolean, integer, property, tuple, uniqueArray } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findNear } from '../../../pipeline/rules/near.ts'
import type { Hit } from '../../../pipeline/rules/vocabulary.ts'

const hit = (start: number, length = 2): Hit => ({ term: 0, start, end: start + length, whole: true })

/** Every choice of one hit a group, tried one after the other. */
function tryAll(groups: readonly (readonly Hit[])[], within: number, ordered: boolean): boolean {
  const choices = groups.reduce<Hit[][]>((chosen, group) => chosen.flatMap((some) => group.map((one) => [...some, one])), [[]])
  return choices.some((some) => {
    const sorted = [...some].sort((a, b) => a.start - b.start || a.end - b.end)
    const apart = sorted.every((one, index) => index === 0 || one.start >= (sorted[index - 1]?.end ?? 0))
    const span = (sorted.at(-1)?.start ?? 0) - (sorted[0]?.end ?? 0)
    return apart && span <= within && (!ordered || some.every((one, index) => one === sorted[index]))
  })
}

describe('near', () => {
  it('gives the hits in the order of the groups', () => {
    expect(findNear([[hit(10)], [hit(4)]], 6, false)).toEqual([hit(10), hit(4)])
  })

  it('ordered asks for the order of the groups', () => {
    expect(findNear([[hit(10)], [hit(4)]], 6, true)).toBeNull()
    expect(findNear([[hit(4)], [hit(10)]], 6, true)).toEqual([hit(4), hit(10)])
  })

  it('does not take one place for two groups', () => {
    expect(findNear([[hit(4)], [hit(5)]], 6, false)).toBeNull()
  })

  it('finds what trying every choice finds', () => {
    const hits = uniqueArray(tuple(integer({ min: 0, max: 40 }), integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 5 })
    assert(
      property(array(hits, { minLength: 2, maxLength: 3 }), integer({ min: 1, max: 20 }), boolean(), (made, within, ordered) => {
        const groups = made.map((group) => group.map(([start, length]) => hit(start, length)))
        expect(findNear(groups, within, ordered) !== null).toBe(tryAll(groups, within, ordered))
      })
    )
  })

  it('takes ten thousand repetitions without trying them in pairs', () => {
    const left = Array.from({ length: 10_000 }, (_, index) => hit(index * 2))
    const right = Array.from({ length: 10_000 }, (_, index) => hit(100_000 + index * 2))
    expect(findNear([left, right], 5, false)).toBeNull()
  })
})
