import { expect, test } from 'vitest'
import { documentOf, readState, stateFieldsOf } from '../../../../adapters/elasticsearch/mention-document.ts'
import { observe, type MentionState } from '../../../../adapters/elasticsearch/mention-observe.ts'
import { observation, wall } from '../../../support/contract-mentions.ts'

const nowMs = 1_900_000_000_000

test('the rank on a hot list is a series that tells unknown from left, through the document and back', () => {
  const ranks = [undefined, 3, 3, null]
  let state: MentionState | null = null
  const outcomes = ranks.map((rank, minute) => {
    const observed = observe(
      state,
      observation({ id: 'a', kind: 'hot-list', observed: `2031-03-12 10:0${minute}`, ...(rank === undefined ? {} : { rank }) }),
      nowMs + minute
    )
    state = observed.state
    return observed.outcome
  })
  if (state === null) throw new Error('nothing observed')
  const { series, arrivedMs } = readState(documentOf(state, stateFieldsOf(state)))

  expect(arrivedMs).toBe(nowMs)
  expect(outcomes).toEqual(['created', 'new-observation', 'unchanged', 'new-observation'])
  expect(series.map(({ observedAt, ...point }) => [observedAt, 'rank' in point ? point.rank : 'unknown'])).toEqual([
    [wall('2031-03-12 10:00'), 'unknown'],
    [wall('2031-03-12 10:01'), 3],
    [wall('2031-03-12 10:03'), null]
  ])
})
