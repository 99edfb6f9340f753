import type { FastifyInstance } from 'fastify'
import { NotFoundError } from '../../core/errors.ts'
import { Grade } from '../../core/grade.ts'
import { MentionId, SourceKind } from '../../core/mention.ts'
import type { TextQuery } from '../../core/search.ts'
import { parseQuery } from '../../core/search-grammar.ts'
import type { AppContext } from '../context.ts'
import { MentionSearchQuery, type MentionDetail, type MentionPage } from '../contract.ts'
import { KeptSearches } from '../kept-searches.ts'
import { followMerges } from '../merged-incidents.ts'
import { readList, readRequest } from '../read-request.ts'
import { mentionPage, mentionRow } from '../views/mention-row.ts'

export function mentionRoutes(app: FastifyInstance, { stores, clock }: AppContext): void {
  const searches = new KeptSearches(stores.mentions, clock)

  app.get('/api/mentions', { config: { access: 'mention.search' } }, async (request): Promise<MentionPage> => {
    const asked = readRequest(MentionSearchQuery, request.query)
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
    const query = await followMerges(stores.incidents, ofIncident === null ? typed : { op: 'and', parts: [typed, ofIncident] })
    return mentionPage(await searches.search({ query, filter, limit: asked.limit, cursor: asked.cursor ?? null }))
  })

  app.get<{ Params: { id: string } }>('/api/mentions/:id', { config: { access: 'mention.search' } }, async (request): Promise<MentionDetail> => {
    const id = readRequest(MentionId, request.params.id)
    const stored = await stores.mentions.get(id)
    if (stored === null) throw new NotFoundError('没有这条信息')
    const [series, versions] = await Promise.all([stores.mentions.engagementSeries(id), stores.mentions.versions(id)])
    return { row: mentionRow(stored, true), assessment: stored.assessment, series: [...series], versions: [...versions] }
  })
}
