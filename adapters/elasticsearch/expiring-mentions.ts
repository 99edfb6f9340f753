import { msOf, type Instant } from '../../core/instant.ts'
import { asked } from './client.ts'
import { askedIfThere, noHits } from './absent-index.ts'
import { aliasOf } from './index-kind.ts'
import { readIndexName } from './indices.ts'
import { mentionKind } from './mention-kind.ts'
import { spanOf } from './mention-period.ts'
import type { StoreDeps } from './open.ts'
import { listIndicesOf } from './whereabouts.ts'

type Deps = Pick<StoreDeps, 'client' | 'options'>

/** An index of mentions whose period is over. */
export interface ExpiringIndex {
  readonly name: string
  readonly period: string
  readonly mentions: number
}

/** What `dropMentionsBefore` would delete at that moment, oldest first. @throws UnreachableError, StoreOverloadedError */
export async function expiringMentions({ client, options }: Deps, moment: Instant): Promise<readonly ExpiringIndex[]> {
  const expiring: ExpiringIndex[] = []
  for (const name of (await listIndicesOf(client, aliasOf(options, mentionKind))).toSorted()) {
    const period = readIndexName(options, [mentionKind], name)?.period ?? null
    const span = period === null ? null : spanOf(period)
    if (period === null || span === null || span.toMs > msOf(moment)) continue
    await asked('刷新索引', () => client.indices.refresh({ index: name, ignore_unavailable: true }))
    const { count } = await asked('计数', () => client.count({ index: name, ignore_unavailable: true }))
    expiring.push({ name, period, mentions: count })
  }
  return expiring
}

/** An incident with the ids that its mentions may bear: its own and those of incidents merged into it. */
export interface Held {
  readonly id: string
  readonly mentionsBear: readonly string[]
}

const incidentsARequest = 200

/** Those of the incidents that have mentions in an index. */
export async function holdersIn({ client }: Deps, index: string, incidents: readonly Held[]): Promise<readonly string[]> {
  const holders: string[] = []
  for (let start = 0; start < incidents.length; start += incidentsARequest) {
    const some = incidents.slice(start, start + incidentsARequest)
    const filters = some.map(({ mentionsBear }) => ({ terms: { incidentId: [...mentionsBear] } }))
    const { aggregations } = await askedIfThere('查找事件的信息', noHits, () =>
      client.search<unknown, { of: { buckets: { doc_count: number }[] } }>({
        index,
        size: 0,
        track_total_hits: false,
        aggs: { of: { filters: { filters } } }
      })
    )
    for (const [place, { doc_count: count }] of (aggregations?.of.buckets ?? []).entries()) {
      const id = some[place]?.id
      if (count > 0 && id !== undefined) holders.push(id)
    }
  }
  return holders
}
