import { ref, shallowRef } from 'vue'
import type { FacetView, MentionTermsQuery } from '../../dashboard-api/contract-search.ts'
import type { MentionRow, Problem } from '../../dashboard-api/contract.ts'
import { toProblem, useApi } from '../api.ts'

const pageSize = 50

/** Pages of one question, and the counts of all it finds: the counts come after the first page, which waits for nothing. */
export function useSearch() {
  const api = useApi()
  const rows = shallowRef<readonly MentionRow[]>([])
  const total = shallowRef<{ readonly count: number; readonly capped: boolean } | null>(null)
  const facets = shallowRef<FacetView | null>(null)
  const cursor = ref<string | null>(null)
  const busy = ref(false)
  const problem = ref<Problem | null>(null)
  const facetProblem = ref<Problem | null>(null)
  /** As it was asked: the next page is of the same question, however the clock went on. */
  const asked = shallowRef<MentionTermsQuery | null>(null)
  let turn = 0

  async function ask(query: MentionTermsQuery, unit: FacetView['unit']): Promise<void> {
    asked.value = query
    const mine = await page(query, null)
    if (mine === turn && problem.value === null) await count(query, unit, mine)
  }

  async function more(): Promise<void> {
    if (asked.value !== null && cursor.value !== null) await page(asked.value, cursor.value)
  }

  async function page(query: MentionTermsQuery, after: string | null): Promise<number> {
    const mine = ++turn
    busy.value = true
    problem.value = null
    try {
      const found = await api.mentions({ ...query, limit: pageSize, ...(after === null ? {} : { cursor: after }) })
      if (mine !== turn) return mine
      rows.value = after === null ? found.rows : [...rows.value, ...found.rows]
      total.value = { count: found.total, capped: found.totalCapped }
      cursor.value = found.cursor
    } catch (error) {
      if (mine === turn) problem.value = toProblem(error)
    }
    if (mine === turn) busy.value = false
    return mine
  }

  async function count(query: MentionTermsQuery, unit: FacetView['unit'], mine: number): Promise<void> {
    facetProblem.value = null
    try {
      const counted = await api.mentionFacets({ ...query, unit })
      if (mine === turn) facets.value = counted
    } catch (error) {
      if (mine === turn) facetProblem.value = toProblem(error)
    }
  }

  /** The question cannot be read: what was found before is not its answer. */
  function clear(): void {
    turn += 1
    busy.value = false
    rows.value = []
    total.value = null
    facets.value = null
    cursor.value = null
    asked.value = null
    problem.value = null
  }

  return { rows, total, facets, cursor, busy, problem, facetProblem, asked, ask, more, clear }
}
