import { describe, expect, it } from 'vitest'
import { addMs, minuteMs, type Instant } from '../../../../core/instant.ts'
import type { SearchAlert } from '../../../../core/saved-search/saved-search.ts'
import { freshWatch, restingWatch, takeHits, watchFor, type SearchHit, type SearchWatch } from '../../../../core/saved-search/search-watch.ts'
import { wall } from '../../../support/contract-mentions.ts'

const noon = wall('2031-03-12 12:00')

function alert(more: Partial<SearchAlert> = {}): SearchAlert {
  return { count: 3, minutes: 10, quiet: [], posts: [], ...more }
}

function hit(id: string, at: Instant, red = false): SearchHit {
  return { id, title: `标题${id}`, source: '临江论坛', at, red }
}

function minutes(n: number): Instant {
  return addMs(noon, n * minuteMs)
}

/** Each step: hits at that minute after noon. */
function played(rules: SearchAlert, steps: readonly (readonly [number, number, boolean?])[], from: Instant = noon): SearchWatch[] {
  let watch = freshWatch('x')
  return steps.map(([minute, count, red]) => {
    const now = addMs(from, minute * minuteMs)
    const came = Array.from({ length: count }, (_, index) => hit(`${minute}-${index}`, now, red === true && index === 0))
    watch = takeHits({ ...watch, due: null }, rules, came, now)
    return watch
  })
}

describe('the threshold of a saved search', () => {
  it('is told once when so many came within the minutes, with how many and the first three titles', () => {
    const [first, second, third] = played(alert(), [
      [0, 2],
      [5, 2],
      [6, 0]
    ])
    expect([first?.due, third?.due]).toEqual([null, null])
    expect(second?.due).toMatchObject({ round: 1, count: 4, red: false, from: minutes(0), to: minutes(5) })
    expect(second?.due?.first.map(({ title }) => title)).toEqual(['标题0-0', '标题0-1', '标题5-0'])
  })

  it('forgets what is older than the minutes', () => {
    const watches = played(alert(), [
      [0, 2],
      [10, 2],
      [19, 1]
    ])
    expect(watches.map(({ due }) => due?.count ?? null)).toEqual([null, null, 3])
  })

  it('of one is told with each new one, and counts anew after each telling', () => {
    const watches = played(alert({ count: 1 }), [
      [0, 1],
      [1, 0],
      [2, 2]
    ])
    expect(watches.map(({ due }) => (due === null ? null : [due.round, due.count]))).toEqual([[1, 1], null, [2, 2]])
    expect(watches.at(-1)).toMatchObject({ found: 3, rounds: 2, hits: [], lastHitAt: minutes(2), lastToldAt: minutes(2) })
  })
})

describe('quiet hours', () => {
  const quiet = alert({ count: 2, quiet: [{ from: '22:00', to: '07:00' }] })
  const night = wall('2031-03-12 23:00')

  it('keep what reached the threshold until they end, then it is told as one', () => {
    const watches = played(
      quiet,
      [
        [0, 2],
        [60, 3],
        [8 * 60 - 1, 0],
        [8 * 60, 0]
      ],
      night
    )
    expect(watches.map(({ due }) => due?.count ?? null)).toEqual([null, null, null, 5])
    expect(watches.at(-1)?.due?.from).toBe(night)
  })

  it('are broken by something red, which brings along what waited', () => {
    const watches = played(
      quiet,
      [
        [0, 2],
        [60, 2, true]
      ],
      night
    )
    expect(watches.map(({ due }) => (due === null ? null : [due.count, due.red]))).toEqual([null, [4, true]])
  })
})

describe('a watch', () => {
  it('tells nothing further while what was decided is not told yet, and loses none of it', () => {
    const rules = alert({ count: 1 })
    const decided = takeHits(freshWatch('x'), rules, [hit('a', noon)], noon)
    const again = takeHits(decided, rules, [hit('b', minutes(1))], minutes(1))
    const told = takeHits({ ...again, due: null }, rules, [], minutes(2))
    expect([decided.due?.round, again.due, told.due]).toMatchObject([1, decided.due, { round: 2, count: 1 }])
  })

  it('drops what it gathered when other terms are asked, and goes on from where it was', () => {
    const before = { ...takeHits(freshWatch('old'), alert(), [hit('a', noon)], noon), cursor: 'row:7' }
    expect(watchFor(before, 'new')).toMatchObject({ terms: 'new', cursor: 'row:7', hits: [], found: 1 })
    expect(watchFor(before, 'old')).toBe(before)
  })

  it('that rests begins with what comes afterwards', () => {
    expect(restingWatch({ ...freshWatch('x'), cursor: 'row:7', hits: [hit('a', noon)] })).toMatchObject({ cursor: null, hits: [], ripe: null })
  })
})
