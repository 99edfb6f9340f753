import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Person } from '../../core/actor.ts'
import type { DepartmentRole, DepartmentShare } from '../../core/assessment.ts'
import { countVoices } from '../../core/archive/count-voices.ts'
import { reviewFacts } from '../../core/archive/review-facts.ts'
import type { Department } from '../../core/department.ts'
import { InvalidInputError, NotFoundError, RefusedError } from '../../core/errors.ts'
import { accept } from '../../core/incident/accept.ts'
import { acceptAnswer } from '../../core/incident/accept-answer.ts'
import { acknowledge } from '../../core/incident/acknowledge.ts'
import { approveWording } from '../../core/incident/approve-wording.ts'
import { answer } from '../../core/incident/answer.ts'
import { approveExtension } from '../../core/incident/approve-extension.ts'
import { assign } from '../../core/incident/assign.ts'
import { close } from '../../core/incident/close.ts'
import type { CommandContext } from '../../core/incident/command.ts'
import { confirmGrade } from '../../core/incident/confirm-grade.ts'
import { declineExtension } from '../../core/incident/decline-extension.ts'
import { establishCause } from '../../core/incident/establish-cause.ts'
import { dismiss } from '../../core/incident/dismiss.ts'
import { findAnswerFault } from '../../core/incident/find-fault.ts'
import type { IncidentEvent } from '../../core/incident/events.ts'
import { draftWording } from '../../core/incident/draft-wording.ts'
import { moveStage } from '../../core/incident/move-stage.ts'
import { note } from '../../core/incident/note.ts'
import { refuseOvertaken } from '../../core/incident/overtaken.ts'
import { planMedia } from '../../core/incident/plan-media.ts'
import { publishMedia } from '../../core/incident/publish-media.ts'
import { recordCall } from '../../core/incident/record-call.ts'
import { recordConference } from '../../core/incident/record-conference.ts'
import { recordRelease } from '../../core/incident/record-release.ts'
import { reportByPhone } from '../../core/incident/report-by-phone.ts'
import { reportInWriting } from '../../core/incident/report-in-writing.ts'
import { reopen } from '../../core/incident/reopen.ts'
import { review } from '../../core/incident/review.ts'
import { requestExtension } from '../../core/incident/request-extension.ts'
import { retractCause } from '../../core/incident/retract-cause.ts'
import { returnWording } from '../../core/incident/return-wording.ts'
import { settleConflict } from '../../core/incident/settle-conflict.ts'
import { submitWording } from '../../core/incident/submit-wording.ts'
import { withdrawMedia } from '../../core/incident/withdraw-media.ts'
import { returnAssignment } from '../../core/incident/return.ts'
import { sendBackAnswer } from '../../core/incident/send-back-answer.ts'
import { setAnchor } from '../../core/incident/set-anchor.ts'
import type { IncidentState } from '../../core/incident/state.ts'
import { takeNotice } from '../../core/incident/take-notice.ts'
import { update, type Decision } from '../../core/incident/update.ts'
import { takeOver } from '../../core/incident/take-over.ts'
import { waive } from '../../core/incident/waive.ts'
import { waiveStage } from '../../core/incident/waive-stage.ts'
import type { Action } from '../../core/permission.ts'
import type { GroupCommand } from '../../core/records.ts'
import { signedIn } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import { approvalVerbs, incidentRequests, type IncidentVerb } from '../contract-verbs.ts'
import { seenHeader, type IncidentDetail } from '../contract.ts'
import { noteSigned, sourceOf } from '../notice-receipts.ts'
import { readRequest } from '../read-request.ts'
import { isFor } from '../../core/addressed-to.ts'
import { detailOf } from './incidents.ts'
import { templateOf, unitOf } from './wording.ts'

/** Reads the body, fetches what it must, and says what the verb decides of any state. */
type Prepare = (context: AppContext, body: unknown, person: Person, incidentId: string) => Promise<Decide> | Decide
type Decide = (state: IncidentState, command: CommandContext, events: readonly IncidentEvent[]) => Decision

