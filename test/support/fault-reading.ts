import { z } from 'zod'
import { IncidentDocument } from '../../core/incident/state.ts'
import { Notice, NoticeState } from '../../core/notice.ts'
import { DeadLetter } from '../../core/records.ts'
import { askElasticsearch, type ElasticsearchAccess } from '../../tools/engines/elasticsearch-http.ts'
import { consumeAll, type WitnessedCluster } from '../../tools/engines/kafka-witness.ts'
import type { FoundDeadLetter, FoundMention, FoundNotice } from './fault-verdict.ts'

const pageSize = 1000

/**
 * What a trial left in the stores, read by plain HTTP and by Kafka's own console consumer: nothing of the product's clients takes
 * part, so that a fault of theirs cannot hide itself.
 */
export async function readMentions(access: ElasticsearchAccess, prefix: string): Promise<FoundMention[]> {
  const Source = z.object({ incidentId: z.string().nullable(), mention: z.looseObject({}) })
  const hits = await readAll(access, `${prefix}-mentions`, Object.keys(Source.shape))
  return hits.map(({ _id, _index, _source }) => {
    const { incidentId, mention } = Source.parse(_source)
    return { id: _id, index: _index, incidentId, mention: JSON.stringify(mention) }
  })
}

export async function readIncidents(access: ElasticsearchAccess, prefix: string): Promise<IncidentDocument[]> {
  const Source = z.object({ document: z.string() })
  const hits = await readAll(access, `${prefix}-incidents`, Object.keys(Source.shape))
  return hits.map(({ _source }) => IncidentDocument.parse(JSON.parse(Source.parse(_source).document)))
}

export async function readNotices(access: ElasticsearchAccess, prefix: string): Promise<FoundNotice[]> {
  const Source = z.object({ notice: z.string(), state: NoticeState, possibleDuplicate: z.boolean() })
  const hits = await readAll(access, `${prefix}-notices`, Object.keys(Source.shape))
  return hits.map(({ _source }) => {
    const { notice, ...row } = Source.parse(_source)
    const { id, subject, reason, channel } = Notice.parse(JSON.parse(notice))
    return { ...row, id, subjectId: subject.id, reason, channel }
  })
}

export async function readDeadLetters(cluster: WitnessedCluster, topic: string): Promise<FoundDeadLetter[]> {
  const records = await consumeAll(cluster, topic)
  return records.map(({ value }) => {
    const { id, stage, key, body, reason } = DeadLetter.parse(JSON.parse(value))
    return { id, stage, key, body, reason }
  })
}

const Hit = z.object({ _id: z.string(), _index: z.string(), _source: z.unknown(), sort: z.array(z.unknown()) })
type Hit = z.infer<typeof Hit>
const Found = z.object({ hits: z.object({ hits: z.array(Hit) }) })

/** Every document of an alias, by the order of its field `id`; [] when there is no such index. */
async function readAll(access: ElasticsearchAccess, alias: string, fields: readonly string[]): Promise<Hit[]> {
  await askElasticsearch(access, 'POST', `/${alias}/_refresh?ignore_unavailable=true`)
  const all: Hit[] = []
  for (let after: readonly unknown[] | null = null; ;) {
    const { status, body } = await askElasticsearch(access, 'POST', `/${alias}/_search?ignore_unavailable=true&allow_no_indices=true`, {
      size: pageSize,
      _source: fields,
      query: { match_all: {} },
      // Two documents of one id lie in two indices.
      sort: [{ id: { order: 'asc', unmapped_type: 'keyword' } }, { _index: 'asc' }],
      ...(after === null ? {} : { search_after: after })
    })
    if (status !== 200) throw new Error(`${alias}: ${status} ${JSON.stringify(body).slice(0, 500)}`)
    const { hits } = Found.parse(body).hits
    all.push(...hits)
    const last = hits.at(-1)
    if (last === undefined || hits.length < pageSize) return all
    after = last.sort
  }
}
