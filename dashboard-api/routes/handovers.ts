import type { FastifyInstance } from 'fastify'
import type { Person } from '../../core/actor.ts'
import { NotFoundError } from '../../core/errors.ts'
import { demandOther, handOver, type Handover } from '../../core/handover.ts'
import { addHandover, lastTakenHandover, takeHandover, waitingHandovers } from '../../core/handover-book.ts'
import { nextDueAt } from '../../core/incident/next-due.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import { takeOver } from '../../core/incident/take-over.ts'
import { update } from '../../core/incident/update.ts'
import { signedIn } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import { HandoverRequest, TakeHandoverRequest, type HandoverList, type HandoverView } from '../contract-handover.ts'
import { readRequest } from '../read-request.ts'
import { isUnsigned } from '../views/incident-row.ts'
import { actorName } from '../views/words.ts'
import { commandIdOf } from './incident-commands.ts'

const mostIncidents = 2_000
const access = { config: { access: 'watch.hand-over' } } as const

/** 交接班: what is open is written down when one watch leaves, and shown until the next has taken it. */
export function handoverRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, clock } = context

  app.get('/api/handovers', access, (request) => listOf(context, signedIn(request).person))

  app.post('/api/handovers', access, async (request, reply): Promise<HandoverList> => {
    const { person } = signedIn(request)
    const deed = { actor: person, action: 'watch.hand-over', subject: 'desk', detail: JSON.stringify(request.body ?? {}) }
    await audited({ audit: stores.audit, clock }, deed, async () => {
      const { note } = readRequest(HandoverRequest, request.body)
      const at = clock.now()
      const id = commandIdOf(context, request, person, 'hand-over')
      const isUnsignedNow = (document: IncidentDocument): boolean => isUnsigned(document, at)
      await addHandover(stores.crawl, handOver(await openNow(context), { id, at, by: person, note, isUnsigned: isUnsignedNow }))
    })
    void reply.code(201)
    return await listOf(context, person)
  })

  app.post<{ Params: { id: string } }>('/api/handovers/:id/take', access, async (request): Promise<HandoverList> => {
    const { person } = signedIn(request)
    const { id } = request.params
    const deed = { actor: person, action: 'watch.take-over', subject: id, detail: JSON.stringify(request.body ?? {}) }
    await audited({ audit: stores.audit, clock }, deed, async () => {
      const { incidents } = readRequest(TakeHandoverRequest, request.body)
      const handover = (await waitingHandovers(stores.crawl, clock.elapsedMs())).find((one) => one.id === id)
      if (handover === undefined) throw new NotFoundError('没有这次交班，或已有人接班')
      demandOther(handover, person)
      if (incidents) await takeIncidents(context, handover, person)
      await takeHandover(stores.crawl, { handover, by: person, at: clock.now() })
    })
    return await listOf(context, person)
  })
}

/** Those for which who leaves answers, one after the other; what has ended or changed hands meanwhile stays as it is. */
async function takeIncidents(context: AppContext, handover: Handover, person: Person): Promise<void> {
  const { writer, clock } = context
  for (const { id } of (await openNow(context)).filter((document) => isHeldBy(document, handover))) {
    const at = clock.now()
    const change = { at, actor: person, cause: `hand-over:${handover.id}` }
    await update(writer, id, change, (state) =>
      state.status === 'open' && isHeldBy({ state }, handover) ? takeOver(state, { note: '交接班' }, { now: at, actor: person }) : []
    )
  }
}

function isHeldBy({ state }: Pick<IncidentDocument, 'state'>, { by }: Handover): boolean {
  const holder = state.heldBy?.actor ?? state.acknowledgedBy
  return state.status === 'open' && holder?.kind === 'person' && by.kind === 'person' && holder.id === by.id
}

function openNow({ stores }: AppContext): Promise<readonly IncidentDocument[]> {
  return stores.incidents.list({ status: ['open'], limit: mostIncidents })
}

async function listOf(context: AppContext, person: Person): Promise<HandoverList> {
  const { stores, clock } = context
  const now = clock.now()
  const [waiting, last, open] = await Promise.all([
    waitingHandovers(stores.crawl, clock.elapsedMs()),
    lastTakenHandover(stores.crawl),
    openNow(context)
  ])
  return {
    now,
    waiting: waiting.map((one) => viewOf(one, person)),
    last: last === null ? null : { handover: viewOf(last.handover, person), takenBy: actorName(last.by), takenAt: last.at },
    unsigned: open.filter((document) => isUnsigned(document, now)).length,
    overdue: open.filter(({ state }) => (nextDueAt(state) ?? now) < now).length,
    open: open.length
  }
}

function viewOf({ id, at, by, note, incidents }: Handover, person: Person): HandoverView {
  return { id, at, by: actorName(by), mine: by.kind === 'person' && by.id === person.id, note, incidents }
}