/** Every verb a person can use on an incident; a verb of the contract without its row here does not compile. */
const verbs = {
  acknowledge: prepared('acknowledge', (command) => (state, context) => acknowledge(state, command, context)),
  'take-over': prepared('take-over', (command) => (state, context) => takeOver(state, command, context)),
  'confirm-grade': prepared('confirm-grade', (command) => (state, context) => confirmGrade(state, command, context)),
  dismiss: prepared('dismiss', (command) => (state, context) => dismiss(state, command, context)),
  waive: prepared('waive', (command) => (state, context) => waive(state, command, context)),
  'set-anchor': prepared('set-anchor', (command) => (state, context) => setAnchor(state, command, context)),
  'report-by-phone': prepared('report-by-phone', (command) => (state, context) => reportByPhone(state, command, context)),
  'report-in-writing': prepared('report-in-writing', async (command, _person, { stores }) => {
    if (command.evidence !== null && (await stores.evidence.get(command.evidence)) === null) throw new InvalidInputError('没有这份留存件')
    return (state, context) => reportInWriting(state, command, context)
  }),
  'take-notice': prepared('take-notice', (command, person) => {
    const departmentId = departmentOf(command.departmentId, person)
    return (state, context) => takeNotice(state, { ...command, departmentId }, context)
  }),
  answer: prepared('answer', (command, person) => {
    const departmentId = departmentOf(command.departmentId, person)
    return (state, context) => answer(state, { ...command, departmentId }, context)
  }),
  'accept-answer': prepared('accept-answer', (command) => (state, context, events) => acceptAnswer(state, command, context, events)),
  'send-back-answer': prepared('send-back-answer', (command) => (state, context, events) => sendBackAnswer(state, command, context, events)),
  'find-fault': prepared('find-fault', (command) => (state, context, events) => findAnswerFault(state, command, context, events)),
  'request-extension': prepared('request-extension', (command) => (state, context) => requestExtension(state, command, context)),
  'approve-extension': prepared(
    'approve-extension',
    (command, _person, { calendar }) =>
      (state, context) =>
        approveExtension(state, { ...command, calendar }, context)
  ),
  'decline-extension': prepared('decline-extension', (command) => (state, context) => declineExtension(state, command, context)),
  'waive-stage': prepared('waive-stage', (command) => (state, context) => waiveStage(state, command, context)),
  'move-stage': prepared(
    'move-stage',
    (command, _person, { calendar }) =>
      (state, context) =>
        moveStage(state, { ...command, calendar }, context)
  ),
  note: prepared('note', (command) => (state, context) => note(state, command, context)),
  close: prepared('close', (command) => (state, context) => close(state, command, context)),
  review: prepared('review', async (form, _person, { stores }, incidentId) => {
    const document = await stores.incidents.get(incidentId)
    if (document === null) throw new NotFoundError('没有这个事件')
    const voices = await countVoices(stores.mentions, document)
    return (state, context) => review(state, { facts: reviewFacts(state, voices), form }, context)
  }),
  reopen: prepared('reopen', (command) => (state, context) => reopen(state, command, context)),
  'record-call': prepared('record-call', (command) => (state, context) => recordCall(state, command, context)),
  assign: prepared('assign', ({ departments, instruction }, _person, { departments: known }) => {
    const shares = sharesOf(known, departments, instruction)
    return (state, context) => assign(state, { departments: shares, instruction }, context)
  }),
  accept: prepared('accept', (command, person) => {
    const departmentId = departmentOf(command.departmentId, person)
    return (state, context, events) => accept(state, { departmentId }, context, events)
  }),
  return: prepared('return', ({ reason, ...command }, person) => {
    const departmentId = departmentOf(command.departmentId, person)
    return (state, context, events) => returnAssignment(state, { departmentId, reason }, context, events)
  }),
  'record-release': prepared('record-release', async ({ url }, _person, { fetchEvidence }) => {
    const page = await fetchEvidence(url)
    return (state, context) => recordRelease(state, page, context)
  }),
  'record-conference': prepared('record-conference', async ({ url, ...command }, _person, { fetchReport }) => {
    const page = await fetchReport(url)
    return (state, context) => recordConference(state, { ...command, ...page }, context)
  }),
  'draft-wording': prepared('draft-wording', ({ text = null, template, sections, basis, unit }, person, context) => {
    const form =
      template === undefined ? null : { template: templateOf(context, template), templatesVersion: context.wordingTemplates.version, sections, basis }
    return (state, command, events) => {
      const speaking = unitOf(context, person, state, unit)
      return draftWording(state, { text, unit: speaking, ...(form === null ? {} : { form: { ...form, issuer: speaking.name } }) }, command, events)
    }
  }),
  'submit-wording': prepared('submit-wording', (command) => (state, context) => submitWording(state, command, context)),
  'approve-wording': prepared('approve-wording', (command) => (state, context) => approveWording(state, command, context)),
  'return-wording': prepared('return-wording', (command) => (state, context) => returnWording(state, command, context)),
  'establish-cause': prepared('establish-cause', (command) => (state, context) => establishCause(state, command, context)),
  'retract-cause': prepared('retract-cause', (command) => (state, context) => retractCause(state, command, context)),
  'settle-conflict': prepared('settle-conflict', (command) => (state, context) => settleConflict(state, command, context)),
  'plan-media': prepared('plan-media', (command) => (state, context) => planMedia(state, command, context)),
  'publish-media': prepared('publish-media', (command) => (state, context) => publishMedia(state, command, context)),
  'withdraw-media': prepared('withdraw-media', (command) => (state, context) => withdrawMedia(state, command, context))
} as const satisfies Record<IncidentVerb, Prepare>

export function incidentCommandRoutes(app: FastifyInstance, context: AppContext): void {
  for (const [name, prepare] of Object.entries(verbs) as [IncidentVerb, Prepare][]) {
    const action: Action = `incident.${name}`
    app.post<{ Params: { id: string } }>(`/api/incidents/:id/${name}`, { config: { access: action } }, async (request): Promise<IncidentDetail> => {
      const { person } = signedIn(request)
      const deed = { actor: person, action, subject: request.params.id, detail: JSON.stringify(request.body ?? {}) }
      return await audited({ audit: context.stores.audit, clock: context.clock }, deed, () => run(context, request, name, prepare, person))
    })
  }
}

