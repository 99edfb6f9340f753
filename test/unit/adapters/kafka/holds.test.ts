import { describe, expect, test } from 'vitest'
import { Holds } from '../../../../adapters/kafka/holds.ts'

describe('what a member holds without a break', () => {
  test('is all new at its first join, and only what comes to it at the next', () => {
    const holds = new Holds()
    expect(holds.joined('a', 5, [0, 1])).toEqual([0, 1])
    expect(holds.joined('a', 6, [1, 2])).toEqual([2])
  })

  test('is all new when a generation was missed, in which others may have had it', () => {
    const holds = new Holds()
    holds.joined('a', 5, [0, 1])
    expect(holds.joined('a', 7, [0, 1])).toEqual([0, 1])
  })

  test('is all new for another member id', () => {
    const holds = new Holds()
    holds.joined('a', 5, [0, 1])
    expect(holds.joined('b', 6, [0, 1])).toEqual([0, 1])
  })

  test('stays when the group gives the same generation once more', () => {
    const holds = new Holds()
    holds.joined('a', 5, [0, 1])
    expect(holds.joined('a', 5, [0, 1])).toEqual([])
  })

  test('is lost for a batch in hand once the partition went, even if it comes back', () => {
    const holds = new Holds()
    holds.joined('a', 5, [0, 1])
    const [kept, gone] = [holds.of(0), holds.of(1)]
    holds.joined('a', 6, [0])
    expect([kept?.lost, gone?.lost]).toEqual([false, true])
    expect(holds.of(0)).toBe(kept)
    expect(holds.joined('a', 7, [0, 1])).toEqual([1])
    expect(gone?.lost).toBe(true)
    expect(holds.of(1)?.lost).toBe(false)
  })

  test('is lost as a whole at the end', () => {
    const holds = new Holds()
    holds.joined('a', 5, [0])
    const hold = holds.of(0)
    holds.dropAll()
    expect([hold?.lost, holds.of(0)]).toEqual([true, undefined])
  })
})
