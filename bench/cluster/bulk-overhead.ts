import type { Client } from '@elastic/elasticsearch'
import { createClient } from '../../adapters/elasticsearch/client.ts'
import { datedIndexOf } from '../../adapters/elasticsearch/index-kind.ts'
import { mentionKind } from '../../adapters/elasticsearch/mention-kind.ts'
import { documentIdOf, documentOf } from '../../adapters/elasticsearch/mention-document.ts'
import { observe } from '../../adapters/elasticsearch/mention-observe.ts'
import { periodOf } from '../../adapters/elasticsearch/mention-period.ts'
import type { MentionId } from '../../core/mention.ts'
import type { AssessedMention, MentionStore } from '../../core/ports.ts'
import { alternate, type Compared } from './alternate.ts'
import { startBenchAssessor } from './assess-alone.ts'
import type { BenchDesk } from './desk.ts'
import { told } from './log-overhead.ts'
import { createPosts } from './posts.ts'

const aBatch = 200
const batches = 20
const atOnce = 4
/** Single rounds differ by a fifth. */
const rounds = 11

/** `MentionStore.putMany` against bare `client.bulk` of the very same documents, as many batches at once, into the same index. */
export async function measureBulk(desk: BenchDesk, say: (words: string) => void): Promise<Compared> {
  const stores = await desk.open()
  const client = createClient(desk.options.elasticsearch)
  const assessed = await assessedPosts(desk)
  let round = 0
  const batchesOfOwn = (): AssessedMention[][] => {
    const run = `bulk-${round++}`
    return Array.from({ length: batches }, (_, batch) =>
      assessed
        .slice(batch * aBatch, (batch + 1) * aBatch)
        .map(({ mention, assessment }) => ({ mention: { ...mention, id: `${run}/${mention.id}` as MentionId }, assessment }))
    )
  }
  try {
    const compared = await alternate(
      rounds,
      () => ours(stores.mentions, batchesOfOwn()),
      () => bare(client, desk, batchesOfOwn())
    )
    say(`写入：${told(compared)}`)
    return compared
  } finally {
    await client.close()
    await stores.close()
  }
}

async function assessedPosts(desk: BenchDesk): Promise<AssessedMention[]> {
  const assessor = await startBenchAssessor(desk)
  try {
    const postOf = createPosts('bulk')
    const mentions = Array.from({ length: batches * aBatch }, (_, index) => postOf(index))
    const assessments = await assessor.assess(mentions)
    return mentions.flatMap((mention, index) => {
      const assessment = assessments[index]
      return assessment === undefined ? [] : [{ mention, assessment }]
    })
  } finally {
    await assessor.close()
  }
}

async function ours(mentions: MentionStore, prepared: readonly (readonly AssessedMention[])[]): Promise<number> {
  return rate(prepared, (batch) => mentions.putMany(batch))
}

async function bare(client: Client, { options: { elasticsearch } }: BenchDesk, prepared: readonly (readonly AssessedMention[])[]): Promise<number> {
  const requests = prepared.map((batch) =>
    batch.flatMap((observation) => {
      const { state } = observe(null, observation, Date.now())
      const index = datedIndexOf(elasticsearch, mentionKind, periodOf(observation.mention.observedAt, elasticsearch.period))
      return [{ create: { _index: index, _id: documentIdOf(observation.mention.id) } }, documentOf(state)]
    })
  )
  return rate(requests, async (operations) => {
    const { errors } = await client.bulk({ operations })
    if (errors) throw new Error('a document was refused')
  })
}

async function rate<Batch>(work: readonly Batch[], store: (batch: Batch) => Promise<unknown>): Promise<number> {
  const from = performance.now()
  const waiting = [...work]
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let batch = waiting.pop(); batch !== undefined; batch = waiting.pop()) await store(batch)
    })
  )
  return (batches * aBatch * 1000) / (performance.now() - from)
}
