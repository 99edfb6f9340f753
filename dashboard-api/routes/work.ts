import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Person } from '../../core/actor.ts'
import { InvalidInputError, NotFoundError, RefusedError } from '../../core/errors.ts'
import { checkFact } from '../../core/incident/check-fact.ts'
import { classify } from '../../core/incident/classify.ts'
import type { CommandContext } from '../../core/incident/command.ts'
import { fileReport } from '../../core/incident/file-report.ts'
import { finishTask } from '../../core/incident/finish-task.ts'
import { giveTask } from '../../core/incident/give-task.ts'
import { handOnTask } from '../../core/incident/hand-on-task.ts'
import { holdMeeting } from '../../core/incident/hold-meeting.ts'
import { instruct } from '../../core/incident/instruct.ts'
import { receiptTransfer } from '../../core/incident/receipt-transfer.ts'
import { returnTask } from '../../core/incident/return-task.ts'
import type { TransferredMention } from '../../core/incident/rumour-transfer.ts'
import type { IncidentState } from '../../core/incident/state.ts'
import { isTaskRunning, type TaskOwner } from '../../core/incident/task.ts'
import { transferRumour } from '../../core/incident/transfer-rumour.ts'
import { update, type Decision } from '../../core/incident/update.ts'
import { withdrawTask } from '../../core/incident/withdraw-task.ts'
import { workOf } from '../../core/incident/work.ts'
import type { MentionId } from '../../core/mention.ts'
import type { StoredMention } from '../../core/records.ts'
import { callerOf, signedIn } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import { TaskQuery, workRequests, type IncidentWork, type OwnerRequest, type TaskList, type WorkVerb } from '../contract-work.ts'
import { readRequest } from '../read-request.ts'
import { byDeadline, incidentWork, taskViews } from '../views/work-view.ts'
import { commandIdOf, demandSeen } from './incident-commands.ts'

const mostIncidents = 1000

type Decide = (state: IncidentState, command: CommandContext) => Decision
type Prepare = (context: AppContext, body: unknown, person: Person) => Promise<Decide> | Decide
type RequestOf<V extends WorkVerb> = (typeof workRequests)[V]['_zod']['output']

/** Every verb about what is being done; one of the contract without its row here does not compile. */
const verbs = {
  instruct: prepared('instruct', (command, { departments }) => {
    const tasks = command.tasks.map((task) => ({ ...task, owner: ownerOf(departments, task.owner) }))
    return (state, context) => instruct(state, { ...command, tasks }, context)
  }),
  'give-task': prepared('give-task', (command, { departments }, person) => {
    const source = person.roles.includes('supervisor') ? 'supervision' : 'hand'
    const owner = ownerOf(departments, command.owner)
    return (state, context) => giveTask(state, { ...command, owner, source }, context)
  }),
  'finish-task': prepared('finish-task', async (command, context) => {
    for (const key of command.evidence) await demandKept(context, key)
    return (state, given) => finishTask(state, command, given)
  }),
  'return-task': prepared('return-task', (command) => (state, context) => returnTask(state, command, context)),
  'hand-on-task': prepared('hand-on-task', (command, { departments }) => {
    const owner = ownerOf(departments, command.owner)
    return (state, context) => handOnTask(state, { ...command, owner }, context)
  }),
  'withdraw-task': prepared('withdraw-task', (command) => (state, context) => withdrawTask(state, command, context)),
  'hold-meeting': prepared('hold-meeting', (command, { departments }) => {
    const tasks = command.tasks.map((task) => ({ ...task, owner: ownerOf(departments, task.owner) }))
    return (state, context) => holdMeeting(state, { ...command, tasks }, context)
  }),
  classify: prepared('classify', (command) => (state, context) => classify(state, command, context)),
  'check-fact': prepared('check-fact', (command) => (state, context) => checkFact(state, command, context)),
  'transfer-rumour': prepared('transfer-rumour', async ({ mentionIds, ...command }, { stores, writer }) => {
    const found = await Promise.all([...new Set(mentionIds)].map(async (id) => demandMention(await stores.mentions.get(id as MentionId), id)))
    return (state, context) => {
      for (const { mention, incidentId } of found) demandOfIncident(state, mention.id, incidentId)
      return transferRumour(state, { ...command, mentions: found.map(transferred), sha256: writer.sha256 }, context)
    }
  }),
  'receipt-transfer': prepared('receipt-transfer', (command) => (state, context) => receiptTransfer(state, command, context)),
  'file-report': prepared('file-report', async (command, context) => {
    if (command.evidence !== null) await demandKept(context, command.evidence)
    return (state, given) => fileReport(state, command, given)
  })
} as const satisfies Record<WorkVerb, Prepare>

