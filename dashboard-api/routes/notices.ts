import type { FastifyInstance } from 'fastify'
import { signedIn } from '../access.ts'
import type { AppContext } from '../context.ts'
import type { NoticeList } from '../contract.ts'
import { dashboardChannel, isFor, noticeView } from '../views/notice-view.ts'

const read = 1000
const shown = 100

/** Notices for me: newest first. */
export function noticeRoutes(app: FastifyInstance, { stores, clock }: AppContext): void {
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
}
