import type { Client } from '@elastic/elasticsearch'
import { systemClock } from '../../adapters/clock.ts'
import { createClient } from '../../adapters/elasticsearch/client.ts'
import { aliasOf, type IndexKind } from '../../adapters/elasticsearch/index-kind.ts'
import { createMentionStore } from '../../adapters/elasticsearch/mention-store.ts'
import { earlyAssignmentKind, mentionKind } from '../../adapters/elasticsearch/mention-kind.ts'
import type { StoreDeps } from '../../adapters/elasticsearch/open.ts'
import type { ElasticsearchOptions } from '../../adapters/elasticsearch/options.ts'
import { putTemplates } from '../../adapters/elasticsearch/templates.ts'
import { strongRandom } from '../../adapters/hash.ts'
import type { Clock } from '../../core/clock.ts'
import type { Stores } from '../../core/ports.ts'
import type { Closable, Place } from '../contract/place.ts'
import { elasticsearchPlace, silent } from './elasticsearch-place.ts'

export interface OpenedMentions {
  readonly mentions: Stores['mentions']
  readonly deps: StoreDeps
}

export interface MentionsPlace extends Place<OpenedMentions> {
  readonly options: ElasticsearchOptions
  /** As one process among several: through nodes of its own, by its own clock, at its own version. */
  openAs(process: { readonly nodes?: readonly string[]; readonly clock?: Clock; readonly kind?: IndexKind }): Promise<OpenedMentions & Closable>
}

/** Mentions alone on a real server, in indices of a prefix of their own. */
export async function elasticsearchMentionsPlace(more: Partial<ElasticsearchOptions> = {}): Promise<MentionsPlace> {
  const place = await elasticsearchPlace(more)
  const openAs: MentionsPlace['openAs'] = async ({ nodes = place.options.nodes, clock = systemClock, kind = mentionKind }) => {
    const options = { ...place.options, nodes }
    const client = createClient(options)
    const deps = { client, options, clock, random: strongRandom, logger: silent }
    await putTemplates(deps, [kind, earlyAssignmentKind])
    return { mentions: createMentionStore(deps, kind), deps, close: () => client.close() }
  }
  return { options: place.options, open: () => openAs({}), openAs, remove: () => place.remove() }
}

/** How many documents each index of mentions holds, by the part of its name that tells version and period. */
export async function mentionsByIndex(client: Client, options: ElasticsearchOptions): Promise<Record<string, number>> {
  const alias = aliasOf(options, mentionKind)
  await client.indices.refresh({ index: alias, ignore_unavailable: true })
  const answer = await client.search<unknown, { indices: { buckets: { key: string; doc_count: number }[] } }>({
    index: alias,
    ignore_unavailable: true,
    size: 0,
    aggs: { indices: { terms: { field: '_index', size: 1000 } } }
  })
  const buckets = answer.aggregations?.indices.buckets ?? []
  return Object.fromEntries(buckets.map(({ key, doc_count: count }) => [key.slice(alias.length + 1), count]))
}
