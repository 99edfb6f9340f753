import type { FastifyInstance } from 'fastify'
import { NotFoundError, RefusedError } from '../../core/errors.ts'
import { gradeWords, type Grade } from '../../core/grade.ts'
import { isActive, mute, type Mute, type MuteScope } from '../../core/mute.ts'
import { addMute, endMuteEarly, readMutes } from '../../core/mute-book.ts'
import type { NoticeRow } from '../../core/notice.ts'
import { signedIn } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import { MuteRequest, type MuteList, type WaitingNotices } from '../contract-notices.ts'
import { readRequest } from '../read-request.ts'
import { actorName } from '../views/words.ts'
import { commandIdOf } from './incident-commands.ts'

const mostWaiting = 2000

/** 静音, and what waits: set by a person, with a reason and an end. */
export function muteRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, clock } = context

  app.get('/api/mutes', { config: { access: 'notice.read' } }, () => listOf(context))

  app.post('/api/mutes', { config: { access: 'notice.mute' } }, async (request, reply): Promise<MuteList> => {
    const { person } = signedIn(request)
    const deed = { actor: person, action: 'notice.mute', subject: 'mutes', detail: JSON.stringify(request.body ?? {}) }
    await audited({ audit: stores.audit, clock }, deed, async () => {
      const { scope, minutes, reason } = readRequest(MuteRequest, request.body)
      const { about, grade } = await aboutOf(context, scope)
      const id = commandIdOf(context, request, person, 'mute')
      await addMute(stores.crawl, mute({ id, scope, about, minutes, reason }, grade, context.policy.mute, { actor: person, now: clock.now() }))
    })
    void reply.code(201)
    return await listOf(context)
  })

  app.delete<{ Params: { id: string } }>('/api/mutes/:id', { config: { access: 'notice.mute' } }, async (request): Promise<MuteList> => {
    const { person } = signedIn(request)
    const { id } = request.params
    await audited({ audit: stores.audit, clock }, { actor: person, action: 'notice.unmute', subject: id, detail: '' }, async () => {
      const running = await runningMutes(context)
      if (!running.some((one) => one.id === id)) throw new NotFoundError('没有这项静音，或已经结束')
      await endMuteEarly(stores.crawl, id, clock.now())
    })
    return await listOf(context)
  })
}

async function runningMutes({ stores, clock }: AppContext): Promise<Mute[]> {
  const now = clock.now()
  return (await readMutes(stores.crawl, clock.elapsedMs())).filter((one) => isActive(one, now))
}

/** What is muted, in words, and its grade where it has one. @throws NotFoundError, RefusedError */
async function aboutOf({ stores, contacts }: AppContext, scope: MuteScope): Promise<{ readonly about: string; readonly grade: Grade | null }> {
  switch (scope.kind) {
    case 'person': {
      const contact = contacts.find(({ id }) => id === scope.contactId)
      if (contact === undefined) throw new NotFoundError(`没有编号为 ${scope.contactId} 的联系人`)
      return { about: contact.name, grade: null }
    }
    case 'incident': {
      const document = await stores.incidents.get(scope.incidentId)
      if (document === null) throw new NotFoundError('没有这个事件')
      if (document.state.status !== 'open') throw new RefusedError('事件已结束，不会再有通知')
      return { about: document.state.title, grade: document.state.grade }
    }
    case 'grade':
      return { about: `全部${gradeWords[scope.grade]}事件`, grade: scope.grade }
    default:
      return scope satisfies never
  }
}

async function listOf(context: AppContext): Promise<MuteList> {
  const { stores, clock, contacts } = context
  const [mutes, held, muted] = await Promise.all([
    runningMutes(context),
    stores.notices.list({ state: 'held', limit: mostWaiting }),
    stores.notices.list({ state: 'muted', limit: mostWaiting })
  ])
  return {
    now: clock.now(),
    rows: mutes.map(({ id, scope, about, reason, by, from, until }) => ({ id, scope, about, reason, by: actorName(by), from, until })),
    waiting: waitingOf([...held, ...muted]),
    contacts: contacts.map(({ id, name }) => ({ id, name }))
  }
}

/** For each person how much waits and since when. */
function waitingOf(rows: readonly NoticeRow[]): WaitingNotices[] {
  return [...Map.groupBy(rows, ({ notice }) => notice.recipient.contactId).values()].map((own) => ({
    contactId: own[0]?.notice.recipient.contactId ?? '',
    recipient: own[0]?.notice.recipient.name ?? '',
    held: own.filter(({ state }) => state === 'held').length,
    muted: own.filter(({ state }) => state === 'muted').length,
    since: own.map(({ notice }) => notice.requestedAt).reduce((a, b) => (a < b ? a : b)),
    reason: own.find(({ state }) => state === 'held')?.detail ?? own[0]?.detail ?? ''
  }))
}
