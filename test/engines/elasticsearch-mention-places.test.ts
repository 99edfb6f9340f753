import { describe, expect, onTestFinished, test } from 'vitest'
import { datedIndexOf } from '../../adapters/elasticsearch/index-kind.ts'
import { documentIdOf, documentOf } from '../../adapters/elasticsearch/mention-document.ts'
import { observe } from '../../adapters/elasticsearch/mention-observe.ts'
import { periodOf } from '../../adapters/elasticsearch/mention-period.ts'
import { dropMentionsBefore } from '../../adapters/elasticsearch/mention-retention.ts'
import { mentionKind } from '../../adapters/elasticsearch/mention-kind.ts'
import type { ElasticsearchOptions } from '../../adapters/elasticsearch/options.ts'
import type { AssessedMention } from '../../core/ports.ts'
import type { Instant } from '../../core/instant.ts'
import { ManualClock } from '../support/alerting-clock.ts'
import { mentionId, observation, wall } from '../support/contract-mentions.ts'
import { elasticsearchMentionsPlace, mentionsByIndex, type MentionsPlace } from '../support/elasticsearch-mentions-place.ts'
import { elasticsearchNodes } from '../support/elasticsearch-place.ts'
import { meddlingElasticsearch, pass, type MeddlingElasticsearch, type Passing } from '../support/meddling-elasticsearch.ts'

const november = wall('2031-11-15 12:00')

