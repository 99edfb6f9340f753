import { describe, expect, test } from 'vitest'
import { isNear, longestOf } from '../../../../pipeline/names/stretch.ts'

const at = (start: number, end: number): { start: number; end: number } => ({ start, end })

describe('the longest of those that overlap', () => {
  test.each([
    ['nothing', [], []],
    ['one within another', [at(2, 4), at(0, 6)], [at(0, 6)]],
    ['one that overlaps the end', [at(0, 4), at(3, 5)], [at(0, 4)]],
    ['two short ones beside a dropped middle one', [at(0, 5), at(4, 8), at(7, 12)], [at(0, 5), at(7, 12)]],
    ['those that only touch', [at(3, 6), at(0, 3)], [at(0, 3), at(3, 6)]],
    ['separate runs', [at(10, 12), at(0, 2), at(1, 2), at(11, 12)], [at(0, 2), at(10, 12)]]
  ])('%s', (_, found, kept) => {
    expect(longestOf(found)).toEqual(kept)
  })

  test('of equally long ones the earlier stays, of the same place the first given', () => {
    const first = { ...at(0, 2), name: 'first' }

    expect(longestOf([at(1, 3), first, { ...at(0, 2), name: 'second' }])).toEqual([first])
  })
})

describe('nearness', () => {
  const sorted = [at(10, 12), at(50, 52)]
  test.each([
    [at(14, 16), 3, true],
    [at(14, 16), 2, false],
    [at(5, 8), 3, true],
    [at(30, 32), 10, false],
    [at(55, 56), 4, true],
    [at(60, 61), 4, false]
  ])('%o within %i is %s', (one, reach, near) => {
    expect(isNear(sorted, one, reach)).toBe(near)
  })
})
