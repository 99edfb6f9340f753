import { describe, expect, it } from 'vitest'
import { emptyTail, released, withFound, type Tail } from '../../../dashboard/desk/tail.ts'
import type { MentionRow } from '../../../dashboard-api/contract.ts'

const found = (id: string, minute: number, title = id): MentionRow =>
  ({ id, title, firstSeenAt: `2031-05-04T04:${String(minute).padStart(2, '0')}:00.000Z` }) as MentionRow
const ids = ({ shown, waiting }: Tail): readonly [string[], string[]] => [shown.map(({ id }) => id), waiting.map(({ id }) => id)]

describe('the live tail', () => {
  it('takes what was found last on top, whenever it was published', () => {
    const tail = withFound(emptyTail, [found('old', 1), found('new', 5)], false)
    expect(ids(withFound(tail, [found('late', 9), found('new', 5)], false))).toEqual([['late', 'new', 'old'], []])
  })

  it('stands still while somebody reads, counts what waits, and lets it in after', () => {
    const tail = withFound(emptyTail, [found('a', 1)], false)
    const held = withFound(withFound(tail, [found('b', 2)], true), [found('c', 3), found('b', 2)], true)
    expect(ids(held)).toEqual([['a'], ['c', 'b']])
    expect(ids(released(held))).toEqual([['c', 'b', 'a'], []])
  })

  it('shows what it knows as it is now', () => {
    const tail = withFound(emptyTail, [found('a', 1)], false)
    expect(withFound(tail, [found('a', 1, '改过的标题')], true).shown[0]?.title).toBe('改过的标题')
  })

  it('does not grow for ever', () => {
    const many = Array.from({ length: 150 }, (_, index) => found(`m${index}`, index % 60))
    expect(withFound(emptyTail, many, false).shown).toHaveLength(100)
    expect(withFound(emptyTail, many, true).waiting).toHaveLength(100)
  })
})
