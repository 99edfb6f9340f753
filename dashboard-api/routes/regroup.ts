import type { FastifyInstance } from 'fastify'
import type { Person } from '../../core/actor.ts'
import { NotFoundError, RefusedError } from '../../core/errors.ts'
import { absorb, mergeInto } from '../../core/incident/merge.ts'
import { openBySplit, splitOff } from '../../core/incident/split.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import { create, update } from '../../core/incident/update.ts'
import { MentionId } from '../../core/mention.ts'
import { signedIn } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import { MergeRequest, SplitRequest } from '../contract-verbs.ts'
import { type IncidentDetail } from '../contract.ts'
import { readRequest } from '../read-request.ts'
import { blindSources, commandIdOf, tellGrouper } from './incident-commands.ts'
import { detailOf } from './incidents.ts'

interface Deed {
  readonly id: string
  readonly body: unknown
  readonly commandId: string
  readonly person: Person
}

const doings = { merge, split } as const

/** 并案 and 拆分: what people know better than the grouper, which then follows them. */
export function regroupRoutes(app: FastifyInstance, context: AppContext): void {
  for (const [name, doing] of Object.entries(doings) as [keyof typeof doings, typeof merge][]) {
    const action = `incident.${name}` as const
    app.post<{ Params: { id: string } }>(`/api/incidents/:id/${name}`, { config: { access: action } }, async (request): Promise<IncidentDetail> => {
      const { person } = signedIn(request)
      const { id } = request.params
      const deed = { actor: person, action, subject: id, detail: JSON.stringify(request.body ?? {}) }
      const commandId = commandIdOf(context, request, person, name)
      return await audited({ audit: context.stores.audit, clock: context.clock }, deed, () =>
        doing(context, { id, body: request.body, commandId, person })
      )
    })
  }
}

/** The other takes it in first: a stop between the two is finished by a second try or by the grouper. Returns the one that goes on. */
async function merge(context: AppContext, { id, body, commandId, person }: Deed): Promise<IncidentDetail> {
  const { into, reason } = readRequest(MergeRequest, body)
  const at = context.clock.now()
  const command = { now: at, actor: person }
  const from = (await known(context, id)).state
  const document = await update(context.writer, into, { at, actor: person, cause: `absorb:${commandId}` }, (state) =>
    from.status === 'merged' && from.mergedInto === into ? [] : absorb(state, { from, reason }, command)
  )
  await update(context.writer, id, { at, actor: person, cause: `merge:${commandId}` }, (state) => mergeInto(state, { into, reason }, command))
  await tellGrouper(context, document.state.jurisdiction, { kind: 'merge', commandId, incidentId: id, into })
  return await detailOf(context, document)
}

/** The new incident first: a stop between the two leaves nothing without an incident. Returns the new one. */
async function split(context: AppContext, { id, body, commandId, person }: Deed): Promise<IncidentDetail> {
  const { mentionIds: asked, title, reason } = readRequest(SplitRequest, body)
  const at = context.clock.now()
  const command = { now: at, actor: person }
  const from = await known(context, id)
  const mentionIds = await ownMentions(context, from, asked)
  const into = `inc-${context.writer.sha256(`command:${commandId}`).slice(0, 16)}`
  splitOff(from.state, { into, mentionIds, reason }, command)
  const opening = {
    jurisdiction: from.state.jurisdiction,
    policy: context.policy,
    drill: from.state.drill,
    blindSources: await blindSources(context)
  }
  const change = { at, actor: person, cause: `command:${commandId}` }
  const document = await create(context.writer, into, change, openBySplit(from.state, { mentionIds, title, reason }, opening, command), null)
  await update(context.writer, id, change, (state) => splitOff(state, { into, mentionIds, reason }, command))
  await tellGrouper(context, document.state.jurisdiction, { kind: 'split', commandId, incidentId: id, into, mentionIds })
  return await detailOf(context, document)
}

async function known({ stores }: AppContext, id: string): Promise<IncidentDocument> {
  const document = await stores.incidents.get(id)
  if (document === null) throw new NotFoundError(`没有编号为 ${id} 的事件`)
  return document
}

/** In order of publication. @throws RefusedError when one is of no or of another incident. */
async function ownMentions({ stores }: AppContext, { id, state }: IncidentDocument, asked: readonly string[]): Promise<MentionId[]> {
  const ids = new Set([id, ...state.absorbed])
  const rows = await stores.mentions.getMany([...new Set(asked)].map((one) => MentionId.parse(one)))
  const own = rows.filter(({ incidentId }) => incidentId !== null && ids.has(incidentId))
  const strange = asked.filter((one) => !own.some(({ mention }) => mention.id === one))
  if (strange.length > 0) throw new RefusedError(`信息不属于本事件：${strange.slice(0, 5).join('、')}`)
  const published = ({ mention }: (typeof own)[number]) => mention.publishedAt ?? '~'
  return own.sort((a, b) => (published(a) < published(b) ? -1 : published(a) > published(b) ? 1 : 0)).map(({ mention }) => mention.id)
}
