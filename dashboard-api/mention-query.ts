import type { z } from 'zod'
import { Grade } from '../core/grade.ts'
import { SourceKind } from '../core/mention.ts'
import type { IncidentStore } from '../core/ports.ts'
import type { SearchFilter, TextQuery } from '../core/search.ts'
import { parseQuery } from '../core/search-grammar.ts'
import type { MentionTermsQuery } from './contract-search.ts'
import { BadRequestError } from './errors.ts'
import { followMerges } from './merged-incidents.ts'
import { readList } from './read-request.ts'

/** What a request asks of the store: page, counts and file of the same words find the same. */
export async function mentionQueryOf(
  incidents: IncidentStore,
  asked: z.output<typeof MentionTermsQuery>
): Promise<{ readonly query: TextQuery; readonly filter: SearchFilter }> {
  demandRange(asked)
  const filter = {
    from: asked.from ?? null,
    to: asked.to ?? null,
    kinds: readList(SourceKind, 'kinds', asked.kinds),
    grades: readList(Grade, 'grades', asked.grades),
    incidentId: null,
    relevantOnly: asked.relevantOnly === '1'
  }
  const typed = parseQuery(asked.q)
  const ofIncident: TextQuery | null = asked.incidentId === undefined ? null : { op: 'equals', field: 'incident', value: asked.incidentId }
  return { query: await followMerges(incidents, ofIncident === null ? typed : { op: 'and', parts: [typed, ofIncident] }), filter }
}

/** A range that ends before it begins holds nothing, which reads as nothing said. @throws BadRequestError that names both */
function demandRange({ from, to }: Pick<z.output<typeof MentionTermsQuery>, 'from' | 'to'>): void {
  if (from === undefined || to === undefined || from <= to) return
  const message = `from（${from}）晚于 to（${to}），请对调或改正`
  throw new BadRequestError(message, [
    { path: 'from', message },
    { path: 'to', message }
  ])
}
