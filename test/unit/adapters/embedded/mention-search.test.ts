import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../../adapters/clock.ts'
import type { Connection } from '../../../../adapters/embedded/connection.ts'
import { openForReading } from '../../../../adapters/embedded/database.ts'
import { searchMentions } from '../../../../adapters/embedded/mention-search.ts'
import { openEmbedded } from '../../../../adapters/embedded/open.ts'
import { instantFromMs } from '../../../../core/instant.ts'
import type { AssessedMention } from '../../../../core/ports.ts'
import { parseQuery } from '../../../../core/search-grammar.ts'
import { SearchFilter } from '../../../../core/search.ts'
import { observation } from '../../../support/contract-mentions.ts'
import { seededRandom } from '../../../support/seeded-random.ts'

const mentions = 6000
const never = 1_000_000
const startMs = Date.parse('2031-03-01T00:00:00.000Z')

/** Every second speaks of 垃圾, every third of 清运, every hundredth of 坍塌. */
function made(number: number, publishedMs: number | null): AssessedMention {
  const words = [number % 2 === 0 ? '垃圾' : '路灯', number % 3 === 0 ? '清运' : '绿化', number % 100 === 0 ? '坍塌' : '平安']
  const one = observation({
    id: `m${String(number).padStart(5, '0')}`,
    title: null,
    text: `今天${words.join('和')}`,
    kind: number % 4 === 0 ? 'weibo' : 'portal',
    source: '样例网',
    published: null
  })
  return publishedMs === null ? one : { ...one, mention: { ...one.mention, publishedAt: instantFromMs(publishedMs) } }
}

describe('the first pages of a word that stands in many mentions', () => {
  const folders: Record<string, string> = {}

  beforeAll(async () => {
    const random = seededRandom(7)
    const folder = async (publishedMs: (number: number) => number | null): Promise<string> => {
      const directory = await mkdtemp(path.join(tmpdir(), 'wanglou-walk-'))
      const stores = await openEmbedded({ directory, clock: systemClock, lock: true })
      const all = Array.from({ length: mentions }, (_, number) => made(number, publishedMs(number)))
      for (let start = 0; start < mentions; start += 1000) await stores.mentions.putMany(all.slice(start, start + 1000))
      await stores.close()
      return directory
    }
    folders['as they arrived'] = await folder((number) => startMs + number * 60_000)
    folders['from the last on'] = await folder((number) => startMs - number * 60_000)
    folders['several at one moment, some at none'] = await folder((number) => (number % 7 === 0 ? null : startMs + Math.floor(number / 40) * 60_000))
    folders['in no order'] = await folder(() => startMs + Math.floor(random() * 10_000) * 60_000)
    return async () => {
      for (const directory of Object.values(folders)) await rm(directory, { recursive: true })
    }
  }, 60_000)

  const queries = [
    '垃圾',
    '垃圾 清运',
    '垃圾 OR 坍塌',
    '垃圾 -清运',
    '-清运',
    '垃圾 kind:weibo',
    '垃圾 -kind:weibo',
    '坍塌',
    '垃圾 2031-03-02..2031-03-03',
    '垃圾 2030-01-01..2030-02-01',
    '没有这个词'
  ]

  test.each(['as they arrived', 'from the last on', 'several at one moment, some at none', 'in no order'])(
    'are the same as after sorting all, with mentions published %s',
    (order) => {
      const connection = openForReading(path.join(folders[order] ?? '', 'wanglou.db'))
      onTestFinished(() => connection.close())
      for (const text of queries) {
        const walked = pages(connection, text, 5)
        const sorted = pages(connection, text, never)
        expect({ text, ids: walked.ids }).toEqual({ text, ids: sorted.ids })
        expect({ text, total: walked.total }).toEqual({ text, total: Math.min(5, sorted.total) })
      }
    }
  )

  test('are as many as there are', () => {
    const connection = openForReading(path.join(folders['in no order'] ?? '', 'wanglou.db'))
    onTestFinished(() => connection.close())
    const total = (text: string): number => pages(connection, text, never).total
    expect([total('垃圾'), total('垃圾 清运'), total('垃圾 -清运'), total('垃圾 OR 坍塌'), total('坍塌 kind:weibo')]).toEqual([
      3000, 1000, 2000, 3000, 60
    ])
  })
})

/** The ids of the first pages. */
function pages(connection: Connection, text: string, cap: number): { readonly ids: readonly string[]; readonly total: number } {
  const ids: string[] = []
  let cursor: string | null = null
  let total = 0
  for (let page = 0; page < 6; page++) {
    const found = searchMentions(connection, { query: { query: parseQuery(text), filter: SearchFilter.parse({}), limit: 12, cursor }, cap })
    ids.push(...found.rows.map(({ mention }) => mention.id))
    total = found.total
    cursor = found.cursor
    if (cursor === null) break
  }
  return { ids, total }
}
