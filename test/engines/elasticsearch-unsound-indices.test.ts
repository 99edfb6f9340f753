import { Client } from '@elastic/elasticsearch'
import { describe, expect, onTestFinished, test } from 'vitest'
import { describeElasticsearch } from '../../adapters/elasticsearch/describe.ts'
import { ForeignTemplateError, MissingIndexError, UnsoundIndexError } from '../../adapters/elasticsearch/errors.ts'
import { refuseMissingIncidents } from '../../adapters/elasticsearch/missing-incidents.ts'
import { machine } from '../../core/actor.ts'
import { RetryableError } from '../../core/errors.ts'
import { SearchFilter, type MentionQuery } from '../../core/search.ts'
import { judgeElasticsearch } from '../../doctor/elasticsearch.ts'
import { freshPlace } from '../contract/place.ts'
import { observation } from '../support/contract-mentions.ts'
import { elasticsearchNodes, elasticsearchPlace } from '../support/elasticsearch-place.ts'
import { anchor, at, document, openingOf } from '../support/incidents.ts'
import { noticeOf } from '../support/notices.ts'

const higher = 2_000_000_001
const everything: MentionQuery = { query: { op: 'all' }, filter: SearchFilter.parse({}), limit: 10, cursor: null }

describe.skipIf(elasticsearchNodes.length === 0)("somebody else's index template on the Elasticsearch", () => {
  test('of a usual priority makes none of our indices, whether it was there before or comes while we run', async () => {
    const { client, prefix, place } = await desk()
    await putTheirs(client, prefix, 900)
    const stores = await place.open()
    await stores.mentions.putMany([observation({ id: 'a' })])
    await putTheirs(client, prefix, 1900)
    await stores.mentions.putMany([observation({ id: 'b', observed: '2031-04-12 10:00' })])
    expect((await stores.mentions.search(everything)).rows).toHaveLength(2)
    await expect((await place.open()).mentions.count()).resolves.toBe(2)
  })

  test('that ranks before ours is named with its priority by opening and by doctor', async () => {
    const { client, prefix, place, options } = await desk()
    await putTheirs(client, prefix, higher)
    const opening = place.open()
    await expect(opening).rejects.toThrow(ForeignTemplateError)
    await expect(opening).rejects.toThrow(new RegExp(`theirs-${prefix}.*${higher}`))
    const told = judgeElasticsearch(await describeElasticsearch(options)).filter(({ verdict }) => verdict === 'bad')
    expect(told).toEqual([expect.objectContaining({ about: '索引模板', words: expect.stringContaining(`theirs-${prefix}`) as string })])
  })

  test('that comes while we run stops the writing to a new index before anything is lost, and only until it is gone', async () => {
    const { client, prefix, place } = await desk()
    const { mentions } = await place.open()
    await mentions.putMany([observation({ id: 'a' })])
    await putTheirs(client, prefix, higher)

    const next = [observation({ id: 'b', observed: '2031-04-12 10:00' })]
    const refused = mentions.putMany(next)
    await expect(refused).rejects.toThrow(RetryableError)
    await expect(refused).rejects.toThrow(`theirs-${prefix}`)
    expect(await mentions.putMany([observation({ id: 'c' })])).toEqual(['created'])
    expect(await client.indices.exists({ index: `${prefix}-mentions-v2-2031.04` })).toBe(false)

    await client.indices.deleteIndexTemplate({ name: `theirs-${prefix}` })
    expect(await mentions.putMany(next)).toEqual(['created'])
    expect((await mentions.search(everything)).rows).toHaveLength(3)
  })

  test('that made an index already: no write to it counts as done, opening refuses, and doctor does not call it left over', async () => {
    const { client, prefix, place, options } = await desk()
    const { mentions } = await place.open()
    const index = `${prefix}-mentions-v2-2031.04`
    await putTheirs(client, prefix, higher)
    await client.index({ index, id: 'x', document: { any: 'thing' }, refresh: true })
    await client.indices.deleteIndexTemplate({ name: `theirs-${prefix}` })

    const refused = mentions.putMany([observation({ id: 'b', observed: '2031-04-12 10:00' })])
    await expect(refused).rejects.toThrow(UnsoundIndexError)
    await expect(refused).rejects.toThrow(index)
    await expect(place.open()).rejects.toThrow(UnsoundIndexError)
    const finding = judgeElasticsearch(await describeElasticsearch(options)).find(({ about }) => about === `索引 ${prefix}-mentions`)
    expect(finding).toMatchObject({ verdict: 'bad', words: expect.stringMatching(new RegExp(`${index}.*不可删除`)) as string })
    expect(finding?.words).not.toContain('可以删除')
  })
})

