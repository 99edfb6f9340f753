import { describe, expect, it } from 'vitest'
import { addMs, hourMs, type Instant } from '../../../core/instant.ts'
import { byLevelAndTimeLeft, mergeRow, mergeRows } from '../../../dashboard/desk/queue.ts'
import { queueRow } from '../../support/page-rows.ts'

const noon = '2031-05-04T04:00:00.000Z' as Instant

describe('the queue of the desk', () => {
  it('puts the graver first, then the one with less time left, then the newer', () => {
    const rows = [
      queueRow('minor-soon', { grade: 'IV', nextDueAt: addMs(noon, hourMs), openedAt: noon }),
      queueRow('grave-late', { grade: 'I', nextDueAt: addMs(noon, 4 * hourMs), openedAt: noon }),
      queueRow('grave-soon', { grade: 'I', nextDueAt: addMs(noon, 2 * hourMs), openedAt: noon }),
      queueRow('ungraded', { grade: null, nextDueAt: null, openedAt: noon }),
      queueRow('minor-free-old', { grade: 'IV', nextDueAt: null, openedAt: noon }),
      queueRow('minor-free-new', { grade: 'IV', nextDueAt: null, openedAt: addMs(noon, hourMs) })
    ]
    expect(rows.sort(byLevelAndTimeLeft).map((row) => row.id)).toEqual([
      'grave-soon',
      'grave-late',
      'minor-soon',
      'minor-free-new',
      'minor-free-old',
      'ungraded'
    ])
  })

  it('takes a row that arrives live to its place and says that it is new', () => {
    const known = [queueRow('known', { grade: 'III', openedAt: noon })]
    const { rows, arrived } = mergeRow(known, queueRow('grave', { grade: 'I', openedAt: noon }), 'open')
    expect(rows.map((row) => row.id)).toEqual(['grave', 'known'])
    expect(arrived).toBe(true)
  })

  it('replaces a known row without calling it new, and moves it when its grade rose', () => {
    const known = [queueRow('a', { grade: 'III', openedAt: noon }), queueRow('b', { grade: 'IV', openedAt: noon })]
    const { rows, arrived } = mergeRow(known, queueRow('b', { version: 2, grade: 'II', openedAt: noon }), 'open')
    expect(rows.map((row) => [row.id, row.grade])).toEqual([
      ['b', 'II'],
      ['a', 'III']
    ])
    expect(arrived).toBe(false)
  })

  it('keeps what it has when an older version comes late', () => {
    const known = [queueRow('a', { version: 5, title: 'newer', openedAt: noon })]
    expect(mergeRow(known, queueRow('a', { version: 4, title: 'older', openedAt: noon }), 'open')).toEqual({ rows: known, arrived: false })
  })

  it('lets a row go that left the status it shows, and keeps it where all are shown', () => {
    const known = [queueRow('a', { openedAt: noon })]
    const closed = queueRow('a', { version: 2, status: 'closed', openedAt: noon })
    expect(mergeRow(known, closed, 'open').rows).toEqual([])
    expect(mergeRow(known, closed, 'all').rows).toEqual([closed])
  })

  it('keeps what was told while it was being read, unless the answer is newer', () => {
    const read = [queueRow('a', { version: 3, openedAt: noon }), queueRow('b', { version: 1, openedAt: noon })]
    const told = [
      queueRow('a', { version: 2, openedAt: noon }),
      queueRow('b', { version: 2, status: 'closed', openedAt: noon }),
      queueRow('c', { version: 1, openedAt: noon })
    ]
    const rows = mergeRows(read, told, 'open')
    expect(rows.map((row) => [row.id, row.version])).toEqual([
      ['a', 3],
      ['c', 1]
    ])
  })

  it('is a list of its own, so that the pages behind the first are seen to come', () => {
    const read = [queueRow('a', { version: 1, openedAt: noon })]
    const shown = mergeRows(read, [], 'open')
    read.push(queueRow('b', { version: 1, openedAt: noon }))
    expect(shown.map(({ id }) => id)).toEqual(['a'])
  })
})
