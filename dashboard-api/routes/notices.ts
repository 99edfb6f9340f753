import type { FastifyInstance } from 'fastify'
import { callerOf, signedIn } from '../access.ts'
import type { AppContext } from '../context.ts'
import { NoticesShown, type NoticeList } from '../contract-notices.ts'
import { noteOpened, noteRead, noteShown } from '../notice-receipts.ts'
import { readRequest } from '../read-request.ts'
import { isFor } from '../../core/addressed-to.ts'
import { isMajor } from '../../core/grade.ts'
import type { NoticeRow } from '../../core/notice.ts'
import { dashboardChannel, noticeView } from '../views/notice-view.ts'

const read = 1000
const shown = 100

/** Of grade I or II and not signed for: it stays in the list however many came since. */
function waits({ notice, state }: NoticeRow): boolean {
  return isMajor(notice.grade) && state !== 'signed'
}

/** The same where newer ones left them out: asked for by the incidents that still run. */
async function waitingBefore(stores: AppContext['stores'], newest: readonly NoticeRow[]): Promise<readonly NoticeRow[]> {
  if (newest.length < read) return []
  const seen = new Set(newest.map(({ notice }) => notice.id))
  const running = await stores.incidents.list({ status: ['open'], grades: ['I', 'II'], limit: read })
  const rows = await Promise.all(running.map(({ id }) => stores.notices.list({ subjectId: id, channel: dashboardChannel, limit: read })))
  const older = rows.flat().filter((row) => waits(row) && !seen.has(row.notice.id))
  return older.toSorted((a, b) => (a.notice.requestedAt > b.notice.requestedAt ? -1 : 1))
}

/** Notices for me: newest first. */
export function noticeRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, clock } = context

  app.get('/api/notices', { config: { access: 'notice.read' } }, async (request): Promise<NoticeList> => {
    const person = callerOf(request)
    const newest = await stores.notices.list({ channel: dashboardChannel, limit: read })
    const mine = [...newest, ...(await waitingBefore(stores, newest))].filter((row) => isFor(row, person))
    return { now: clock.now(), rows: mine.filter((row, index) => index < shown || waits(row)).map(noticeView) }
  })

  app.post('/api/notices/shown', { config: { access: 'notice.read' } }, async (request, reply) => {
    await noteShown(context, signedIn(request).person, readRequest(NoticesShown, request.body).ids)
    return await reply.code(204).send()
  })

  app.post('/api/notices/read', { config: { access: 'notice.read' } }, async (request, reply) => {
    await noteRead(context, signedIn(request).person, readRequest(NoticesShown, request.body).ids)
    return await reply.code(204).send()
  })

  app.post<{ Params: { id: string } }>('/api/incidents/:id/opened', { config: { access: 'incident.read' } }, async (request, reply) => {
    await noteOpened(context, signedIn(request).person, request.params.id)
    return await reply.code(204).send()
  })
}
