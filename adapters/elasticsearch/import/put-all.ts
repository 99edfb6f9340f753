import { writeBulk, type BulkWrite } from '../bulk.ts'
import { StoreRefusedError } from '../errors.ts'
import type { StoreDeps } from '../open.ts'

/** Of one request; one document always goes. */
const charactersARequest = 5_000_000

/** Puts documents in their places, whatever is there. @throws StoreRefusedError naming the document; as `writeBulk` */
export async function putAll(
  deps: Pick<StoreDeps, 'client' | 'random' | 'logger'>,
  documents: readonly { readonly index: string; readonly id: string; readonly source: object }[]
): Promise<void> {
  for (const some of chunked(documents)) {
    const outcomes = await writeBulk(
      deps,
      some.map(({ index, id, source }): BulkWrite => ({ action: { index: { _index: index, _id: id } }, document: { ...source } }))
    )
    for (const [place, outcome] of outcomes.entries()) {
      if (outcome.kind === 'done') continue
      const { index, id } = some[place] ?? { index: '', id: '' }
      throw new StoreRefusedError(`Elasticsearch：${index} 未收下 ${id}：${JSON.stringify(outcome)}`, { metadata: { index, id } })
    }
  }
}

function chunked<Document extends { readonly source: object }>(documents: readonly Document[]): Document[][] {
  const chunks: Document[][] = []
  let characters = Infinity
  for (const document of documents) {
    const size = JSON.stringify(document.source).length
    characters += size
    if (characters > charactersARequest) {
      chunks.push([])
      characters = size
    }
    chunks.at(-1)?.push(document)
  }
  return chunks
}
