import { describe, expect, test } from 'vitest'
import { addMs, hourMs, instantFromMs, msOf, type Instant } from '../../core/instant.ts'
import type { AssessedMention, MentionStore, MentionTallies } from '../../core/ports.ts'
import { tallySources, type MentionTally } from '../../core/reports/mention-tally.ts'
import { observation, wall, type MentionTraits } from '../support/contract-mentions.ts'
import { sharedStores, type NewPlace } from './place.ts'

const kinds = ['forum', 'weibo', 'portal', 'message-board', 'video'] as const
const grades = ['I', 'II', 'III', 'IV', null] as const
const count = 240

/** Each test counts a day of its own, since all share a store. */
function mentionsOf(day: string): AssessedMention[] {
  return Array.from({ length: count }, (_, index) =>
    observation({
      id: `tally-${day}-${index}`,
      kind: kinds[(index * index) % kinds.length] ?? 'forum',
      source: `来源${(index * 7) % 31}`,
      published: `${day} ${String((index * 5) % 24).padStart(2, '0')}:${String((index * 13) % 60).padStart(2, '0')}`,
      grade: grades[(index * 3) % grades.length] ?? null,
      relevant: index % 4 !== 0,
      polarity: ([-1, 0, 1] as const)[index % 3] ?? 0
    })
  )
}

export function mentionTallyContract(name: string, newPlace: NewPlace<{ readonly mentions: MentionStore & MentionTallies }>): void {
  describe(`${name}: counts of a range`, () => {
    const stores = sharedStores(newPlace)
    const dayOf = (day: string) => ({ from: wall(`${day} 00:00`), to: addMs(wall(`${day} 00:00`), 24 * hourMs) })

    test('are those of a plain look at each mention', async () => {
      const { mentions } = stores()
      const made = mentionsOf('2032-05-10')
      await mentions.putMany(made)
      expect(await mentions.tally(dayOf('2032-05-10'))).toEqual(plainTally(made))
    })

    test('begin with the first moment of the range and end before its last', async () => {
      const { mentions } = stores()
      const at = (id: string, published: string | null, more: Partial<MentionTraits> = {}) => observation({ id: `edge-${id}`, published, ...more })
      await mentions.putMany([
        at('before', '2032-05-11 07:59'),
        at('first', '2032-05-11 08:00'),
        at('last', '2032-05-12 07:59'),
        at('after', '2032-05-12 08:00'),
        at('unknown', null)
      ])
      const tally = await mentions.tally({ from: wall('2032-05-11 08:00'), to: wall('2032-05-12 08:00') })
      expect([tally.total, tally.byHour.map(({ at: hour }) => hour)]).toEqual([2, [wall('2032-05-11 08:00'), wall('2032-05-12 07:00')]])
    })

    test('are of each mention as it was seen last', async () => {
      const { mentions } = stores()
      const once = { id: 'tally-again', published: '2032-05-14 09:10', source: '论坛甲' }
      await mentions.putMany([observation({ ...once, grade: null, relevant: false, polarity: 0, observed: '2032-05-14 10:00' })])
      await mentions.putMany([observation({ ...once, text: '一人受伤', grade: 'II', relevant: true, polarity: -1, observed: '2032-05-14 11:00' })])
      expect(await mentions.tally(dayOf('2032-05-14'))).toMatchObject({ total: 1, relevant: 1, negative: 1, byGrade: [{ grade: 'II', count: 1 }] })
    })

    test('are nought of a range without mentions', async () => {
      const { mentions } = stores()
      expect(await mentions.tally(dayOf('2032-05-20'))).toEqual({
        total: 0,
        relevant: 0,
        negative: 0,
        byKind: [],
        byGrade: [],
        bySource: [],
        byHour: []
      })
    })
  })
}

function plainTally(all: readonly AssessedMention[]): MentionTally {
  const ours = all.filter(({ assessment }) => assessment.relevant)
  const counted = <Key extends string | null>(keyOf: (one: AssessedMention) => Key): [Key, number][] => {
    const counts = new Map<Key, number>()
    for (const one of ours) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1)
    return [...counts].sort(([a, one], [b, other]) => other - one || ((a ?? '') < (b ?? '') ? -1 : 1))
  }
  const hourOf = ({ mention }: AssessedMention): Instant =>
    instantFromMs(Math.floor(msOf(mention.publishedAt ?? mention.observedAt) / hourMs) * hourMs)
  return {
    total: all.length,
    relevant: ours.length,
    negative: ours.filter(({ assessment }) => assessment.sentiment.polarity === -1).length,
    byKind: counted(({ mention }) => mention.sourceKind).map(([kind, n]) => ({ kind, count: n })),
    byGrade: counted(({ assessment }) => assessment.grade).map(([grade, n]) => ({ grade, count: n })),
    bySource: counted(({ mention }) => mention.source)
      .slice(0, tallySources)
      .map(([source, n]) => ({ source, count: n })),
    byHour: counted(hourOf)
      .map(([at, n]) => ({ at, count: n }))
      .sort((a, b) => (a.at < b.at ? -1 : 1))
  }
}
