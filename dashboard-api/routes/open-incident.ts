import type { FastifyInstance } from 'fastify'
import type { Person } from '../../core/actor.ts'
import { openByHand } from '../../core/incident/open-by-hand.ts'
import { create } from '../../core/incident/update.ts'
import { signedIn } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import { OpenIncidentRequest } from '../contract-verbs.ts'
import { type IncidentDetail } from '../contract.ts'
import { readRequest } from '../read-request.ts'
import { blindSources, commandIdOf, sharesOf, tellGrouper } from './incident-commands.ts'
import { detailOf } from './incidents.ts'

/** 人工立案. */
export function openIncidentRoute(app: FastifyInstance, context: AppContext): void {
  const { stores, clock } = context
  app.post('/api/incidents', { config: { access: 'incident.open' } }, async (request, reply): Promise<IncidentDetail> => {
    const { person } = signedIn(request)
    const commandId = commandIdOf(context, request, person, 'open')
    const id = `inc-${context.writer.sha256(`command:${commandId}`).slice(0, 16)}`
    const deed = { actor: person, action: 'incident.open', subject: id, detail: JSON.stringify(request.body ?? {}) }
    const detail = await audited({ audit: stores.audit, clock }, deed, () => open(context, request.body, { id, commandId, person }))
    void reply.code(201)
    return detail
  })
}

async function open(
  context: AppContext,
  body: unknown,
  { id, commandId, person }: { id: string; commandId: string; person: Person }
): Promise<IncidentDetail> {
  const asked = readRequest(OpenIncidentRequest, body)
  const command = { ...asked, departments: sharesOf(context.departments, asked.departments, asked.reason) }
  const { jurisdiction, policy, drill, eventTypes } = context
  const opening = { jurisdiction: jurisdiction.id, policy, drill, eventTypes, blindSources: await blindSources(context) }
  const at = context.clock.now()
  const change = { at, actor: person, cause: `command:${commandId}` }
  const document = await create(context.writer, id, change, openByHand(command, opening, { now: at, actor: person }), null)
  await tellGrouper(context, document.state.jurisdiction, { kind: 'open', commandId, incidentId: id })
  return await detailOf(context, document)
}
