import type { FastifyInstance } from 'fastify'
import { NotFoundError } from '../../core/errors.ts'
import { spreadPathOf } from '../../core/heat/spread-path.ts'
import type { AppContext } from '../context.ts'
import type { IncidentSpread } from '../contract-spread.ts'

const mostRead = 5_000

/** 传播路径 of one incident with those merged into it. */
export function spreadRoutes(app: FastifyInstance, { stores, clock }: AppContext): void {
  app.get<{ Params: { id: string } }>(
    '/api/incidents/:id/spread',
    { config: { access: 'incident.read' } },
    async (request): Promise<IncidentSpread> => {
      const document = await stores.incidents.get(request.params.id)
      if (document === null) throw new NotFoundError('没有这个事件')
      const rows = await stores.mentions.ofIncidents([document.id, ...document.state.absorbed], mostRead + 1)
      return { now: clock.now(), path: spreadPathOf(rows.slice(0, mostRead).map(({ mention }) => mention)), cut: rows.length > mostRead }
    }
  )
}
