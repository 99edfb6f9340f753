import type { FastifyInstance } from 'fastify'
import type { AppContext } from '../context.ts'
import type { DepartmentList } from '../contract.ts'

export function departmentRoutes(app: FastifyInstance, { departments }: AppContext): void {
  app.get('/api/departments', { config: { access: 'incident.read' } }, (): DepartmentList => ({
    rows: departments.map(({ id, name, coordinator, duties }) => ({ id, name, coordinator, duties }))
  }))
}
