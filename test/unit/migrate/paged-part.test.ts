import { describe, expect, test } from 'vitest'
import type { MoveTarget } from '../../../core/moved.ts'
import { listed, pagedPart } from '../../../migrate/paged-part.ts'
import { holds, type Check, type CopiedSoFar } from '../../../migrate/part.ts'

interface Thing {
  readonly id: string
  readonly word: string
  readonly broken?: boolean
}

const things: readonly Thing[] = [
  { id: 'a', word: '甲' },
  { id: 'b', word: '乙' },
  { id: 'c', word: '丙' }
]

describe('what a move compares', () => {
  test('holds when all is there, as it was', async () => {
    const { check } = await moved(things)
    expect(check).toMatchObject({ folder: 3, cluster: 3, differing: 0, examples: [], figures: [{ words: '字', folder: 3, cluster: 3 }] })
    expect(holds(check)).toBe(true)
  })

  test('does not hold when one is not as it was, and names it', async () => {
    const { check } = await moved(things, (shelf) => shelf.set('b', { id: 'b', word: '乙乙' }))
    expect(check).toMatchObject({ cluster: 3, differing: 1, examples: ['b'], figures: [{ folder: 3, cluster: 4 }] })
    expect(holds(check)).toBe(false)
  })

  test('does not hold when one is missing', async () => {
    const { check } = await moved(things, (shelf) => shelf.delete('c'))
    expect(check).toMatchObject({ cluster: 2, differing: 1, examples: ['c'] })
    expect(holds(check)).toBe(false)
  })

  test('does not hold when there is one too many', async () => {
    const { check } = await moved(things, (shelf) => shelf.set('x', { id: 'x', word: '他' }))
    expect(check).toMatchObject({ folder: 3, cluster: 4, differing: 0 })
    expect(holds(check)).toBe(false)
  })

  test('holds without what was damaged before, which is named', async () => {
    const { check } = await moved([...things, { id: 'd', word: '丁', broken: true }], (shelf) => shelf.delete('d'))
    expect(check).toMatchObject({ folder: 4, cluster: 3, differing: 0, damaged: ['d'] })
    expect(holds(check)).toBe(true)
  })

  test('does not hold when a figure differs', () => {
    const check: Check = { part: 'p', words: 'p', folder: 1, cluster: 1, differing: 0, examples: [], damaged: [], figures: [] }
    expect(holds({ ...check, figures: [{ words: '链首', folder: 'aa', cluster: 'aa' }] })).toBe(true)
    expect(holds({ ...check, figures: [{ words: '链首', folder: 'aa', cluster: 'ab' }] })).toBe(false)
  })
})

test('a copy goes on behind the place that was saved', async () => {
  const { saved, shelf } = await moved(things)
  expect(saved).toEqual([{ cursor: 'all', copied: 3 }])
  const again = await moved(things, () => {}, { cursor: 'all', copied: 3 })
  expect([again.saved, again.shelf.size, shelf.size]).toEqual([[], 0, 3])
})

async function moved(
  rows: readonly Thing[],
  meddle: (shelf: Map<string, Thing>) => unknown = () => {},
  from: CopiedSoFar = { cursor: null, copied: 0 }
) {
  const shelf = new Map<string, Thing>()
  const target: MoveTarget<Thing> = {
    async put(some) {
      for (const row of some) shelf.set(row.id, row)
    },
    find: async (some) => some.map(({ id }) => shelf.get(id) ?? null),
    count: async () => shelf.size
  }
  const part = pagedPart({
    name: 'things',
    words: '东西',
    source: listed(() => rows),
    target,
    patiently: (work) => work(),
    nameOf: ({ id }) => id,
    isDamaged: ({ broken = false }) => broken,
    tally: ({ word }) => ({ 字: word.length })
  })
  const saved: CopiedSoFar[] = []
  await part.copy(from, async (progress) => {
    saved.push(progress)
  })
  meddle(shelf)
  return { shelf, saved, check: await part.check() }
}
