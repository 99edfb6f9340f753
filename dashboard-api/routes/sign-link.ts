import type { FastifyInstance } from 'fastify'
import { Role, machine, type Actor, type Person } from '../../core/actor.ts'
import { NotFoundError } from '../../core/errors.ts'
import { acknowledge } from '../../core/incident/acknowledge.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import { update } from '../../core/incident/update.ts'
import { chinaWallTime, type Instant } from '../../core/instant.ts'
import type { NoticeRow } from '../../core/notice.ts'
import type { IncidentStore } from '../../core/ports.ts'
import { audited, writeAudit } from '../audited.ts'
import type { AppContext } from '../context.ts'
import { SignLinkRequest, type SignLinkView } from '../contract-notices.ts'
import { SignLinkError } from '../errors.ts'
import { noteSigned } from '../notice-receipts.ts'
import { readRequest } from '../read-request.ts'
import { gradeName } from '../views/words.ts'

/** What a link that is whole and not over leads to. */
interface Linked {
  readonly row: NoticeRow
  /** What is signed: the notice's incident, or the one that it went into by now. */
  readonly document: IncidentDocument
  /** The notice's incident and those that it went through. */
  readonly incidentIds: readonly string[]
  readonly expiresAt: Instant
}

/** Slow enough for nobody with a telephone, and too slow for who guesses. */
const rate = { max: 60, timeWindow: '1 minute' }
const elsewhere = '请登录工作台签收，或致电值班室'

/**
 * 一键签收: the light page asks what its link is about, and signs when its button is pressed. Both are POST with the token in the
 * body: whatever merely opens the address, as a mail scanner does, does neither.
 */
export function signLinkRoutes(app: FastifyInstance, context: AppContext): void {
  const config = { access: 'public' as const, rateLimit: rate }

  app.post('/api/sign-links/look', { config }, async (request): Promise<SignLinkView> => {
    return viewOf(await follow(context, readRequest(SignLinkRequest, request.body).token))
  })

  app.post('/api/sign-links/sign', { config }, async (request): Promise<SignLinkView> => {
    const { token } = readRequest(SignLinkRequest, request.body)
    try {
      return await sign(context, await follow(context, token))
    } catch (error) {
      if (error instanceof SignLinkError) {
        const deed = { actor: machine('dashboard-api'), action: 'sign-link', subject: request.ip, detail: '' }
        await writeAudit({ audit: context.stores.audit, clock: context.clock }, deed, `未成：${error.message}`)
      }
      throw error
    }
  })
}

/** @throws SignLinkError, NotFoundError where this desk has no such links */
async function follow({ stores, clock, signLinks, contacts }: AppContext, token: string): Promise<Linked> {
  if (signLinks === null) throw new NotFoundError(`本系统没有启用一键签收链接，${elsewhere}`)
  const link = signLinks.read(token)
  if (link === null) throw new SignLinkError(`链接不完整或被改动，不能用来签收。请从通知里重新点开；仍不行，${elsewhere}`)
  if (clock.now() >= link.expiresAt) throw new SignLinkError(`链接已于 ${chinaWallTime(link.expiresAt)} 过期，${elsewhere}`)
  const row = await stores.notices.get(link.noticeId)
  const passed = row === null ? [] : await passedThrough(stores.incidents, row.notice.subject.id)
  const document = passed.at(-1)
  if (row === null || document === undefined) throw new SignLinkError(`链接所指的通知已不存在，${elsewhere}`)
  if (!contacts.some(({ id }) => id === row.notice.recipient.contactId))
    throw new SignLinkError(`通讯录中已没有“${row.notice.recipient.name}”，${elsewhere}`)
  return { row, document, incidentIds: passed.map(({ id }) => id), expiresAt: link.expiresAt }
}

/** The incident, and one after the other those that it was merged into. */
async function passedThrough(incidents: Pick<IncidentStore, 'get'>, id: string): Promise<readonly IncidentDocument[]> {
  const passed: IncidentDocument[] = []
  let next: string | null = id
  while (next !== null && !passed.some((one) => one.id === next)) {
    const document: IncidentDocument | null = await incidents.get(next)
    if (document === null) break
    passed.push(document)
    next = document.state.status === 'merged' ? document.state.mergedInto : null
  }
  return passed
}

/**
 * As the post that was told. The same link signs once, however often its button is pressed: pressed again later, it signs no notice
 * that came since, and not the incident that the signed one went into. @throws RefusedError when the incident has ended
 */
async function sign(context: AppContext, linked: Linked): Promise<SignLinkView> {
  const { row, incidentIds, expiresAt } = linked
  const { stores, clock, writer } = context
  const { notice } = row
  const actor = personOf(row)
  const source = `一键签收链接（${notice.channel}）`
  const { id } = linked.document
  if (row.marks.signed !== undefined && id !== notice.subject.id) return viewOf(linked)
  const deed = { actor, action: 'incident.acknowledge', subject: id, detail: source }
  const document = await audited({ audit: stores.audit, clock }, deed, () => {
    const now = clock.now()
    return update(writer, id, { at: now, actor, cause: `sign-link:${notice.id}` }, (state) => acknowledge(state, { note: source }, { now, actor }))
  })
  const signedAt = document.events.findLast(({ body, actor: by }) => body.type === 'acknowledged' && body.note === source && isSame(by, actor))?.at
  const isTheirs = (one: NoticeRow): boolean =>
    one.notice.recipient.contactId === actor.id && (signedAt === undefined || one.notice.requestedAt <= signedAt)
  for (const incidentId of incidentIds) await noteSigned(context, isTheirs, incidentId, `${source}：${actor.name}`)
  return viewOf({ row: (await stores.notices.get(notice.id)) ?? row, document, incidentIds, expiresAt })
}

function isSame(one: Actor, person: Person): boolean {
  return one.kind === 'person' && one.id === person.id
}

function personOf({ notice: { recipient } }: NoticeRow): Person {
  const role = Role.safeParse(recipient.role)
  return {
    kind: 'person',
    id: recipient.contactId,
    name: recipient.name,
    roles: role.success ? [role.data] : [],
    departmentId: recipient.departmentId
  }
}

function viewOf({ row: { notice, marks }, document: { id, state }, expiresAt }: Linked): SignLinkView {
  return {
    incidentId: id,
    title: state.title,
    gradeWords: gradeName(state.grade),
    open: state.status === 'open',
    recipient: notice.recipient.name,
    body: notice.body,
    requestedAt: notice.requestedAt,
    expiresAt,
    signedAt: marks.signed?.at ?? null,
    drill: notice.drill
  }
}
