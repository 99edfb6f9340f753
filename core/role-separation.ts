import { roleWords, type Role } from './actor.ts'

/** 三权分立: who runs the system, who says what people may do, and who reads what all of them did. */
export const separatedRoles = ['admin', 'security-admin', 'auditor'] as const satisfies readonly Role[]

/** Those of them that go with no other role at all: who grants rights or checks on others does not work with them. */
const alone: readonly Role[] = ['security-admin', 'auditor']

/** Why nobody may hold these roles together; null: they go together. */
export function separationFault(roles: readonly Role[]): string | null {
  const held = separatedRoles.filter((role) => roles.includes(role))
  if (held.length > 1) return `三权分立：${held.map((role) => roleWords[role]).join('与')}不能由一人兼任`
  const lone = alone.find((role) => roles.includes(role))
  return lone !== undefined && roles.length > 1 ? `三权分立：${roleWords[lone]}不能兼任其他角色` : null
}

/** Whether the account may end up in hands that its roles were not meant for, so that only who is at the server may open it anew. */
export function isGuarded(roles: readonly Role[]): boolean {
  return alone.some((role) => roles.includes(role))
}
