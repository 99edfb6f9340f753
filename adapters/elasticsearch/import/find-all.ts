import type { StoreDeps } from '../open.ts'
import { asked } from '../client.ts'
import { aliasOf, type IndexKind } from '../index-kind.ts'

export interface Place {
  readonly index: string
  readonly id: string
}

/** The documents in the places, in their order; null where none is, nor the index. Sees every write that was answered. */
export async function findAll<Source>({ client }: Pick<StoreDeps, 'client'>, places: readonly Place[]): Promise<(Source | null)[]> {
  if (places.length === 0) return []
  const { docs } = await asked('按编号读取', () => client.mget<Source>({ docs: places.map(({ index, id }) => ({ _index: index, _id: id })) }))
  return places.map((_, place) => {
    const doc = docs[place]
    return doc !== undefined && 'found' in doc && doc.found ? (doc._source ?? null) : null
  })
}

/** Documents of the kind in every index of it. */
export async function countOf({ client, options }: Pick<StoreDeps, 'client' | 'options'>, kind: IndexKind): Promise<number> {
  const index = aliasOf(options, kind)
  const missing = { ignore_unavailable: true, allow_no_indices: true }
  await asked('刷新索引', () => client.indices.refresh({ index, ...missing }))
  return (await asked('清点索引', () => client.count({ index, ...missing }))).count
}
