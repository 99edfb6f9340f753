import { describe, expect, onTestFinished, test } from 'vitest'
import type { AssessedMention, MentionStore } from '../../core/ports.ts'
import { parseQuery } from '../../core/search-grammar.ts'
import { SearchFilter } from '../../core/search.ts'
import { freshPlace } from '../contract/place.ts'
import { ManualClock } from '../support/alerting-clock.ts'
import { mentionId, observation, wall } from '../support/contract-mentions.ts'
import { elasticsearchMentionsPlace } from '../support/elasticsearch-mentions-place.ts'
import { elasticsearchNodes } from '../support/elasticsearch-place.ts'
import { embeddedPlace } from '../support/embedded-place.ts'
import { seededRandom } from '../support/seeded-random.ts'

const ids = Array.from({ length: 12 }, (_, index) => `m${index}`)
const incidents = ['case-1', 'case-2', 'case-3']

describe.skipIf(elasticsearchNodes.length === 0)('the same doings on Elasticsearch and embedded', () => {
  test.each([
    ['seen in these days', wall('2031-03-12 12:00'), 1],
    ['seen long ago', wall('2032-03-12 12:00'), 2]
  ])('lead to the same mentions, %s', async (_, now, seed) => {
    const embedded = await (await freshPlace(embeddedPlace)).open()
    const place = await elasticsearchMentionsPlace({ period: 'day' })
    onTestFinished(() => place.remove())
    const clock = new ManualClock(now)
    const processes = [await place.openAs({ clock }), await place.openAs({ clock })]
    onTestFinished(async () => void (await Promise.all(processes.map((one) => one.close()))))

    const random = seededRandom(seed)
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
    const outcomes: { here: unknown; there: unknown }[] = []
    for (let step = 0; step < 40; step++) {
      const { mentions } = pick(processes)
      if (random() < 0.25) {
        const pairs = [0, 1, 2].map(() => ({ id: mentionId(pick(ids)), incidentId: pick(incidents) }))
        await Promise.all([embedded.mentions.assign(pairs), mentions.assign(pairs)])
      } else {
        const batch = Array.from({ length: 1 + Math.floor(random() * 5) }, () => someObservation(pick))
        outcomes.push({ here: await mentions.putMany(batch), there: await embedded.mentions.putMany(batch) })
      }
    }
    expect(outcomes.map(({ here }) => here)).toEqual(outcomes.map(({ there }) => there))
    for (const { mentions } of processes) expect(await everythingOf(mentions)).toEqual(await everythingOf(embedded.mentions))
  })
})

function someObservation(pick: <T>(from: readonly T[]) => T): AssessedMention {
  return observation({
    id: pick(ids),
    text: pick(['甲处积水', '乙处积水', '丙处积水', null]),
    title: pick(['积水', '又见积水']),
    source: pick(['临江论坛', '北岸网', '江城日报']),
    kind: pick(['forum', 'portal']),
    author: pick([null, 'Alice', '记者甲']),
    published: pick([null, '2031-03-11 09:00', '2031-03-11 10:00']),
    observed: `2031-03-1${pick([1, 2, 3])} 1${pick([0, 1, 2, 3, 4])}:00`,
    engagement: { likes: pick([null, 0, 7]), views: pick([null, 100]) },
    grade: pick([null, 'III', 'IV']),
    relevant: pick([true, false]),
    polarity: pick([-1, 0, 1]),
    rulesVersion: pick(['rules-1', 'rules-2'])
  })
}

async function everythingOf(mentions: MentionStore): Promise<unknown> {
  const all = ids.map(mentionId)
  const found = async (text: string) => mentions.search({ query: parseQuery(text), filter: SearchFilter.parse({}), limit: 5, cursor: null })
  return {
    count: await mentions.count(),
    rows: await mentions.getMany(all),
    known: [...(await mentions.knownContent(all))].toSorted(([a], [b]) => byText(a, b)),
    series: await Promise.all(all.map((id) => mentions.engagementSeries(id))),
    // Texts of one moment come in no order.
    versions: await Promise.all(all.map(async (id) => (await mentions.versions(id)).map((one) => JSON.stringify(one)).toSorted(byText))),
    members: await mentions.ofIncidents(incidents, 100),
    rollups: await mentions.rollups([...incidents.map((id) => [id]), incidents]),
    searches: await Promise.all(['', '甲处', '处', '-甲处', 'grade:III OR author:alice', 'incident:case-1', 'title:又见 -source:北岸网'].map(found))
  }
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