async function run(
  context: AppContext,
  request: FastifyRequest<{ Params: { id: string } }>,
  name: IncidentVerb,
  prepare: Prepare,
  person: Person
): Promise<IncidentDetail> {
  const decide = await prepare(context, request.body, person, request.params.id)
  const at = context.clock.now()
  const commandId = commandIdOf(context, request, person, name)
  const change = { at, actor: person, cause: `command:${commandId}` }
  const seen = seenSeqOf(request)
  if (seen === null && approvalVerbs.has(name))
    throw new InvalidInputError(`核准须写明所看到的版本：请求头 ${seenHeader} 应为事件时间线的序号（事件详情中的 seq）`)
  const document = await update(context.writer, request.params.id, change, (state, events) => {
    demandSeenIsThere(events, seen)
    refuseOvertaken(events, name, seen, person)
    return decide(state, { now: at, actor: person }, events)
  })
  if (name === 'acknowledge') await noteSigned(context, (row) => isFor(row, person), document.id, sourceOf(person))
  const { status, jurisdiction } = document.state
  if ((name === 'close' || name === 'dismiss') && status !== 'open')
    await tellGrouper(context, jurisdiction, { kind: 'ended', commandId, incidentId: document.id })
  if (name === 'reopen' && status === 'open') await tellGrouper(context, jurisdiction, { kind: 'open', commandId, incidentId: document.id })
  return await detailOf(context, document)
}

/** The newest event that the person saw, as the page says; null where nothing says so, as of a script. */
function seenSeqOf(request: FastifyRequest): number | null {
  const header = request.headers[seenHeader]
  if (header === undefined || header === '') return null
  const seq = Number(header)
  if (!Number.isSafeInteger(seq) || seq < 0) throw new InvalidInputError(`${seenHeader} 应为事件时间线的序号`)
  return seq
}

/** @throws InvalidInputError where the page that decides does not show this incident as it is */
export function demandSeen(request: FastifyRequest, events: readonly IncidentEvent[]): void {
  demandSeenIsThere(events, seenSeqOf(request))
}

/** @throws InvalidInputError where the page claims to show an event that is none: what it shows is not this incident as it is */
function demandSeenIsThere(events: readonly IncidentEvent[], seen: number | null): void {
  const newest = events.at(-1)?.seq ?? 0
  if (seen !== null && seen > newest) throw new InvalidInputError(`${seenHeader} 为 ${seen}，而事件时间线只到 ${newest}；请刷新页面`)
}

/** The grouper hears of what people do to its working set; when it is lost, it finds out from the store. */
export async function tellGrouper({ stores }: AppContext, jurisdiction: string, command: GroupCommand): Promise<void> {
  await stores.log.append('assessed', [{ key: jurisdiction, value: JSON.stringify({ schema: 1, type: 'command', command }) }])
}

/** The caller's key, which makes a second try harmless, bound to person, verb and what is said; else a new one. Another text is another deed. */
export function commandIdOf({ random, writer }: AppContext, request: FastifyRequest, person: Person, verb: string): string {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || key === '') return Buffer.from(random(16)).toString('hex')
  if (key.length > 200) throw new InvalidInputError('Idempotency-Key 最多 200 字')
  return writer.sha256(`${person.id}\n${verb}\n${key}\n${JSON.stringify(request.body ?? null)}`).slice(0, 32)
}

/** What an incident opened now could not see. */
export async function blindSources({ stores }: AppContext): Promise<string[]> {
  return (await stores.crawl.health()).filter(({ state }) => state === 'blind').map(({ sourceId }) => sourceId)
}

/** Departments by id, with the names that the configuration gives them. @throws InvalidInputError for an unknown one. */
export function sharesOf(known: readonly Department[], wanted: readonly { id: string; role: DepartmentRole }[], reason: string): DepartmentShare[] {
  return wanted.map(({ id, role }) => {
    const department = known.find((one) => one.id === id)
    if (department === undefined) throw new InvalidInputError(`没有编号为 ${id} 的部门`)
    return { id, name: department.name, role, reason: reason.trim() === '' ? '人工指定' : reason.trim() }
  })
}

function departmentOf(given: string | undefined, person: Person): string {
  const id = given ?? person.departmentId
  if (id === null) throw new RefusedError('您的账号没有归属部门')
  return id
}

function prepared<V extends IncidentVerb>(
  verb: V,
  prepare: (command: RequestOf<V>, person: Person, context: AppContext, incidentId: string) => Promise<Decide> | Decide
): Prepare {
  return (context, body, person, incidentId) => prepare(readRequest(incidentRequests[verb], body) as RequestOf<V>, person, context, incidentId)
}

type RequestOf<V extends IncidentVerb> = (typeof incidentRequests)[V]['_zod']['output']
