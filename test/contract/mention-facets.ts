import { beforeAll, describe, expect, test } from 'vitest'
import type { AssessedMention, Stores } from '../../core/ports.ts'
import type { StoredMention } from '../../core/records.ts'
import { barsOf, facetSources, mostFirst, type BarUnit, type MentionFacets, type Polarity } from '../../core/search-facets.ts'
import { parseQuery } from '../../core/search-grammar.ts'
import { scanMentions } from '../../core/search-scan.ts'
import { SearchFilter } from '../../core/search.ts'
import { observation, wall } from '../support/contract-mentions.ts'
import { sharedStores, type NewPlace } from './place.ts'

const kinds = ['forum', 'weibo', 'portal'] as const
const grades = ['I', 'II', null] as const
const count = 120

/** Over a week, some of an unknown day; every third speaks of 积水. */
function corpus(): AssessedMention[] {
  return Array.from({ length: count }, (_, index) =>
    observation({
      id: `facet-${index}`,
      kind: kinds[(index * index) % kinds.length] ?? 'forum',
      source: `来源${(index * 7) % 29}`,
      title: index % 3 === 0 ? '街口积水' : '公园开放',
      text: '本市消息',
      published: index % 10 === 0 ? null : `2033-06-0${1 + (index % 7)} ${String((index * 5) % 24).padStart(2, '0')}:30`,
      grade: grades[index % grades.length] ?? null,
      relevant: index % 4 !== 0,
      polarity: ([-1, 0, 1] as const)[(index * 2) % 3] ?? 0
    })
  )
}

export function mentionFacetsContract(name: string, newPlace: NewPlace<{ readonly mentions: Stores['mentions'] }>): void {
  describe(`${name}: facets`, () => {
    const stores = sharedStores(newPlace)
    let rows: readonly StoredMention[] = []
    beforeAll(async () => {
      const { mentions } = stores()
      const made = corpus()
      await mentions.putMany(made)
      rows = await mentions.getMany(made.map(({ mention }) => mention.id))
    })

    test.each<[string, Partial<SearchFilter>, BarUnit]>([
      ['', {}, 'day'],
      ['积水', {}, 'day'],
      ['积水', {}, 'hour'],
      ['-积水 情感:负面', {}, 'day'],
      ['', { from: wall('2033-06-02 08:00'), to: wall('2033-06-03 20:00') }, 'hour'],
      ['公园', { kinds: ['weibo'], grades: ['II'], relevantOnly: true }, 'day'],
      ['没有这样的词', {}, 'day']
    ])('of %j %j by %s are those of a plain look at each hit', async (text, some, unit) => {
      const asked = { query: parseQuery(text), filter: SearchFilter.parse(some) }
      const hits = scanMentions(rows, { ...asked, limit: count, cursor: null }).rows
      expect(await stores().mentions.facets({ ...asked, unit })).toEqual(plain(hits, unit))
    })

    test('a bar of a day begins at midnight in China', async () => {
      const { bars } = await stores().mentions.facets({ query: parseQuery(''), filter: SearchFilter.parse({}), unit: 'day' })
      expect([bars[0]?.at, bars.length]).toEqual([wall('2033-06-01 00:00'), 7])
    })
  })
}

function plain(hits: readonly StoredMention[], unit: BarUnit): MentionFacets {
  const counted = <Key extends string | number | null>(keyOf: (row: StoredMention) => Key): [Key, number][] => {
    const counts = new Map<Key, number>()
    for (const row of hits) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1)
    return mostFirst(counts)
  }
  const dated = hits.flatMap(({ mention }) => mention.publishedAt ?? [])
  return {
    total: hits.length,
    relevant: hits.filter(({ assessment }) => assessment?.relevant).length,
    undated: hits.length - dated.length,
    kinds: counted(({ mention }) => mention.sourceKind).map(([kind, n]) => ({ kind, count: n })),
    sources: counted(({ mention }) => mention.source)
      .slice(0, facetSources)
      .map(([source, n]) => ({ source, count: n })),
    grades: counted(({ assessment }) => assessment?.grade ?? null).map(([grade, n]) => ({ grade, count: n })),
    polarities: counted((row): Polarity => row.assessment?.sentiment.polarity ?? 0).map(([polarity, n]) => ({ polarity, count: n })),
    bars: barsOf(
      dated.map((at) => ({ at, count: 1 })),
      unit
    )
  }
}
