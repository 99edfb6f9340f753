import type { FastifyInstance } from 'fastify'
import type { Person } from '../../core/actor.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import { can } from '../../core/permission.ts'
import { signedIn } from '../access.ts'
import type { AppContext } from '../context.ts'
import type { ApprovalList, ApprovalView } from '../contract-approvals.ts'
import { wordingViews } from '../views/release-views.ts'
import { actorName } from '../views/words.ts'

const mostIncidents = 2_000
const openingLength = 120

/** 待我审批: of every open incident what waits for somebody of my roles who had no part in it. */
export function approvalRoutes(app: FastifyInstance, { stores, clock }: AppContext): void {
  app.get('/api/approvals', { config: { access: 'incident.read' } }, async (request): Promise<ApprovalList> => {
    const { person } = signedIn(request)
    const open = await stores.incidents.list({ status: ['open'], limit: mostIncidents })
    const rows = open.flatMap((document) => [...wordingsFor(person, document), ...proposalFor(person, document)])
    return { now: clock.now(), rows: rows.toSorted((a, b) => (a.at < b.at ? -1 : 1)) }
  })
}

function wordingsFor(person: Person, { id, state }: IncidentDocument): ApprovalView[] {
  if (!can(person, 'incident.approve-wording')) return []
  return wordingViews(state)
    .filter(({ awaits, involvedIds }) => !involvedIds.includes(person.id) && awaits?.roles.some((role) => person.roles.includes(role)) === true)
    .map(({ version, text, awaits, draftedBy, draftedAt }) => ({
      incidentId: id,
      title: state.title,
      grade: state.grade,
      kind: 'wording',
      version,
      step: awaits?.words ?? '',
      by: draftedBy,
      at: draftedAt,
      opening: text.slice(0, openingLength)
    }))
}

function proposalFor(person: Person, { id, state }: IncidentDocument): ApprovalView[] {
  const { proposal } = state
  if (proposal === null || (proposal.by.kind === 'person' && proposal.by.id === person.id)) return []
  if (!can(person, proposal.dismiss ? 'incident.dismiss' : 'incident.confirm-grade')) return []
  return [
    {
      incidentId: id,
      title: state.title,
      grade: state.grade,
      kind: proposal.dismiss ? 'dismissal' : 'lowering',
      version: null,
      step: proposal.dismiss ? '驳回为误报' : '降级',
      by: actorName(proposal.by),
      at: proposal.at,
      opening: proposal.reason.slice(0, openingLength)
    }
  ]
}