describe.skipIf(elasticsearchNodes.length === 0)('incidents that cannot be read on an Elasticsearch', () => {
  test('because their index is closed are no empty list, here, at the next opening or to doctor', async () => {
    const { client, prefix, place, options } = await desk()
    const stores = await place.open()
    await stores.incidents.put(incident, 0)
    const index = `${prefix}-incidents-v1`
    await client.indices.close({ index })

    await expect(stores.incidents.list({ limit: 10 })).rejects.toThrow(RetryableError)
    await expect(stores.incidents.list({ limit: 100_000 })).rejects.toThrow(RetryableError)
    await expect(stores.incidents.openIds()).rejects.toThrow(RetryableError)
    await expect(stores.incidents.get(incident.id)).rejects.toThrow(RetryableError)
    await expect(place.open()).rejects.toThrow(new RegExp(`${index}.*已关闭`))
    const bad = judgeElasticsearch(await describeElasticsearch(options)).filter(({ verdict }) => verdict === 'bad')
    expect(bad).toEqual([expect.objectContaining({ about: `索引 ${prefix}-incidents`, words: expect.stringContaining('已关闭') as string })])

    await client.indices.open({ index })
    expect(await stores.incidents.list({ limit: 10 })).toHaveLength(1)
  })

  test('because their index is gone are missed as soon as a notice or the audit log tells of one', async () => {
    for (const witness of ['notice', 'seal'] as const) {
      const { client, prefix, place, options } = await desk()
      const stores = await place.open()
      await refuseMissingIncidents(options)
      await stores.audit.append([{ at: at('08:00'), actor: machine('cli'), action: 'sign-in', subject: 'a', detail: '' }])
      await refuseMissingIncidents(options)
      await stores.incidents.put(incident, 0)
      if (witness === 'notice') await stores.notices.request([{ ...noticeOf('n'), subject: { kind: 'incident', id: incident.id } }])
      else await stores.audit.append([{ at: at('08:00'), actor: machine('alerting'), action: 'seal', subject: incident.id, detail: '' }])
      await client.indices.refresh({ index: `${prefix}-*` })
      await refuseMissingIncidents(options)

      await client.indices.delete({ index: `${prefix}-incidents-v1` })
      await expect(refuseMissingIncidents(options)).rejects.toThrow(MissingIndexError)
    }
  })
})

const opened = document(openingOf('I', [anchor('occurred', at('08:00'))]), at('08:00'))
const incident = { ...opened, id: 'inc-0123456789', state: { ...opened.state, id: 'inc-0123456789' } }

async function desk() {
  const made = await elasticsearchPlace()
  const place = await freshPlace(() => Promise.resolve(made))
  const client = new Client({ node: elasticsearchNodes[0] ?? '' })
  const { prefix } = made.options
  onTestFinished(async () => {
    await client.indices.deleteIndexTemplate({ name: `theirs-${prefix}` }, { ignore: [404] })
    await client.close()
  })
  return { client, prefix, place, options: made.options }
}

/** Of everything of the test and nothing besides: other tests run on the same server. */
async function putTheirs(client: Client, prefix: string, priority: number): Promise<void> {
  const template = { settings: { number_of_shards: 1, number_of_replicas: 0 } }
  await client.indices.putIndexTemplate({ name: `theirs-${prefix}`, index_patterns: [`${prefix}*`], priority, template })
}
