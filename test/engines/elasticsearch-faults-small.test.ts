import { describe, expect, onTestFinished, test } from 'vitest'
import { createClient } from '../../adapters/elasticsearch/client.ts'
import { aliasOf } from '../../adapters/elasticsearch/index-kind.ts'
import { mentionKind } from '../../adapters/elasticsearch/mention-kind.ts'
import { RetryableError } from '../../core/errors.ts'
import type { AssessedMention, MentionStore, PutOutcome } from '../../core/ports.ts'
import { assessBatch } from '../../pipeline/assess-batch.ts'
import { freshPlace } from '../contract/place.ts'
import { mentionId, observation } from '../support/contract-mentions.ts'
import { elasticsearchMentionsPlace } from '../support/elasticsearch-mentions-place.ts'
import { elasticsearchNodes } from '../support/elasticsearch-place.ts'
import { meddlingElasticsearch, pass, type MeddlingElasticsearch, type Passing } from '../support/meddling-elasticsearch.ts'

describe.skipIf(elasticsearchNodes.length === 0)('mentions on an Elasticsearch in trouble', () => {
  test('half of the items refused with 429: each is written once, as soon as it is taken', async () => {
    const { proxy, mentions, witness } = await troubled()
    let bulks = 0
    proxy.meddle = (passing) => {
      if (!isBulk(passing)) return pass
      const odd = bulks++ % 2
      return { kind: 'refuse-items', isRefused: (item) => item % 2 === odd }
    }
    const batch = many(40)
    expect(await mentions.putMany(batch)).toEqual(batch.map(() => 'created'))
    expect(bulks).toBeGreaterThan(2)
    await witness.expectOnce(batch)
  })

  test('429 and 503 on whole bulks for a while: written once when it is over', async () => {
    const { proxy, mentions, witness } = await troubled()
    const statuses = [429, 503, 429, 503]
    proxy.meddle = (passing) => {
      const status = isBulk(passing) ? statuses.shift() : undefined
      return status === undefined ? pass : { kind: 'refuse', status }
    }
    const batch = many(20)
    expect(await mentions.putMany(batch)).toEqual(batch.map(() => 'created'))
    expect(statuses).toEqual([])
    await witness.expectOnce(batch)
  })

  test.each(['search', 'mget', 'get', 'refresh'])('503 on every %s fails retryably and never as an empty answer', async (asking) => {
    const { proxy, mentions } = await troubled()
    await mentions.putMany(many(3))
    await mentions.assign([{ id: mentionId('m-0'), incidentId: 'case' }])
    const isMet = (path: string): boolean =>
      asking === 'search' ? /_search$|_count$/.test(path) : asking === 'get' ? path.includes('/_doc/') : path.endsWith(`_${asking}`)
    proxy.meddle = ({ path }) => (isMet(path) ? { kind: 'refuse', status: 503 } : pass)
    const questions = {
      search: () => mentions.ofIncidents(['case'], 10),
      mget: () => mentions.getMany([mentionId('m-0')]),
      get: () => mentions.putMany(many(1, { id: 'other' })),
      refresh: () => mentions.rollups([['case']])
    }
    await expect(questions[asking as keyof typeof questions]()).rejects.toBeInstanceOf(RetryableError)
  })

  test('an answer cut in the middle: the mentions are there, and putting them again changes nothing', async () => {
    const { proxy, mentions, witness } = await troubled()
    const batch = many(30)
    let cuts = 2
    proxy.meddle = (passing) => (isBulk(passing) && cuts-- > 0 ? { kind: 'cut' } : pass)
    const outcomes = await untilDone(mentions, batch)
    expect(new Set(outcomes)).toEqual(new Set(['unchanged']))
    await witness.expectOnce(batch)
    // A later observation whose answer is lost is not counted twice either.
    const later = many(30, { observed: '2031-03-12 11:00', likes: 5 })
    cuts = 1
    await untilDone(mentions, later)
    const [row] = await mentions.getMany([mentionId('m-7')])
    expect([row?.observations, row?.mention.engagement.likes]).toEqual([2, 5])
    await witness.expectOnce(later)
  })

  test('a connection that swallows a bulk is given up, and the batch comes again', async () => {
    const { proxy, mentions, witness } = await troubled()
    const batch = many(10)
    let holes = 1
    proxy.meddle = (passing) => (isBulk(passing) && holes-- > 0 ? { kind: 'hang' } : pass)
    await expect(mentions.putMany(batch)).rejects.toMatchObject({ code: 'unreachable' })
    expect(await mentions.putMany(batch)).toEqual(batch.map(() => 'created'))
    await witness.expectOnce(batch)
  })

  test('what the server refuses for good is named, and the others are stored', async () => {
    const { mentions, witness } = await troubled()
    const batch = [...many(4), unacceptable('bad-1'), unacceptable('bad-2')]
    await expect(mentions.putMany(batch)).rejects.toMatchObject({
      code: 'mention-refused',
      retryable: false,
      message: expect.stringMatching(/bad-1.*authorKey.*32766.*bad-2/s) as string
    })
    await witness.expectOnce(many(4))
  })

  test('the pipeline buries the one that is refused and keeps the others', async () => {
    const { mentions, witness } = await troubled()
    const buried: string[] = []
    const batch = [...many(5), unacceptable('bad-1')]
    const { handle } = assessBatch({
      log: {
        append: async () => undefined,
        lag: async () => 0,
        read: async () => [],
        subscribe: () => {
          throw new Error('not asked for')
        }
      },
      mentions,
      deadLetters: { put: async (letters) => void buried.push(...letters.map(({ key, reason }) => `${key} ${reason}`)) },
      logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
      assess: async (wanted) => wanted.flatMap(({ id }) => batch.find(({ mention }) => mention.id === id)?.assessment ?? []),
      rulesVersion: () => 'rules-1',
      jurisdiction: 'linjiang',
      maxBatch: 100
    })
    const records = batch.map(({ mention }, offset) => ({
      topic: 'mentions' as const,
      partition: 0,
      offset,
      key: mention.id,
      value: JSON.stringify(mention)
    }))
    let tries = 0
    for (let done = false; !done; tries++) {
      done = await handle(records).then(
        () => true,
        () => false
      )
    }
    expect(tries).toBeLessThan(6)
    expect(buried).toEqual([expect.stringMatching(/^bad-1 .*authorKey.{0,500}$/s)])
    await witness.expectOnce(many(5))
  })
})

