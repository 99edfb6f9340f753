import type { Client } from '@elastic/elasticsearch'
import type { MentionId } from '../../core/mention.ts'
import type { MentionSeries, MentionStore } from '../../core/ports.ts'
import type { StoredMention } from '../../core/records.ts'
import { askedIfThere } from './absent-index.ts'
import { BatchedReads } from './batched-reads.ts'
import type { Found } from './documents.ts'
import { StoreOverloadedError } from './errors.ts'
import {
  documentIdOf,
  readSeries,
  readState,
  readStored,
  storedOf,
  stateFields,
  storedFields,
  type MentionDocument,
  type StoredStateFields,
  type StoredFields
} from './mention-document.ts'
import { textsOf, type MentionState } from './mention-observe.ts'
import type { MentionParts } from './mention-parts.ts'
import { getMany } from './multi-get.ts'
import { searchPages } from './search-pages.ts'

type Reads = Pick<MentionStore, 'get' | 'getMany' | 'whole' | 'knownContent' | 'ofIncidents' | 'engagementSeries' | 'versions' | 'count'> &
  MentionSeries

const knownFields = ['contentHash', 'engagement', 'rulesVersion', 'gone'] as const
type KnownFields = Pick<MentionDocument, (typeof knownFields)[number]>

const noCount = { count: 0, _shards: { total: 0, failed: 0 } }

export const newestFirst = [{ sortMs: 'desc' as const }, { id: 'asc' as const }]

/** What is asked for by id is as every answered write left it; counts and lists are as they were when they were asked for. */
export function mentionReads(parts: MentionParts): Reads {
  const { client, alias, refresher } = parts
  const details = new BatchedByIndex<StoredStateFields>(client, stateFields)
  return {
    async get(id) {
      return (await stored([id]))[0] ?? null
    },

    getMany: (ids) => stored(ids),

    async whole(id) {
      const found = await state(id)
      return found === null ? null : { stored: storedOf(found), series: found.series, versions: textsOf(found) }
    },

    async knownContent(ids) {
      const found = await byId<KnownFields>(parts, ids, knownFields)
      return new Map([...found].map(([id, { source }]) => [id, { ...source, gone: source.gone === true }]))
    },

    async ofIncidents(incidentIds, limit) {
      if (incidentIds.length === 0 || limit < 1) return []
      await refresher.refresh()
      const rows: StoredMention[] = []
      await searchPages<StoredFields>(
        client,
        { index: alias, query: { terms: { incidentId: [...incidentIds] } }, sort: newestFirst, source: [...storedFields], limit },
        (hits) => {
          for (const { _source: fields } of hits) if (fields !== undefined) rows.push(readStored(fields))
        }
      )
      return rows
    },

    engagementSeries: async (id) => (await state(id))?.series ?? [],

    async seriesOf(ids) {
      const found = await byId<Pick<StoredStateFields, 'series'>>(parts, ids, ['series'])
      return new Map([...found].map(([id, { source }]) => [id, readSeries(source)]))
    },

    async versions(id) {
      const found = await state(id)
      return found === null ? [] : textsOf(found)
    },

    async count() {
      await refresher.refreshRecent()
      const { count, _shards: shards } = await askedIfThere('计数', noCount, () => client.count({ index: alias }))
      if (shards.failed > 0) throw new StoreOverloadedError(`Elasticsearch：计数：${shards.total} 个分片中有 ${shards.failed} 个未应答`)
      return count
    }
  }

  async function stored(ids: readonly MentionId[]): Promise<StoredMention[]> {
    const found = await byId<StoredFields>(parts, ids, storedFields)
    return [...new Set(ids)].flatMap((id) => {
      const document = found.get(id)
      return document === undefined ? [] : [readStored(document.source)]
    })
  }

  async function state(id: MentionId): Promise<MentionState | null> {
    const document = (await whereverFound<StoredStateFields>(parts, [id], (index, ids) => details.getMany(index, ids))).get(id)
    return document === undefined ? null : readState(document.source)
  }
}

/** Single documents that many ask for at once. */
class BatchedByIndex<Fields> {
  readonly #client: Client
  readonly #fields: readonly string[]
  readonly #reads = new Map<string, BatchedReads<Found<Fields> | null>>()

  constructor(client: Client, fields: readonly string[]) {
    this.#client = client
    this.#fields = fields
  }

  getMany(index: string, ids: readonly string[]): Promise<readonly (Found<Fields> | null)[]> {
    const reads = this.#reads.get(index) ?? new BatchedReads((some) => getMany<Fields>(this.#client, index, some, this.#fields))
    this.#reads.set(index, reads)
    return Promise.all(ids.map((id) => reads.read(id)))
  }
}

type Get<Fields> = (index: string, ids: readonly string[]) => Promise<readonly (Found<Fields> | null)[]>

function byId<Fields>(parts: MentionParts, ids: readonly MentionId[], fields: readonly string[]): Promise<Map<MentionId, Found<Fields>>> {
  return whereverFound(parts, ids, (index, some) => getMany<Fields>(parts.client, index, some, fields))
}

/** The documents of mentions, wherever they lie. What is no longer where it was remembered is looked for elsewhere. */
async function whereverFound<Fields>(
  { whereabouts }: MentionParts,
  ids: readonly MentionId[],
  get: Get<Fields>
): Promise<Map<MentionId, Found<Fields>>> {
  const found = new Map<MentionId, Found<Fields>>()
  let places = await whereabouts.locate([...new Set(ids)])
  while (places.size > 0) {
    await Promise.all(
      [...Map.groupBy(places, ([, index]) => index)].map(async ([index, some]) => {
        const documentIds = some.map(([id]) => documentIdOf(id))
        const documents = await get(index, documentIds)
        for (const [place, [id]] of some.entries()) {
          const document = documents[place] ?? null
          if (document === null) whereabouts.forget(id)
          else found.set(id, document)
        }
      })
    )
    places = await whereabouts.lookElsewhere(new Map([...places].filter(([id]) => !found.has(id))), 'everywhere')
  }
  return found
}
