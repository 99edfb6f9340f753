import type { FastifyInstance } from 'fastify'
import { signedIn } from '../access.ts'
import type { AppContext } from '../context.ts'
import { NoticesShown, type NoticeList } from '../contract.ts'
import { noteOpened, noteShown } from '../notice-receipts.ts'
import { readRequest } from '../read-request.ts'
import { isFor } from '../../core/addressed-to.ts'
import { dashboardChannel, noticeView } from '../views/notice-view.ts'

const read = 1000
const shown = 100

/** Notices for me: newest first. */
export function noticeRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, clock } = context

  app.get('/api/notices', { config: { access: 'notice.read' } }, async (request): Promise<NoticeList> => {
    const { person } = signedIn(request)
    const rows = await stores.notices.list({ channel: dashboardChannel, limit: read })
    return {
      now: clock.now(),
      rows: rows
        .filter((row) => isFor(row, person))
        .slice(0, shown)
        .map(noticeView)
    }
  })

  app.post('/api/notices/shown', { config: { access: 'notice.read' } }, async (request, reply) => {
    await noteShown(context, signedIn(request).person, readRequest(NoticesShown, request.body).ids)
    return await reply.code(204).send()
  })

  app.post<{ Params: { id: string } }>('/api/incidents/:id/opened', { config: { access: 'incident.read' } }, async (request, reply) => {
    await noteOpened(context, signedIn(request).person, request.params.id)
    return await reply.code(204).send()
  })
}
