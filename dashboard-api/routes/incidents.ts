import type { FastifyInstance } from 'fastify'
import { NotFoundError } from '../../core/errors.ts'
import { Grade } from '../../core/grade.ts'
import { readHeat } from '../../core/heat/read-heat.ts'
import { queueCursor, queuePlaceOf, readQueueCursor } from '../../core/incident/queue-place.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import { tierBySource } from '../../core/media-tier.ts'
import type { AppContext } from '../context.ts'
import { IncidentQueueQuery, type IncidentDetail, type IncidentHeat, type IncidentQueue } from '../contract.ts'
import { readList, readRequest } from '../read-request.ts'
import { SharedReads } from '../shared-reads.ts'
import { incidentDetail } from '../views/incident-detail.ts'
import { byUrgency, incidentRow } from '../views/incident-row.ts'
import { sendWritten, writeAnswer, type WrittenAnswer } from '../written-answer.ts'

const mentionsShown = 50
const noticesShown = 200

export function incidentRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, clock } = context
  const tierOf = tierBySource(context.sources)
  const queues = new SharedReads<WrittenAnswer>()

  app.get('/api/incidents', { config: { access: 'incident.read' } }, async (request, reply) => {
    const asked = readRequest(IncidentQueueQuery, request.query)
    const grades = readList(Grade, 'grades', asked.grades)
    return sendWritten(reply, await queues.ask(JSON.stringify([asked, grades]), async () => writeAnswer(await queueOf(context, asked, grades))))
  })

  app.get<{ Params: { id: string } }>('/api/incidents/:id', { config: { access: 'incident.read' } }, async (request): Promise<IncidentDetail> => {
    return await detailOf(context, await find(request.params.id))
  })

  app.get<{ Params: { id: string } }>('/api/incidents/:id/heat', { config: { access: 'incident.read' } }, async (request): Promise<IncidentHeat> => {
    const document = await find(request.params.id)
    const now = clock.now()
    return { now, heat: await readHeat({ mentions: stores.mentions, tierOf }, document, now) }
  })

  async function find(id: string): Promise<IncidentDocument> {
    const document = await stores.incidents.get(id)
    if (document === null) throw new NotFoundError('没有这个事件')
    return document
  }
}

type AskedQueue = ReturnType<typeof IncidentQueueQuery.parse>

async function queueOf({ stores, clock }: AppContext, { status, limit, cursor }: AskedQueue, grades: readonly Grade[]): Promise<IncidentQueue> {
  const documents = await stores.incidents.list({
    limit,
    ...(status === 'all' ? {} : { status: [status] }),
    ...(grades.length === 0 ? {} : { grades }),
    ...(cursor === undefined ? {} : { after: readQueueCursor(cursor) })
  })
  const now = clock.now()
  const last = documents.length < limit ? undefined : documents.at(-1)
  return {
    now,
    rows: documents.map((document) => incidentRow(document, now)).sort(byUrgency),
    cursor: last === undefined ? null : queueCursor(queuePlaceOf(last))
  }
}

/** The incident with its newest mentions, those of what was merged into it among them, and its notices. */
export async function detailOf({ stores, sources, easing, archiving, clock }: AppContext, document: IncidentDocument): Promise<IncidentDetail> {
  const [mentions, notices] = await Promise.all([
    stores.mentions.ofIncidents([document.id, ...document.state.absorbed], mentionsShown),
    stores.notices.list({ subjectId: document.id, limit: noticesShown })
  ])
  return incidentDetail(document, { mentions, notices, sources, easing, archiveRules: archiving.rules }, clock.now())
}
