import { describe, expect, test } from 'vitest'
import { neverVisited } from '../../../core/never-visited.ts'
import { countStates, sourceStates, tallyOf } from '../../../core/source-tally.ts'
import { Source, type HealthState } from '../../../core/source.ts'
import { listHeadWords, seeingWords } from '../../../dashboard/sources/seeing-words.ts'

const source = (id: string, enabled = true): Source =>
  Source.parse({ id, name: id, kind: 'portal', crawler: 'portal', url: 'https://linjiang.example/', intervalMinutes: 10, enabled })
const tally = (...states: HealthState[]) => tallyOf(countStates(states))

describe('sources by state', () => {
  test('are counted once each: one without a row was never read, one that is switched off is off whatever its row says', () => {
    const rows = (['ok', 'quiet', 'blind'] as const).map((state, index) => ({ ...neverVisited(`s${index}`), state }))
    const states = sourceStates([source('s0'), source('s1'), source('s2', false), source('s3')], [...rows, { ...neverVisited('gone'), state: 'ok' }])
    expect(states).toEqual({ ok: 1, quiet: 1, degraded: 0, blind: 0, never: 1, paused: 0, off: 1 })
  })

  test('that are quiet are seen, and those that are paused or off are not watched', () => {
    expect(tally('quiet', 'quiet', 'ok', 'degraded', 'blind', 'never', 'paused', 'off')).toEqual({
      watched: 6,
      seen: 3,
      unsteady: 1,
      blind: 1,
      never: 1,
      paused: 1
    })
  })

  test.each<[string, string, HealthState[]]>([
    ['看得到 4，看不到 1，不稳 0', '1 个看不到：这些渠道上的事，系统现在不知道', ['quiet', 'quiet', 'quiet', 'quiet', 'blind']],
    ['看得到 4，看不到 0，不稳 0，已暂停 1', '4 个都看得到，1 个已暂停', ['quiet', 'quiet', 'ok', 'quiet', 'paused']],
    ['看得到 0，看不到 0，不稳 1，尚未抓取 1', '1 个不稳，1 个尚未抓取：这些渠道上的事，系统现在不知道', ['degraded', 'never']],
    ['看得到 0，看不到 0，不稳 0，已暂停 1', '没有在采集的源，1 个已暂停', ['paused', 'off']]
  ])('are told as %s / %s', (system, head, states) => {
    expect([seeingWords(tally(...states)), listHeadWords(tally(...states))]).toEqual([system, head])
  })
})
