import type { DocumentNumbers } from '../../core/ports.ts'
import { changeDocument, type Change } from './compare-and-set.ts'
import { Documents } from './documents.ts'
import { storedText, type IndexKind } from './index-kind.ts'
import type { StoreDeps } from './open.ts'

export interface NumberSource {
  readonly series: string
  /** In the order of their numbers. */
  readonly documentIds: readonly string[]
}

/** One document a series, never deleted. */
export const documentNumberKind: IndexKind = {
  name: 'document-numbers',
  version: 1,
  dated: false,
  shards: 1,
  properties: { series: { type: 'keyword' }, documentIds: storedText }
}

/** More series than an office has in a thousand years. */
const mostSeries = 10_000

/**
 * A number is a place in one list, which only grows, by compare-and-set. When the answer to a write is lost, or somebody else was faster,
 * the list is read again; the document stands in it or comes after the last.
 */
export function createDocumentNumbers(deps: StoreDeps): DocumentNumbers {
  const documents = new Documents<NumberSource>(deps, documentNumberKind)
  return {
    assign: (series, documentId) =>
      changeDocument(documents, series, deps.random, (found): Change<NumberSource, number> => {
        const documentIds = found?.source.documentIds ?? []
        const place = documentIds.indexOf(documentId)
        if (place >= 0) return { result: place + 1 }
        return { result: documentIds.length + 1, write: { series, documentIds: [...documentIds, documentId] } }
      }),
    list: async (series) => (await documents.get(series))?.source.documentIds ?? [],
    series: () => documents.ids({ query: { match_all: {} }, sort: [{ series: 'asc' }], limit: mostSeries, pageSize: mostSeries })
  }
}
