import { z } from 'zod'

export const Role = z.enum([
  'duty-officer',
  'analyst',
  'handler',
  'spokesperson',
  'deputy-leader',
  'leader',
  'supervisor',
  'admin',
  'security-admin',
  'auditor'
])
export type Role = z.infer<typeof Role>

export const roleWords = {
  'duty-officer': '值班员',
  analyst: '研判员',
  handler: '承办人',
  spokesperson: '新闻发言人',
  'deputy-leader': '分管领导',
  leader: '主要领导',
  supervisor: '督查员',
  admin: '系统管理员',
  'security-admin': '安全管理员',
  auditor: '审计员'
} as const satisfies Record<Role, string>

/** Who did it. Stored on every event; a machine is named by its part. */
export const Actor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), id: z.string(), name: z.string(), roles: z.array(Role), departmentId: z.string().nullable() }),
  z.object({ kind: z.literal('machine'), part: z.enum(['crawlers', 'pipeline', 'alerting', 'dashboard-api', 'drill', 'cli']) })
])
export type Actor = z.infer<typeof Actor>
export type Person = Extract<Actor, { kind: 'person' }>

export function machine(part: Extract<Actor, { kind: 'machine' }>['part']): Actor {
  return { kind: 'machine', part }
}

const machineWords = {
  crawlers: '采集',
  pipeline: '研判',
  alerting: '预警',
  'dashboard-api': '工作台',
  drill: '演练',
  cli: '命令行'
} as const satisfies Record<Extract<Actor, { kind: 'machine' }>['part'], string>

/** Who it was, for people to read. */
export function actorWords(actor: Actor): string {
  return actor.kind === 'person' ? actor.name : `系统(${machineWords[actor.part]})`
}