/** What is being done: read as a whole, and each verb. */
export function workRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, clock } = context
  for (const [name, prepare] of Object.entries(verbs) as [WorkVerb, Prepare][]) {
    const action = `incident.${name}` as const
    app.post<{ Params: { id: string } }>(`/api/incidents/:id/${name}`, { config: { access: action } }, async (request): Promise<IncidentWork> => {
      const { person } = signedIn(request)
      const deed = { actor: person, action, subject: request.params.id, detail: JSON.stringify(request.body ?? {}) }
      return await audited({ audit: stores.audit, clock }, deed, () => run(context, request, name, prepare, person))
    })
  }

  app.get<{ Params: { id: string } }>('/api/incidents/:id/work', { config: { access: 'incident.read' } }, async (request): Promise<IncidentWork> => {
    const document = await stores.incidents.get(request.params.id)
    if (document === null) throw new NotFoundError('没有这个事件')
    return incidentWork(document, callerOf(request), context.policy.visibility, clock.now())
  })

  app.get('/api/tasks', { config: { access: 'incident.read' } }, async (request): Promise<TaskList> => {
    const { mine, department, all } = readRequest(TaskQuery, request.query)
    const person = callerOf(request)
    const now = clock.now()
    const documents = await stores.incidents.list({ status: ['open'], limit: mostIncidents })
    const rows = documents
      .flatMap((document) => taskViews(document, person, now))
      .filter((task) => (all === '1' || isTaskRunning(task)) && (mine === undefined || task.mine))
      .filter(({ departmentId }) => department === undefined || departmentId === department)
    return { now, rows: rows.toSorted(byDeadline) }
  })

  app.get<{ Params: { id: string; number: string } }>(
    '/api/incidents/:id/transfers/:number',
    { config: { access: 'incident.read' } },
    async (request, reply) => {
      const { id, number } = request.params
      const document = await stores.incidents.get(id)
      const transfer = document === null ? undefined : workOf(document.state).transfers.find((one) => one.id === `transfer/${number}`)
      if (document === null || transfer === undefined) throw new NotFoundError('没有这次移交')
      const texts = await Promise.all(transfer.mentions.map(async (one) => (await stores.mentions.get(one.id))?.mention.text ?? null))
      const event = document.events.find(({ body }) => body.type === 'rumour-transferred' && body.transfer.id === transfer.id)
      void reply.header('content-disposition', `attachment; filename="transfer-${transfer.packageHash.slice(0, 16)}.json"`)
      const mentions = transfer.mentions.map((mention, index) => ({ ...mention, text: texts[index] ?? null }))
      return { incident: { id: document.id, title: document.state.title }, transfer: { ...transfer, mentions }, event: event ?? null }
    }
  )
}

async function run(
  context: AppContext,
  request: FastifyRequest<{ Params: { id: string } }>,
  name: WorkVerb,
  prepare: Prepare,
  person: Person
): Promise<IncidentWork> {
  const decide = await prepare(context, request.body, person)
  const at = context.clock.now()
  const change = { at, actor: person, cause: `command:${commandIdOf(context, request, person, name)}` }
  const document = await update(context.writer, request.params.id, change, (state, events) => {
    demandSeen(request, events)
    return decide(state, { now: at, actor: person })
  })
  return incidentWork(document, person, context.policy.visibility, at)
}

function prepared<V extends WorkVerb>(
  verb: V,
  prepare: (command: RequestOf<V>, context: AppContext, person: Person) => Promise<Decide> | Decide
): Prepare {
  return (context, body, person) => prepare(readRequest(workRequests[verb], body) as RequestOf<V>, context, person)
}

/** @throws InvalidInputError for a department that the configuration has not */
function ownerOf(departments: AppContext['departments'], owner: OwnerRequest): TaskOwner {
  if (owner.kind !== 'department') return owner
  const department = departments.find(({ id }) => id === owner.id)
  if (department === undefined) throw new InvalidInputError(`没有编号为 ${owner.id} 的部门`)
  return { ...owner, name: department.name }
}

async function demandKept({ stores }: AppContext, key: string): Promise<void> {
  if ((await stores.evidence.get(key)) === null) throw new InvalidInputError('没有这份留存件')
}

function demandMention(stored: StoredMention | null, id: string): StoredMention {
  if (stored === null) throw new InvalidInputError(`没有编号为 ${id} 的信息`)
  return stored
}

function demandOfIncident({ id, absorbed }: IncidentState, mentionId: string, incidentId: string | null): void {
  if (incidentId === null || ![id, ...absorbed].includes(incidentId)) throw new RefusedError(`信息 ${mentionId} 不属于本事件，不能移交`)
}

function transferred({ mention }: StoredMention): TransferredMention {
  const { id, source, url, title, author, publishedAt, contentHash, snapshot } = mention
  return { id, source, url, title, author, publishedAt, contentHash, snapshot }
}
