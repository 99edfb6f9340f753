import { describe, expect, onTestFinished, test } from 'vitest'
import { createClient } from '../../../../adapters/elasticsearch/client.ts'
import { Documents } from '../../../../adapters/elasticsearch/documents.ts'
import type { IndexKind } from '../../../../adapters/elasticsearch/index-kind.ts'
import { getMany } from '../../../../adapters/elasticsearch/multi-get.ts'
import { cannedElasticsearch, type Answer } from '../../../support/canned-elasticsearch.ts'

const kind: IndexKind = { name: 'accounts', version: 1, dated: false, properties: {} }
const noShard = { type: 'no_shard_available_action_exception', reason: 'No shard available for [get [test-accounts][4]]' }

describe('reading from an index whose shards have not started', () => {
  test('a document is read as soon as they have', async () => {
    const { documents } = await reading([
      { status: 503, body: { error: noShard, status: 503 } },
      { status: 503, body: { error: noShard, status: 503 } },
      { status: 200, body: { _id: 'a', found: true, _source: { name: '甲' }, _seq_no: 3, _primary_term: 1 } }
    ])
    expect(await documents.get('a')).toMatchObject({ source: { name: '甲' }, seqNo: 3 })
  })

  test('of many documents also those of the late shard', async () => {
    const here = { _id: 'a', found: true, _source: {}, _seq_no: 0, _primary_term: 1 }
    const { client } = await reading([
      { status: 200, body: { docs: [here, { _id: 'b', error: noShard }] } },
      { status: 200, body: { docs: [here, { ...here, _id: 'b' }] } }
    ])
    expect((await getMany(client, 'test-accounts', ['a', 'b'], [])).map((found) => found?.id)).toEqual(['a', 'b'])
  })

  test('is given up after a few seconds, as too much for the server now', async () => {
    const { documents } = await reading([{ status: 503, body: { error: noShard, status: 503 } }])
    await expect(documents.get('a')).rejects.toMatchObject({ code: 'store-overloaded' })
  }, 15_000)
})

/** Answers in turn; the last one stays. */
async function reading(answers: readonly Answer[]): Promise<{ client: ReturnType<typeof createClient>; documents: Documents<{ name?: string }> }> {
  let asked = 0
  const server = await cannedElasticsearch(() => answers[Math.min(asked++, answers.length - 1)] ?? null)
  onTestFinished(() => server.close())
  const client = createClient({ nodes: [server.node], auth: null, ca: null })
  onTestFinished(() => client.close())
  return {
    client,
    documents: new Documents(
      {
        client,
        options: { nodes: [server.node], prefix: 'test', auth: null, ca: null, shards: 1, replicas: 0, period: 'month', maxEvidenceBytes: 1 }
      },
      kind
    )
  }
}