function isBulk({ path }: Passing): boolean {
  return path.endsWith('/_bulk')
}

function many(count: number, { id = 'm', observed, likes }: { id?: string; observed?: string; likes?: number } = {}): AssessedMention[] {
  return Array.from({ length: count }, (_, index) =>
    observation({
      id: `${id}-${index}`,
      text: `第${index}处积水`,
      ...(observed === undefined ? {} : { observed }),
      ...(likes === undefined ? {} : { engagement: { likes } })
    })
  )
}

/** Longer than any term of an index may be. */
function unacceptable(id: string): AssessedMention {
  return observation({ id, author: '某'.repeat(20_000) })
}

/** As the log hands a batch out again until it is done. */
async function untilDone(mentions: MentionStore, batch: readonly AssessedMention[]): Promise<readonly PutOutcome[]> {
  for (;;) {
    try {
      return await mentions.putMany(batch)
    } catch (error) {
      if (!(error instanceof RetryableError)) throw error
    }
  }
}

interface Witness {
  /** Exactly these are stored, each in one document, with its newest observation. */
  expectOnce(batch: readonly AssessedMention[]): Promise<void>
}

/** A store behind a proxy, and a witness that asks the server itself. */
async function troubled(): Promise<{ proxy: MeddlingElasticsearch; mentions: MentionStore; witness: Witness }> {
  const proxy = await meddlingElasticsearch(elasticsearchNodes[0] ?? '')
  onTestFinished(() => proxy.close())
  const place = await elasticsearchMentionsPlace({ nodes: [proxy.node] })
  const client = createClient({ ...place.options, nodes: elasticsearchNodes })
  onTestFinished(() => client.close())
  const fresh = await freshPlace(async () => ({
    open: () => place.open(),
    remove: async () => {
      proxy.meddle = () => pass
      await place.remove()
    }
  }))
  const { mentions } = await fresh.open()
  return { proxy, mentions, witness: { expectOnce } }

  async function expectOnce(batch: readonly AssessedMention[]): Promise<void> {
    const index = aliasOf(place.options, mentionKind)
    await client.indices.refresh({ index })
    const found = await client.search<{ id: string; mention: { observedAt: string } }>({ index, size: 1000, _source: ['id', 'mention'] })
    const stored = found.hits.hits.map(({ _source: source }) => `${source?.id} ${source?.mention.observedAt}`)
    expect(stored.toSorted(byText)).toEqual(batch.map(({ mention }) => `${mention.id} ${mention.observedAt}`).toSorted(byText))
  }
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
