import { expect, it } from 'vitest'
import { Role } from '../../../core/actor.ts'
import { can, type Action } from '../../../core/permission.ts'
import { separatedRoles, separationFault } from '../../../core/role-separation.ts'

it('lets nobody hold two of admin, security-admin and auditor, in any company', () => {
  const pairs = separatedRoles.flatMap((one) => separatedRoles.filter((other) => other !== one).map((other) => [one, other] as const))
  const held = pairs.flatMap((pair) => Role.options.map((third) => [...new Set([...pair, third])]))
  expect(held.filter((roles) => separationFault(roles) === null)).toEqual([])
})

it('lets whoever grants rights or checks do nothing else', () => {
  expect(separationFault(['auditor', 'duty-officer'])).toBe('三权分立：审计员不能兼任其他角色')
  expect(separationFault(['security-admin', 'leader'])).toBe('三权分立：安全管理员不能兼任其他角色')
  for (const alone of [['auditor'], ['security-admin'], ['admin', 'duty-officer'], ['leader', 'spokesperson'], []] as const)
    expect(separationFault(alone)).toBeNull()
})

it('parts what the three may do', () => {
  const may = (role: Role, action: Action): boolean => can({ kind: 'person', id: '', name: '', roles: [role], departmentId: null }, action)
  const matrix = (['account.manage', 'account.grant', 'audit.read'] as const).map((action) => separatedRoles.filter((role) => may(role, action)))
  expect(matrix).toEqual([['admin'], ['security-admin'], ['auditor']])
})
