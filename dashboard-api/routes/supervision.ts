import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Person } from '../../core/actor.ts'
import { InvalidInputError, RefusedError } from '../../core/errors.ts'
import type { CommandContext } from '../../core/incident/command.ts'
import { criticise } from '../../core/incident/criticise.ts'
import { declineSupervisionProposal } from '../../core/incident/decline-supervision-proposal.ts'
import type { SupervisionCommand, SupervisionGround } from '../../core/incident/draft-supervision.ts'
import type { IncidentEvent } from '../../core/incident/events.ts'
import { judgeRectification } from '../../core/incident/judge-rectification.ts'
import { makeStatement } from '../../core/incident/make-statement.ts'
import { unnumberedEntries } from '../../core/incident/number-supervision.ts'
import { orderSupervision } from '../../core/incident/order-supervision.ts'
import { recordOtherReport } from '../../core/incident/record-other-report.ts'
import { recordPriorKnowledge } from '../../core/incident/record-prior-knowledge.ts'
import { refuseSupervision } from '../../core/incident/refuse-supervision.ts'
import { remind } from '../../core/incident/remind.ts'
import { reportRectification } from '../../core/incident/report-rectification.ts'
import { signSupervision } from '../../core/incident/sign-supervision.ts'
import type { IncidentDocument, IncidentState } from '../../core/incident/state.ts'
import { summon } from '../../core/incident/summon.ts'
import type { SupervisedUnit } from '../../core/incident/supervision-entry.ts'
import { update, type Decision } from '../../core/incident/update.ts'
import { measuredIncident, type MeasuredIncident } from '../../core/measures/measured-incident.ts'
import { ledgerProposals, ledgerRows } from '../../core/measures/supervision-ledger.ts'
import type { Action } from '../../core/permission.ts'
import { supervisionWords } from '../../core/supervision.ts'
import { signedIn } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import { SupervisionQuery, supervisionRequests, type SupervisionLedger, type SupervisionVerb } from '../contract-supervision.ts'
import { numberDocuments } from '../number-documents.ts'
import { readRequest } from '../read-request.ts'
import { supervisionProposalView, supervisionRow } from '../views/supervision-row.ts'
import { commandIdOf } from './incident-commands.ts'

type RequestOf<V extends SupervisionVerb> = (typeof supervisionRequests)[V]['_zod']['output']
type Decide = (state: IncidentState, context: CommandContext, events: readonly IncidentEvent[]) => Decision
type Ladder = (state: IncidentState, command: SupervisionCommand, context: CommandContext, ground: SupervisionGround) => Decision

/** What each verb decides; a verb of the contract without its row here does not compile. */
const verbs = {
  remind: ladder('remind', remind),
  'order-supervision': ladder('order-supervision', orderSupervision),
  criticise: ladder('criticise', criticise),
  summon: ladder('summon', summon),
  'sign-supervision': plain('sign-supervision', signSupervision),
  'refuse-supervision': plain('refuse-supervision', refuseSupervision),
  'make-statement': plain('make-statement', makeStatement),
  'report-rectification': plain('report-rectification', reportRectification),
  'judge-rectification': plain('judge-rectification', judgeRectification),
  'decline-supervision-proposal': plain('decline-supervision-proposal', declineSupervisionProposal),
  'record-other-report': plain('record-other-report', recordOtherReport),
  'record-prior-knowledge': (context, body) => {
    const { departmentId, ...command } = readRequest(supervisionRequests['record-prior-knowledge'], body)
    const unit = unitOf(context, departmentId)
    return (state, commandContext) => recordPriorKnowledge(state, { ...command, unit }, commandContext)
  }
} as const satisfies Record<SupervisionVerb, (context: AppContext, body: unknown) => Decide>

