import type { Client, estypes } from '@elastic/elasticsearch'
import { asked } from './client.ts'
import type { DocumentVersion, Found } from './documents.ts'
import { StoreOverloadedError, StoreRefusedError, isPassing } from './errors.ts'

/** Fewer where documents are large: an answer is held in memory by the server. */
const idsARequest = 500

/**
 * Documents of one index by their ids, as every write that was answered left them; null for what is not there, nor is the
 * index. `source`: the fields to read; none: only whether they are there; not given: all.
 * @throws StoreOverloadedError when the server cannot say now: that is not the same as not there
 */
export async function getMany<Source>(
  client: Client,
  index: string,
  ids: readonly string[],
  source?: readonly string[]
): Promise<readonly (Found<Source> | null)[]> {
  const found: (Found<Source> | null)[] = []
  for (let start = 0; start < ids.length; start += idsARequest) {
    const some = ids.slice(start, start + idsARequest)
    const answers = await asked('按编号读取', async () => {
      const { docs } = await client.mget<Source>({
        index,
        ids: some,
        ...(source === undefined ? {} : source.length === 0 ? { _source: false } : { _source_includes: [...source] })
      })
      return some.map((_, place) => foundOf(docs[place], index))
    })
    found.push(...answers)
  }
  return found
}

function foundOf<Source>(doc: estypes.MgetResponseItem<Source> | undefined, index: string): Found<Source> | null {
  if (doc === undefined) throw new StoreRefusedError(`Elasticsearch：按编号读取 ${index}：应答不完整`)
  if ('error' in doc) return absentOf(doc.error, index)
  if (!doc.found) return null
  return { id: doc._id, source: doc._source ?? ({} as Source), ...versionOf(doc) }
}

function versionOf(doc: estypes.GetGetResult): DocumentVersion {
  return { seqNo: doc._seq_no ?? -1, primaryTerm: doc._primary_term ?? -1 }
}

function absentOf({ type, reason }: estypes.ErrorCause, index: string): null {
  if (type === 'index_not_found_exception') return null
  const message = `Elasticsearch：按编号读取 ${index}：${type} ${reason ?? ''}`
  throw isPassing(0, type) ? new StoreOverloadedError(message, { metadata: { type } }) : new StoreRefusedError(message)
}