describe.skipIf(elasticsearchNodes.length === 0)('where mentions lie on Elasticsearch', () => {
  test('a mention stays in the index of the period in which it was first seen, for every process', async () => {
    const place = await newPlace()
    const one = await processOf(place)
    const other = await processOf(place)
    await one.mentions.putMany([at('a', '2031-10-31 12:00'), at('b', '2031-11-14 12:00')])
    await other.mentions.putMany([at('a', '2031-11-15 12:00', '又有积水'), at('b', '2031-11-15 12:00', '又有积水')])

    expect(await mentionsByIndex(one.deps.client, place.options)).toEqual({ 'v2-2031.10': 1, 'v2-2031.11': 1 })
    expect((await one.mentions.getMany([mentionId('a'), mentionId('b')])).map((row) => [row.mention.text, row.versions])).toEqual([
      ['又有积水', 2],
      ['又有积水', 2]
    ])
  })

  test('a mention of a period long past is found by a process that listed the indices before there was that one', async () => {
    const place = await newPlace()
    const importing = await processOf(place)
    const running = await processOf(place)
    await running.mentions.putMany([at('before', '2031-11-15 11:00')])
    expect(await running.mentions.get(mentionId('old'))).toBeNull()
    await importing.mentions.putMany([at('old', '2031-02-03 12:00')])
    await running.mentions.putMany([at('old', '2031-11-15 12:00', '又有积水')])

    expect(await mentionsByIndex(running.deps.client, place.options)).toEqual({ 'v2-2031.02': 1, 'v2-2031.11': 1 })
    expect(await importing.mentions.get(mentionId('old'))).toMatchObject({ versions: 2, firstSeenAt: wall('2031-02-03 12:00') })
  })

  test('a mention in the first index of a new period is found by a process that listed the indices before there was that one', async () => {
    const place = await newPlace()
    const making = await processOf(place)
    const running = await processOf(place)
    await running.mentions.putMany([at('before', '2031-10-31 11:00')])
    await making.mentions.putMany([at('twin', '2031-11-01 12:00')])
    await running.mentions.putMany([at('twin', '2031-10-31 12:00', '又有积水')])

    expect(await mentionsByIndex(running.deps.client, place.options)).toEqual({ 'v2-2031.10': 1, 'v2-2031.11': 1 })
    expect(await making.mentions.get(mentionId('twin'))).toMatchObject({ versions: 1, observations: 1 })
  })

  test.each([
    ['neighbouring periods', '2031-10-31 12:00', '2031-11-01 12:00', 'v2-2031.10'],
    ['a period long past and the present one', '2031-02-03 12:00', '2031-11-01 12:00', 'v2-2031.02'],
    ['two periods long past', '2031-03-03 12:00', '2031-02-03 12:00', 'v2-2031.02']
  ])('two processes that create the same mention at the same moment in %s leave one', async (_, first, second, stays) => {
    for (const [indicesAreThere, held] of [
      [false, 0],
      [true, 0],
      [true, 1]
    ] as const) {
      const place = await newPlace()
      if (indicesAreThere) await (await processOf(place)).mentions.putMany([at('x', first), at('y', second), at('z', '2031-11-15 11:00')])
      const [one, other] = [await meddled(place), await meddled(place)]
      // Both have looked and found nothing before either writes; then one is done before the other goes on, or both go on.
      const bothWrite = meeting(2)
      const otherIsDone = [one, other].map(() => opened())
      for (const [index, process] of [one, other].entries()) {
        process.proxy.meddle = async (passing) => {
          if (isBulkOf(passing, 'mentions') && passing.body.includes('"create"')) {
            await bothWrite()
            if (index === held) await otherIsDone[1 - index]?.promise
          }
          return pass
        }
      }
      await Promise.all([
        one.mentions.putMany([at('twin', first, '一处积水', 1)]).finally(() => otherIsDone[0]?.open()),
        other.mentions.putMany([at('twin', second, '两处积水', 2)]).finally(() => otherIsDone[1]?.open())
      ])
      const late = first > second ? '一处积水' : '两处积水'
      const found = await one.mentions.get(mentionId('twin'))
      expect([found?.mention.text, found?.versions, found?.observations]).toEqual([late, 2, 2])
      expect(await other.mentions.get(mentionId('twin'))).toEqual(found)
      const counts = await mentionsByIndex(one.deps.client, place.options)
      expect(counts[stays]).toBe(indicesAreThere ? 2 : 1)
      expect(await one.mentions.count()).toBe(indicesAreThere ? 4 : 1)
    }
  })

  test.each([
    ['neighbouring periods', '2031-10-31 12:00', '2031-11-01 12:00'],
    ['a period long past and the present one', '2031-02-03 12:00', '2031-11-01 12:00']
  ])('of two in %s one stays, also when one process stopped before it looked around', async (_, first, second) => {
    const place = await newPlace()
    const other = await processOf(place)
    await other.mentions.putMany([at('y', first), at('z', second)])
    const stopping = await meddled(place)
    let hasStopped = false
    stopping.proxy.meddle = async (passing) => {
      if (isBulkOf(passing, 'mentions') && passing.body.includes('"create"')) {
        await other.mentions.putMany([at('twin', second, '两处积水')])
        hasStopped = true
        return { kind: 'cut' }
      }
      return hasStopped ? { kind: 'refuse', status: 503 } : pass
    }
    const batch = [at('twin', first, '一处积水')]
    await expect(stopping.mentions.putMany(batch)).rejects.toMatchObject({ retryable: true })
    expect(await mentionsByIndex(other.deps.client, place.options)).toEqual({ [`v2-${nameOf(first)}`]: 2, [`v2-${nameOf(second)}`]: 2 })

    const restarted = await processOf(place)
    await restarted.mentions.knownContent([mentionId('twin')])
    await restarted.mentions.putMany(batch)
    expect(await restarted.mentions.count()).toBe(3)
    expect(await restarted.mentions.get(mentionId('twin'))).toMatchObject({ versions: 2, mention: { text: '两处积水' } })
  })

  test.each(['the assignment', 'the mention'])(
    'an assignment is not lost when its mention is stored at the same moment and %s is slower',
    async (slower) => {
      const place = await newPlace()
      await (await processOf(place)).mentions.putMany([at('other', '2031-11-15 11:00')])
      const [storing, assigning] = [await meddled(place), await meddled(place)]
      const isDone = { mention: opened(), assignment: opened() }
      const bothWrite = meeting(2)
      storing.proxy.meddle = async (passing) => {
        if (isBulkOf(passing, 'mentions')) {
          await bothWrite()
          if (slower === 'the mention') await isDone.assignment.promise
        }
        return pass
      }
      assigning.proxy.meddle = async (passing) => {
        if (isBulkOf(passing, 'early-assignments') && passing.body.includes('"index"')) {
          await bothWrite()
          if (slower === 'the assignment') await isDone.mention.promise
        }
        return pass
      }
      await Promise.all([
        storing.mentions.putMany([at('wanted', '2031-11-15 12:00')]).finally(isDone.mention.open),
        assigning.mentions.assign([{ id: mentionId('wanted'), incidentId: 'case-1' }]).finally(isDone.assignment.open)
      ])
      expect(await storing.mentions.get(mentionId('wanted'))).toMatchObject({ incidentId: 'case-1' })
      expect((await assigning.mentions.ofIncidents(['case-1'], 10)).map((row) => row.mention.id)).toEqual(['wanted'])
    }
  )

  test('an assignment that waited is taken once: it does not come back over a later one', async () => {
    const place = await newPlace()
    const { mentions } = await processOf(place)
    await mentions.assign([{ id: mentionId('a'), incidentId: 'early-1' }])
    await mentions.assign([{ id: mentionId('a'), incidentId: 'early-2' }])
    await mentions.putMany([at('a', '2031-11-15 12:00')])
    expect(await mentions.get(mentionId('a'))).toMatchObject({ incidentId: 'early-2' })
    await mentions.assign([{ id: mentionId('a'), incidentId: 'later' }])
    await mentions.putMany([at('a', '2031-11-15 12:01', '又有积水')])
    expect(await (await processOf(place)).mentions.get(mentionId('a'))).toMatchObject({ incidentId: 'later', versions: 2 })
  })

  test('what another process wrote between reading and writing is not lost', async () => {
    const place = await newPlace()
    const other = await processOf(place)
    await other.mentions.putMany([at('a', '2031-11-15 12:00', '一处积水', 1)])
    const slow = await meddled(place)
    let isBetween = true
    slow.proxy.meddle = async (passing) => {
      if (isBetween && isBulkOf(passing, 'mentions') && passing.body.includes('"index"')) {
        isBetween = false
        await other.mentions.putMany([at('a', '2031-11-15 12:01', '两处积水', 2)])
        await other.mentions.assign([{ id: mentionId('a'), incidentId: 'case' }])
      }
      return pass
    }
    await slow.mentions.get(mentionId('a'))
    expect(await slow.mentions.putMany([at('a', '2031-11-15 12:02', '三处积水', 3)])).toEqual(['new-version'])
    expect(isBetween).toBe(false)
    expect(await other.mentions.get(mentionId('a'))).toMatchObject({
      incidentId: 'case',
      versions: 3,
      observations: 3,
      mention: { text: '三处积水' }
    })
  })

  test('processes that observe and assign the same mentions at once lose nothing', async () => {
    const place = await newPlace()
    const processes = await Promise.all([1, 2, 3].map(() => processOf(place)))
    const ids = ['a', 'b', 'c', 'd']
    await Promise.all(
      processes.flatMap(({ mentions }, process) => [
        ...[0, 1, 2, 3, 4, 5].map((round) =>
          mentions.putMany(ids.map((id) => at(id, '2031-11-15 12:00', `第${round * 3 + process}稿`, round * 3 + process)))
        ),
        mentions.assign(ids.map((id) => ({ id: mentionId(id), incidentId: 'case' })))
      ])
    )
    const [first] = processes
    const rows = (await first?.mentions.getMany(ids.map(mentionId))) ?? []
    expect(rows.map(({ incidentId, versions }) => [incidentId, versions])).toEqual(ids.map(() => ['case', 18]))
    expect(await first?.mentions.count()).toBe(ids.length)
  })

  test('an index of version 1, which held JSON as texts, is read; what is observed again leaves it, and is not created twice', async () => {
    const place = await newPlace()
    await storedAsInVersion1(place, [at('a', '2031-06-01 12:00'), at('b', '2031-06-01 12:00'), at('c', '2031-11-01 12:00')], { a: 'case' })

    const present = await processOf(place)
    expect(await present.mentions.getMany(['a', 'b', 'c'].map(mentionId))).toMatchObject(
      [at('a', '2031-06-01 12:00'), at('b', '2031-06-01 12:00'), at('c', '2031-11-01 12:00')].map((row) => ({ ...row, versions: 1 }))
    )
    expect(await present.mentions.putMany([at('a', '2031-11-15 12:00', '又有积水'), at('b', '2031-06-01 12:00')])).toEqual([
      'new-version',
      'unchanged'
    ])
    await present.mentions.putMany([at('d', '2031-11-15 12:00')])
    await present.mentions.assign([{ id: mentionId('b'), incidentId: 'case' }])

    expect(await mentionsByIndex(present.deps.client, place.options)).toEqual({ 'v1-2031.06': 1, 'v2-2031.06': 1, 'v1-2031.11': 1, 'v2-2031.11': 1 })
    expect(await present.mentions.get(mentionId('a'))).toMatchObject({ incidentId: 'case', versions: 2, firstSeenAt: wall('2031-06-01 12:00') })
    expect((await present.mentions.ofIncidents(['case'], 10)).map((row) => row.mention.id)).toEqual(['a', 'b'])
    expect(await present.mentions.count()).toBe(4)
  })

  test.each([
    ['month', ['2031-01-31 12:00', '2031-02-01 12:00', '2031-11-15 12:00'], '2031-02-01T00:00:00.000Z', ['2031.01']],
    ['week', ['2030-12-29 12:00', '2030-12-30 12:00', '2031-01-06 12:00'], '2031-01-05T23:59:59.999Z', ['2030w52']],
    ['day', ['2031-11-13 12:00', '2031-11-14 12:00', '2031-11-15 12:00'], '2031-11-15T00:00:00.000Z', ['2031.11.13', '2031.11.14']]
  ] as const)('periods of a %s that ended are dropped whole', async (period, seen, moment, gone) => {
    const place = await newPlace({ period })
    const { mentions, deps } = await processOf(place)
    await mentions.putMany(seen.map((time, index) => at(`m-${index}`, time)))
    const dropped = await dropMentionsBefore(deps, moment as Instant)

    expect(dropped.map(({ period: name, mentions: count }) => [name, count])).toEqual(gone.map((name) => [name, 1]))
    expect(await mentions.count()).toBe(seen.length - gone.length)
    expect(await mentions.get(mentionId('m-0'))).toBeNull()
    // What is seen again after that is new.
    expect(await mentions.putMany([at('m-0', '2031-11-15 12:30')])).toEqual(['created'])
    expect(await mentions.get(mentionId('m-0'))).toMatchObject({ firstSeenAt: wall('2031-11-15 12:30') })
    expect(await dropMentionsBefore(deps, moment as Instant)).toEqual([])
  })

  test('long ids, ids like hashes and texts of every sort of unit are kept apart and come back as they were', async () => {
    const { mentions } = await processOf(await newPlace())
    const ids = ['一'.repeat(200), `${'一'.repeat(199)}二`, '\ud83d', 'sha256:abc', 'a b/c?d#e%20', '😱'.repeat(100)]
    const batch = ids.map((id, index) =>
      observation({ id, title: `\ud83d\u001c\u0000${index}`, text: `\ue000\u{f0020} 😱${'长'.repeat(50_000)}`, observed: '2031-11-15 12:00' })
    )
    expect(await mentions.putMany(batch)).toEqual(ids.map(() => 'created'))
    expect(await mentions.getMany(ids.map(mentionId))).toMatchObject(batch)
    expect([...(await mentions.knownContent(ids.map(mentionId))).keys()]).toEqual(ids)
    const found = async (text: string): Promise<number> =>
      (
        await mentions.search({
          query: { op: 'term', text, field: 'any' },
          filter: { from: null, to: null, kinds: [], grades: [], incidentId: null, relevantOnly: false },
          limit: 10,
          cursor: null
        })
      ).total
    expect(await Promise.all(['\ud83d', '\u001c\u0000', '\u{f0020}', '\udc20', '\ue000', '\ue001', '\u{f0021}', ' 😱'].map(found))).toEqual([
      6, 6, 6, 6, 6, 0, 0, 6
    ])
  })
})