/** 督办台账, and what people do in it. */
export function supervisionRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, clock, measured, writer } = context

  app.get('/api/supervision', { config: { access: 'supervision.read' } }, async (request): Promise<SupervisionLedger> => {
    const query = readRequest(SupervisionQuery, request.query)
    const read = await measured.read()
    const unnumbered = read.filter(({ state }) => unnumberedEntries(state).length > 0)
    // What a process that was killed between issuing and numbering left without its number gets it now.
    for (const { id } of unnumbered) {
      const document = await stores.incidents.get(id)
      if (document !== null) await numberDocuments(context, document)
    }
    return ledgerOf(context, unnumbered.length === 0 ? read : await measured.read(), query)
  })

  for (const [verb, prepare] of Object.entries(verbs) as [SupervisionVerb, (typeof verbs)[SupervisionVerb]][]) {
    const action: Action = `incident.${verb}`
    app.post<{ Params: { id: string } }>(
      `/api/incidents/:id/${verb}`,
      { config: { access: action } },
      async (request): Promise<SupervisionLedger> => {
        const { person } = signedIn(request)
        const deed = { actor: person, action, subject: request.params.id, detail: JSON.stringify(request.body ?? {}) }
        const document = await audited({ audit: stores.audit, clock }, deed, () =>
          run(context, request, verb, prepare(context, request.body), person)
        )
        return ledgerOf(context, [measuredIncident(document, writer.sha256)], {})
      }
    )
  }
}

async function run(
  context: AppContext,
  request: FastifyRequest<{ Params: { id: string } }>,
  verb: SupervisionVerb,
  decide: Decide,
  person: Person
): Promise<IncidentDocument> {
  const at = context.clock.now()
  const change = { at, actor: person, cause: `command:${commandIdOf(context, request, person, verb)}` }
  const document = await update(context.writer, request.params.id, change, (state, events) => decide(state, { now: at, actor: person }, events))
  return await numberDocuments(context, document)
}

function ledgerOf(
  { clock, supervision }: AppContext,
  incidents: readonly MeasuredIncident[],
  { month, department }: SupervisionQuery
): SupervisionLedger {
  const now = clock.now()
  const isOf = (unit: SupervisedUnit | null): boolean => department === undefined || unit?.id === department
  return {
    now,
    rows: ledgerRows(incidents, now)
      .filter((row) => (month === undefined || row.month === month) && isOf(row.entry.unit))
      .map(supervisionRow),
    proposals: ledgerProposals(incidents, now)
      .filter(({ unit }) => isOf(unit))
      .map(supervisionProposalView),
    steps: (supervision?.steps ?? []).map(({ kind, signedBy, rectification, source }) => ({
      kind,
      words: supervisionWords[kind],
      signs: signedBy.length > 0,
      rectification,
      source
    }))
  }
}

function ladder(verb: 'remind' | 'order-supervision' | 'criticise' | 'summon', decide: Ladder): (context: AppContext, body: unknown) => Decide {
  return (context, body) => {
    const { departmentId, ...command } = readRequest(supervisionRequests[verb], body)
    const unit = unitOf(context, departmentId)
    const rules = context.supervision
    if (rules === null) throw new RefusedError('本单位没有督办规则：请在配置中写明 supervision')
    return (state, commandContext, events) => decide(state, { ...command, unit }, commandContext, { rules, events })
  }
}

function plain<V extends SupervisionVerb>(
  verb: V,
  decide: (state: IncidentState, command: RequestOf<V>, context: CommandContext) => Decision
): (context: AppContext, body: unknown) => Decide {
  return (_context, body) => {
    const command = readRequest(supervisionRequests[verb], body) as RequestOf<V>
    return (state, commandContext) => decide(state, command, commandContext)
  }
}

/** @throws InvalidInputError for an unknown one */
function unitOf({ departments }: AppContext, id: string): SupervisedUnit {
  const department = departments.find((one) => one.id === id)
  if (department === undefined) throw new InvalidInputError(`没有编号为 ${id} 的部门`)
  return { id, name: department.name }
}
