import type { FastifyInstance } from 'fastify'
import { can } from '../../core/permission.ts'
import { callerOf } from '../access.ts'
import type { AppContext } from '../context.ts'
import type { CallList } from '../contract-notices.ts'
import { byNeed, callViews } from '../views/call-view.ts'

const mostIncidents = 1000

/** 电话通知清单: of every open incident, whom no channel reached. */
export function callRoutes(app: FastifyInstance, { stores, clock, contacts }: AppContext): void {
  app.get('/api/calls', { config: { access: 'notice.read' } }, async (request): Promise<CallList> => {
    const whole = can(callerOf(request), 'incident.record-call')
    const documents = await stores.incidents.list({ status: ['open'], limit: mostIncidents })
    return { now: clock.now(), rows: documents.flatMap((document) => callViews(document, contacts, whole)).sort(byNeed) }
  })
}
