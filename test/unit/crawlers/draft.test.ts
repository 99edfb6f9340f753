import { describe, expect, test } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { sha256 } from '../../../adapters/hash.ts'
import { parseInstant, type Precision } from '../../../core/instant.ts'
import { toMention } from '../../../crawlers/draft.ts'

const observedAt = parseInstant('2026-11-24T18:00:00+08:00') ?? expect.fail()

function published(text: string, publishedPrecision: Precision): readonly [string | null, Precision | null] {
  const mention = toMention(
    {
      sourceKind: 'portal',
      source: '临江在线',
      sourceId: 'source',
      url: 'https://news.example/a/1.html',
      title: '高新区一仓库发生火情',
      text: null,
      observedAt,
      publishedAt: parseInstant(text),
      publishedPrecision
    },
    { clock: systemClock, sha256, drill: false }
  )
  return [mention.publishedAt, mention.publishedPrecision]
}

describe('a publish time', () => {
  test.each([
    ['of now', '2026-11-24T18:00:00+08:00', 'second', '2026-11-24T10:00:00.000Z'],
    ['ahead by what clocks differ', '2026-11-24T18:10:00+08:00', 'minute', '2026-11-24T10:10:00.000Z'],
    ['that is only the day of today', '2026-11-24T00:00:00+08:00', 'day', '2026-11-23T16:00:00.000Z']
  ] as const)('%s is believed', (_, text, precision, kept) => {
    expect(published(text, precision)).toEqual([kept, precision])
  })

  test.each([
    ['eleven minutes ahead', '2026-11-24T18:11:00+08:00', 'minute'],
    ['hours ahead', '2026-11-24T23:00:00+08:00', 'hour'],
    ['of tomorrow', '2026-11-25T00:00:00+08:00', 'day']
  ] as const)('%s is unknown', (_, text, precision) => {
    expect(published(text, precision)).toEqual([null, null])
  })
})

test('a text of a million characters is cut, and says so', () => {
  const draft = {
    sourceKind: 'portal',
    source: '临江在线',
    sourceId: 'source',
    url: 'https://news.example/a/2.html',
    title: null,
    observedAt
  } as const
  const { text } = toMention({ ...draft, text: '长'.repeat(1_000_000) }, { clock: systemClock, sha256, drill: false })

  expect(text?.slice(0, 100_000)).toBe('长'.repeat(100_000))
  expect(text?.slice(100_000)).toBe('…（原文共 1000000 字，其余从略）')
})
