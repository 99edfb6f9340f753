import { describe, expect, test } from 'vitest'
import { canonicalJson } from '../../core/canonical-json.ts'
import type { MentionId } from '../../core/mention.ts'
import type { MentionStore, WholeMention } from '../../core/ports.ts'
import { mentionId, observation, wall } from '../support/contract-mentions.ts'
import { sharedStores, type NewPlace } from './place.ts'

export function mentionStoreContract(name: string, newPlace: NewPlace<{ readonly mentions: MentionStore }>): void {
  describe(`${name}: mention store`, () => {
    const stores = sharedStores(newPlace)

    test('stores a new mention with its assessment', async () => {
      const { mentions } = stores()
      const first = observation({ id: 'new-1', title: null, text: '👍 路面塌陷', grade: 'III' })
      expect(await mentions.putMany([first])).toEqual(['created'])
      expect(await mentions.get(mentionId('new-1'))).toEqual({
        ...first,
        incidentId: null,
        firstSeenAt: first.mention.observedAt,
        versions: 1,
        observations: 1
      })
      expect(await mentions.get(mentionId('new-nothing'))).toBeNull()
    })

    test('changes nothing when the same observation comes again', async () => {
      const { mentions } = stores()
      const first = observation({ id: 'again-1' })
      await mentions.putMany([first])
      const before = await mentions.get(mentionId('again-1'))
      expect(await mentions.putMany([first, first])).toEqual(['unchanged', 'unchanged'])
      expect(await mentions.get(mentionId('again-1'))).toEqual(before)
    })

    test('keeps a later text as a version and the earlier one beside it', async () => {
      const { mentions } = stores()
      await mentions.putMany([observation({ id: 'version-1', text: '一人受伤', observed: '2031-03-12 10:00' })])
      const outcome = await mentions.putMany([observation({ id: 'version-1', text: '两人受伤', observed: '2031-03-12 10:05' })])
      const stored = await mentions.get(mentionId('version-1'))
      const versions = await mentions.versions(mentionId('version-1'))

      expect(outcome).toEqual(['new-version'])
      expect([stored?.mention.text, stored?.versions, stored?.firstSeenAt]).toEqual(['两人受伤', 2, wall('2031-03-12 10:00')])
      expect(versions.map((version) => [version.text, version.observedAt])).toEqual([
        ['一人受伤', wall('2031-03-12 10:00')],
        ['两人受伤', wall('2031-03-12 10:05')]
      ])
    })

    test('gives all that is stored of one mention, each its own where many are asked for at once', async () => {
      const { mentions } = stores()
      const ids = ['whole-1', 'whole-2', 'whole-3', 'whole-none'].map(mentionId)
      await mentions.putMany(
        ids.slice(0, 3).map((id) => observation({ id, text: `${id} 一人受伤`, observed: '2031-03-12 10:00', engagement: { likes: 1 } }))
      )
      await mentions.putMany([observation({ id: 'whole-2', text: '两人受伤', observed: '2031-03-12 10:05', engagement: { likes: 2 } })])
      const whole = await Promise.all([...ids, ...ids].map((id) => mentions.whole(id)))
      const parts = async (id: MentionId): Promise<WholeMention | null> => {
        const [stored, series, versions] = await Promise.all([mentions.get(id), mentions.engagementSeries(id), mentions.versions(id)])
        return stored === null ? null : { stored, series, versions }
      }
      expect(whole).toEqual(await Promise.all([...ids, ...ids].map(parts)))
      expect(whole[1]).toMatchObject({ stored: { versions: 2, observations: 2 }, series: [{}, {}], versions: [{}, { text: '两人受伤' }] })
      expect(whole[3]).toBeNull()
    })

    test('keeps that a text is to be checked, and says nothing of one that is not', async () => {
      const { mentions } = stores()
      const sound = observation({ id: 'doubt-1' })
      const other = observation({ id: 'doubt-2' })
      const doubtful = { ...other, mention: { ...other.mention, doubtful: true as const } }
      await mentions.putMany([sound, doubtful])
      expect((await mentions.get(mentionId('doubt-1')))?.mention).not.toHaveProperty('doubtful')
      expect((await mentions.get(mentionId('doubt-2')))?.mention.doubtful).toBe(true)
    })

    test('counts a text that comes back once', async () => {
      const { mentions } = stores()
      const texts = [
        ['甲', '10:00'],
        ['乙', '10:01'],
        ['甲', '10:02']
      ] as const
      for (const [text, time] of texts) await mentions.putMany([observation({ id: 'back-1', text, observed: `2031-03-12 ${time}` })])
      const stored = await mentions.get(mentionId('back-1'))

      expect([stored?.mention.text, stored?.versions]).toEqual(['甲', 2])
      expect((await mentions.versions(mentionId('back-1'))).map((version) => version.text)).toEqual(['甲', '乙'])
    })

    test('adds a point when only the counts changed, and tells unknown from none', async () => {
      const { mentions } = stores()
      const counts = [{}, { likes: 0 }, { likes: 7, comments: 2 }]
      const outcomes = []
      for (const [minute, engagement] of counts.entries()) {
        outcomes.push(...(await mentions.putMany([observation({ id: 'series-1', engagement, observed: `2031-03-12 10:0${minute}` })])))
      }
      const series = await mentions.engagementSeries(mentionId('series-1'))

      expect(outcomes).toEqual(['created', 'new-observation', 'new-observation'])
      expect(series.map((point) => point.engagement.likes)).toEqual([null, 0, 7])
      expect(series.map((point) => point.observedAt)).toEqual([0, 1, 2].map((minute) => wall(`2031-03-12 10:0${minute}`)))
      expect(await mentions.get(mentionId('series-1'))).toMatchObject({
        observations: 3,
        versions: 1,
        mention: { engagement: { likes: 7, comments: 2, views: null } }
      })
    })

    test('keeps the rank on a hot list as a series, and when the list was left', async () => {
      const { mentions } = stores()
      const ranks = [12, 3, 3, null, 40]
      const outcomes = []
      for (const [minute, rank] of ranks.entries()) {
        outcomes.push(...(await mentions.putMany([observation({ id: 'rank-1', kind: 'hot-list', rank, observed: `2031-03-12 10:0${minute}` })])))
      }
      const known = await mentions.knownContent([mentionId('rank-1')])
      await mentions.putMany([observation({ id: 'rank-2' })])

      expect(outcomes).toEqual(['created', 'new-observation', 'unchanged', 'new-observation', 'new-observation'])
      expect((await mentions.engagementSeries(mentionId('rank-1'))).map((point) => [point.rank, point.observedAt])).toEqual(
        [12, 3, null, 40].map((rank, place) => [rank, wall(`2031-03-12 10:0${[0, 1, 3, 4][place]}`)])
      )
      expect((await mentions.get(mentionId('rank-1')))?.mention.rank).toBe(40)
      expect(known.get(mentionId('rank-1'))?.engagement).toBe('{"comments":null,"likes":null,"rank":40,"reposts":null,"views":null}')
      expect(await mentions.engagementSeries(mentionId('rank-2'))).toEqual([
        { observedAt: wall('2031-03-12 10:00'), engagement: { views: null, likes: null, comments: null, reposts: null } }
      ])
    })

    test('keeps all that was seen of what is gone, says so, counts it once, and takes it back when it is seen again', async () => {
      const { mentions } = stores()
      const seen = observation({ id: 'gone-1', text: '楼道冒烟', engagement: { likes: 9 }, observed: '2031-03-12 10:00' })
      const gone = { since: wall('2031-03-12 10:30'), how: 'says-deleted', words: '该微博已被作者删除' } as const
      const lost = { ...seen, mention: { ...seen.mention, observedAt: wall('2031-03-12 10:30'), gone } }
      await mentions.putMany([seen, observation({ id: 'gone-2' })])
      await mentions.assign(['gone-1', 'gone-2'].map((id) => ({ id: mentionId(id), incidentId: 'gone-incident' })))

      expect(await mentions.putMany([lost, lost])).toEqual(['new-observation', 'unchanged'])
      expect(await mentions.get(mentionId('gone-1'))).toMatchObject({ mention: lost.mention, versions: 1, observations: 1 })
      expect(await mentions.versions(mentionId('gone-1'))).toMatchObject([{ text: '楼道冒烟' }])
      expect((await mentions.knownContent([mentionId('gone-1')])).get(mentionId('gone-1'))).toMatchObject({ gone: true })
      expect(await mentions.rollups([['gone-incident']])).toMatchObject([{ mentions: 2, gone: 1, engagement: { likes: 9 } }])

      const back = { ...seen, mention: { ...seen.mention, observedAt: wall('2031-03-12 11:00') } }
      expect(await mentions.putMany([back])).toEqual(['new-observation'])
      expect((await mentions.get(mentionId('gone-1')))?.mention.gone).toBeUndefined()
      expect((await mentions.rollups([['gone-incident']]))[0]).not.toHaveProperty('gone')
    })

    test('ignores an observation older than the stored one', async () => {
      const { mentions } = stores()
      await mentions.putMany([observation({ id: 'stale-1', text: '新', observed: '2031-03-12 11:00' })])
      const before = await mentions.get(mentionId('stale-1'))
      expect(await mentions.putMany([observation({ id: 'stale-1', text: '旧', observed: '2031-03-12 10:59' })])).toEqual(['stale'])
      expect(await mentions.get(mentionId('stale-1'))).toEqual(before)
      expect(await mentions.versions(mentionId('stale-1'))).toHaveLength(1)
    })

    test('takes the assessment of newer rules on the same text', async () => {
      const { mentions } = stores()
      await mentions.putMany([observation({ id: 'rules-1', grade: null })])
      await mentions.putMany([observation({ id: 'rules-1', grade: 'II', rulesVersion: 'rules-2' })])
      expect(await mentions.get(mentionId('rules-1'))).toMatchObject({
        assessment: { grade: 'II', rulesVersion: 'rules-2' },
        versions: 1,
        observations: 1
      })
    })

    test('answers several at once, in the order asked', async () => {
      const { mentions } = stores()
      await mentions.putMany(['a', 'b', 'c'].map((id) => observation({ id: `many-${id}` })))
      const found = await mentions.getMany(['many-c', 'many-none', 'many-a'].map(mentionId))
      expect(found.map((row) => row.mention.id)).toEqual(['many-c', 'many-a'])
    })

    test('says what a deduplicator may skip', async () => {
      const { mentions } = stores()
      const known = observation({ id: 'known-1', engagement: { likes: 3 } })
      await mentions.putMany([known])
      const content = await mentions.knownContent([mentionId('known-1'), mentionId('known-none')])
      expect([...content]).toEqual([
        [
          'known-1',
          { contentHash: known.mention.contentHash, engagement: canonicalJson(known.mention.engagement), rulesVersion: 'rules-1', gone: false }
        ]
      ])
    })

    test('assigns mentions to an incident and keeps it over later observations', async () => {
      const { mentions } = stores()
      await mentions.putMany([
        observation({ id: 'assign-1' }),
        observation({ id: 'assign-2', published: '2031-03-12 12:00' }),
        observation({ id: 'assign-3', published: null })
      ])
      await mentions.assign(['assign-1', 'assign-2', 'assign-3'].map((id) => ({ id: mentionId(id), incidentId: 'assign-incident' })))
      await mentions.putMany([observation({ id: 'assign-1', text: '又有积水', observed: '2031-03-12 12:00' })])

      const members = await mentions.ofIncidents(['assign-incident'], 10)
      expect(members.map((row) => row.mention.id)).toEqual(['assign-2', 'assign-1', 'assign-3'])
      expect((await mentions.ofIncidents(['assign-incident'], 1)).map((row) => row.mention.id)).toEqual(['assign-2'])
      expect(await mentions.ofIncidents(['no-such-incident'], 10)).toEqual([])
    })

    test('moves a mention, which has at most one incident', async () => {
      const { mentions } = stores()
      await mentions.putMany([observation({ id: 'move-1' })])
      await mentions.assign([{ id: mentionId('move-1'), incidentId: 'move-a' }])
      await mentions.assign([{ id: mentionId('move-1'), incidentId: 'move-b' }])
      expect(await mentions.ofIncidents(['move-a'], 10)).toEqual([])
      expect(await mentions.ofIncidents(['move-b'], 10)).toHaveLength(1)
    })

    test('remembers an assignment that comes before its mention', async () => {
      const { mentions } = stores()
      await mentions.assign([{ id: mentionId('early-1'), incidentId: 'early-incident' }])
      await mentions.putMany([observation({ id: 'early-1' })])
      expect((await mentions.get(mentionId('early-1')))?.incidentId).toBe('early-incident')
    })

    test('adds up an incident with those merged into it; what nobody knows stays unknown', async () => {
      const { mentions } = stores()
      await mentions.putMany([
        observation({
          id: 'sum-1',
          source: '北岸网',
          kind: 'portal',
          published: '2031-03-12 08:00',
          engagement: { likes: 3, comments: 1 },
          polarity: -1
        }),
        observation({ id: 'sum-2', source: '临江论坛', published: '2031-03-12 09:30', engagement: { likes: 4 }, polarity: -1 }),
        observation({ id: 'sum-3', source: '临江论坛', published: null, polarity: 1 }),
        observation({ id: 'sum-other', source: '别处' })
      ])
      await mentions.assign([
        { id: mentionId('sum-1'), incidentId: 'sum-a' },
        { id: mentionId('sum-2'), incidentId: 'sum-b' },
        { id: mentionId('sum-3'), incidentId: 'sum-a' }
      ])
      const rollups = await mentions.rollups([['sum-a', 'sum-b'], ['sum-none'], ['sum-b']])
      const [both, none, one] = rollups.map((each) => ({ ...each, sources: each.sources.toSorted(), sourceKinds: each.sourceKinds.toSorted() }))
      expect(both).toEqual({
        mentions: 3,
        sources: ['临江论坛', '北岸网'],
        sourceKinds: ['forum', 'portal'],
        engagement: { views: null, likes: 7, comments: 1, reposts: null },
        negative: 2,
        firstPublishedAt: wall('2031-03-12 08:00'),
        lastPublishedAt: wall('2031-03-12 09:30')
      })
      expect(none).toMatchObject({ mentions: 0, sources: [], firstPublishedAt: null, engagement: { likes: null } })
      expect(one).toMatchObject({ mentions: 1 })
      expect(await mentions.rollups([])).toEqual([])
    })

    test('names every source of each of many incidents that are added up at once', async () => {
      const { mentions } = stores()
      const incidents = Array.from({ length: 70 }, (_, index) => ({ id: `wide-${index}`, sources: index === 3 ? 230 : 1 }))
      const rows = incidents.flatMap(({ id, sources }) =>
        Array.from({ length: sources }, (_, index) => ({ id: `${id}-${index}`, source: `来源 ${index}`, incidentId: id }))
      )
      await mentions.putMany(rows.map(({ id, source }) => observation({ id, source })))
      await mentions.assign(rows.map(({ id, incidentId }) => ({ id: mentionId(id), incidentId })))
      const rollups = await mentions.rollups(incidents.map(({ id }) => [id]))
      expect(rollups.map((rollup) => rollup.mentions)).toEqual(incidents.map(({ sources }) => sources))
      expect(rollups.map((rollup) => new Set(rollup.sources).size)).toEqual(incidents.map(({ sources }) => sources))
    })

    test('counts mentions, not observations', async () => {
      const { mentions } = stores()
      const before = await mentions.count()
      await mentions.putMany([
        observation({ id: 'count-1' }),
        observation({ id: 'count-2' }),
        observation({ id: 'count-1', text: '变了', observed: '2031-03-12 10:30' })
      ])
      expect(await mentions.count()).toBe(before + 2)
    })
  })
}
