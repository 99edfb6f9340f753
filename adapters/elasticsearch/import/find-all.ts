import { asked } from '../client.ts'
import { aliasOf, type IndexKind } from '../index-kind.ts'
import { getMany } from '../multi-get.ts'
import type { StoreDeps } from '../open.ts'

export interface Place {
  readonly index: string
  readonly id: string
}

/** Of one answer, which is held in memory on both sides. */
const placesARequest = 100

/**
 * Some fields of the documents in the places, in their order; null where none is, nor the index. Sees every write that was
 * answered.
 */
export async function findAll<Source>(
  { client }: Pick<StoreDeps, 'client'>,
  places: readonly Place[],
  fields: readonly (keyof Source & string)[]
): Promise<(Source | null)[]> {
  const found = new Map<Place, Source>()
  for (const [index, ofIndex] of Map.groupBy(places, (place) => place.index)) {
    for (let start = 0; start < ofIndex.length; start += placesARequest) {
      const some = ofIndex.slice(start, start + placesARequest)
      const documents = await getMany<Source>(
        client,
        index,
        some.map(({ id }) => id),
        fields
      )
      for (const [at, place] of some.entries()) {
        const source = documents[at]?.source
        if (source !== undefined) found.set(place, source)
      }
    }
  }
  return places.map((place) => found.get(place) ?? null)
}

/** Documents of the kind in every index of it. */
export async function countOf({ client, options }: Pick<StoreDeps, 'client' | 'options'>, kind: IndexKind): Promise<number> {
  const index = aliasOf(options, kind)
  const missing = { ignore_unavailable: true, allow_no_indices: true }
  await asked('刷新索引', () => client.indices.refresh({ index, ...missing }))
  return (await asked('清点索引', () => client.count({ index, ...missing }))).count
}