/** Documents of an older program, as the server held them for it. */
async function storedAsInVersion1(place: MentionsPlace, mentions: readonly AssessedMention[], incidents: Readonly<Record<string, string>>) {
  const asText = { type: 'keyword', index: false, doc_values: false } as const
  const texts = { mention: asText, assessment: asText, series: asText, olderTexts: asText }
  const kind = { ...mentionKind, version: 1, properties: { ...mentionKind.properties, ...texts } }
  const older = await place.openAs({ kind })
  const { deps } = older
  onTestFinished(() => older.close())
  for (const observed of mentions) {
    const document = documentOf({ ...observe(null, observed, 0).state, incidentId: incidents[observed.mention.id] ?? null })
    const json = Object.fromEntries(Object.keys(texts).map((name) => [name, JSON.stringify(document[name as keyof typeof texts])]))
    const index = datedIndexOf(deps.options, kind, periodOf(observed.mention.observedAt, deps.options.period))
    await deps.client.create({ index, id: documentIdOf(observed.mention.id), document: { ...document, ...json }, refresh: true })
  }
}

/** An observation made at a moment on a wall in China. */
function at(id: string, observed: string, text = '一处积水', likes: number | null = null) {
  return observation({ id, observed, text, engagement: { likes } })
}

async function newPlace(more: Partial<ElasticsearchOptions> = {}): Promise<MentionsPlace> {
  const place = await elasticsearchMentionsPlace(more)
  onTestFinished(() => place.remove())
  return place
}

/** One process among several, in November. */
async function processOf(place: MentionsPlace) {
  const opened = await place.openAs({ clock: new ManualClock(november) })
  onTestFinished(() => opened.close())
  return opened
}

/** One whose requests the test can hold up. */
async function meddled(place: MentionsPlace) {
  const proxy: MeddlingElasticsearch = await meddlingElasticsearch(elasticsearchNodes[0] ?? '')
  const process = await place.openAs({ clock: new ManualClock(november), nodes: [proxy.node] })
  onTestFinished(async () => {
    await process.close()
    await proxy.close()
  })
  return { ...process, proxy }
}

/** The index of the month of a moment on a wall in China. */
function nameOf(time: string): string {
  return wall(time).slice(0, 7).replace('-', '.')
}

function isBulkOf({ path, body }: Passing, kind: string): boolean {
  return path.endsWith('/_bulk') && body.slice(0, 200).includes(`-${kind}-v`)
}

function opened(): { readonly promise: Promise<void>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { promise, open: () => resolve() }
}

/** Resolves when so many came; whoever comes later does not wait. */
function meeting(count: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let come = 0
  return () => {
    if (++come >= count) resolve()
    return promise
  }
}
