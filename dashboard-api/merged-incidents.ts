import type { IncidentStore } from '../core/ports.ts'
import type { TextQuery } from '../core/search.ts'

/** The incident with all that was merged into it, however often; an unknown one alone. */
export async function withAbsorbed(incidents: IncidentStore, id: string): Promise<readonly string[]> {
  const found = new Set([id])
  for (const one of found) {
    const document = await incidents.get(one)
    for (const absorbed of document?.state.absorbed ?? []) found.add(absorbed)
  }
  return [...found]
}

/** `incident:` of a merged incident finds also what was said before the merge: mentions keep the incident they were put to. */
export async function followMerges(incidents: IncidentStore, query: TextQuery): Promise<TextQuery> {
  switch (query.op) {
    case 'and':
    case 'or':
      return { op: query.op, parts: await Promise.all(query.parts.map((part) => followMerges(incidents, part))) }
    case 'not':
      return { op: 'not', part: await followMerges(incidents, query.part) }
    case 'equals':
      return query.field === 'incident' ? anyOf(await withAbsorbed(incidents, query.value)) : query
    default:
      return query
  }
}

function anyOf(ids: readonly string[]): TextQuery {
  return { op: 'or', parts: ids.map((value) => ({ op: 'equals', field: 'incident', value })) }
}
