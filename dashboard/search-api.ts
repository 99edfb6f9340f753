import {
  searchPaths,
  type FacetSearchQuery,
  type FacetView,
  type HotQuery,
  type HotView,
  type MentionTermsQuery,
  type PauseRequest,
  type SavedSearchChange,
  type SavedSearchList,
  type SavedSearchRequest
} from '../dashboard-api/contract-search.ts'

interface Calls {
  readonly get: <Answer>(path: string, query?: Readonly<Record<string, string | number | undefined>>) => Promise<Answer>
  readonly call: <Answer>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown, key?: string) => Promise<Answer>
}

/** Calls about 检索, what is kept of it, and 热点. */
export function searchCalls({ get, call }: Calls) {
  return {
    mentionFacets: (query: FacetSearchQuery) => get<FacetView>(searchPaths.facets, { ...query }),
    savedSearches: () => get<SavedSearchList>(searchPaths.saved),
    saveSearch: (request: SavedSearchRequest, key: string) => call<SavedSearchList>('POST', searchPaths.saved, request, key),
    changeSearch: (id: string, request: SavedSearchChange) => call<SavedSearchList>('POST', searchPaths.savedById(id), request),
    pauseSearch: (id: string, request: PauseRequest) => call<SavedSearchList>('POST', searchPaths.pause(id), request),
    deleteSearch: (id: string) => call<SavedSearchList>('DELETE', searchPaths.savedById(id)),
    hot: (query: HotQuery) => get<HotView>(searchPaths.hot, { ...query })
  }
}

/** Address of the file with what the search finds. */
export function exportAddress(query: MentionTermsQuery): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') search.set(name, value)
  return `${searchPaths.export}?${search.toString()}`
}
