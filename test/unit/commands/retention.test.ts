import { expect, test } from 'vitest'
import { UsageError } from '../../../commands/exit.ts'
import { momentOf, retention } from '../../../commands/retention.ts'
import type { Instant } from '../../../core/instant.ts'

const now = '2026-11-28T02:00:00.000Z' as Instant

test('a day begins at midnight in China, and days are counted back from now', () => {
  expect(momentOf({ before: '2026-11-28' }, now)).toBe('2026-11-27T16:00:00.000Z')
  expect(momentOf({ keepDays: '30' }, now)).toBe('2026-10-29T02:00:00.000Z')
})

test.each([
  {},
  { before: '2026-13-01' },
  { before: 'yesterday' },
  { before: '2026-11-29' },
  { keepDays: '0' },
  { keepDays: '1.5' },
  { keepDays: '5', before: '2024-01-01' }
])('does not take %j', (options) => {
  expect(() => momentOf(options, now)).toThrow(/retention|--before|--keep-days/)
})

test('is of the cluster alone, and says so', async () => {
  const refused = retention({ keepDays: '5', engine: 'embedded' })
  await expect(refused).rejects.toThrow(UsageError)
  await expect(refused).rejects.toThrow('只清理集群')
})
