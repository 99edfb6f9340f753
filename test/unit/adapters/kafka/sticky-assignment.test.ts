import { array, assert as check, integer, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stickyAssignment, type Member } from '../../../../adapters/kafka/sticky-assignment.ts'

const mentions = 'w.mentions'

describe('sharing partitions', () => {
  test('moves no more than a new member needs', () => {
    const shares = stickyAssignment([member('a', [0, 1, 2, 3, 4, 5]), member('b', [])], () => range(6))
    expect(shares.get('a')?.[mentions]).toEqual([0, 1, 2])
    expect(shares.get('b')?.[mentions]).toEqual([3, 4, 5])
  })

  test('leaves everything where it is when nothing has to move', () => {
    const shares = stickyAssignment([member('a', [1, 4]), member('b', [0, 2, 3])], () => range(5))
    expect(shares.get('a')?.[mentions]).toEqual([1, 4])
    expect(shares.get('b')?.[mentions]).toEqual([0, 2, 3])
  })

  test('gives a partition that two believe they hold to one of them', () => {
    const shares = stickyAssignment([member('a', [0, 1]), member('b', [0, 1])], () => range(2))
    expect([...(shares.get('a')?.[mentions] ?? []), ...(shares.get('b')?.[mentions] ?? [])].sort((a, b) => a - b)).toEqual([0, 1])
  })

  test('gives each topic only to those that want it', () => {
    const shares = stickyAssignment([member('a', []), { id: 'b', topics: ['w.assessed'], held: {} }], () => range(2))
    expect(shares.get('a')).toEqual({ [mentions]: [0, 1] })
    expect(shares.get('b')).toEqual({ 'w.assessed': [0, 1] })
  })

  test('gives every partition to exactly one, evenly, whatever members say that they hold', () => {
    const held = array(integer({ min: 0, max: 15 }), { maxLength: 12 })
    check(
      property(integer({ min: 1, max: 12 }), array(held, { minLength: 1, maxLength: 7 }), (partitions, claims) => {
        const members = claims.map((claim, index) => member(`m${index}`, claim))
        const shares = [...stickyAssignment(members, () => range(partitions)).values()].map((share) => share[mentions] ?? [])
        expect(shares.flat().sort((a, b) => a - b)).toEqual(range(partitions))
        const sizes = shares.map(({ length }) => length)
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      })
    )
  })
})

function member(id: string, held: readonly number[]): Member {
  return { id, topics: [mentions], held: { [mentions]: held } }
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}
