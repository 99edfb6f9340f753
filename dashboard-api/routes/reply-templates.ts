import type { FastifyInstance } from 'fastify'
import { NotFoundError } from '../../core/errors.ts'
import { fillReply } from '../../core/fill-reply.ts'
import type { IncidentState } from '../../core/incident/state.ts'
import { openGaps } from '../../core/wording-draft.ts'
import { callerOf } from '../access.ts'
import type { AppContext } from '../context.ts'
import type { FilledReplies } from '../contract-replies.ts'

/** 答复模板, filled for whoever replies. */
export function replyTemplateRoutes(app: FastifyInstance, { stores, clock, replyTemplates }: AppContext): void {
  app.get<{ Params: { id: string } }>(
    '/api/incidents/:id/reply-templates',
    { config: { access: 'incident.read' } },
    async (request): Promise<FilledReplies> => {
      const document = await stores.incidents.get(request.params.id)
      if (document === null) throw new NotFoundError('没有这个事件')
      const { state, events } = document
      const ground = { state, events, department: departmentOf(state, callerOf(request).departmentId), now: clock.now() }
      return {
        templates: replyTemplates.templates.map((template) => {
          const text = fillReply(template, ground)
          return { id: template.id, kind: template.kind, name: template.name, text, gaps: openGaps(text) }
        })
      }
    }
  )
}

/** The caller's own; of who has none, the one that leads. */
function departmentOf({ departments }: IncidentState, ownId: string | null): string | null {
  return (departments.find(({ id }) => id === ownId) ?? departments.find(({ role }) => role === 'lead'))?.name ?? null
}
