import { Role } from '../core/actor.ts'
import { NotFoundError } from '../core/errors.ts'
import type { Account } from '../core/ports.ts'
import { separationFault } from '../core/role-separation.ts'
import { sha256, strongRandom } from '../adapters/hash.ts'
import { systemClock } from '../adapters/clock.ts'
import { createSignInLink } from '../dashboard-api/one-time-links.ts'
import { result, UsageError } from './exit.ts'
import { withStores } from './open-stores.ts'
import type { Place } from './place.ts'

export interface UserOptions extends Place {
  readonly login: string
  readonly name?: string
  readonly roles?: string
  readonly department?: string
}

/** `user add` makes an account without a password; `user link` prints a link that signs in once. */
export async function user(action: string, options: UserOptions): Promise<void> {
  await withStores(
    options,
    async ({ accounts }) => {
      const existing = await accounts.byLogin(options.login)
      if (action === 'add') {
        if (existing !== null) throw new UsageError(`登录名 ${options.login} 已存在`)
        const account = accountOf(options)
        await accounts.put(account)
        await result(`已添加 ${account.login}(${account.id})`)
        return
      }
      if (action !== 'link') throw new UsageError(`user 没有动作 ${action}；可用：add、link`)
      if (existing === null) throw new NotFoundError(`没有登录名为 ${options.login} 的人员`)
      await result(await createSignInLink({ accounts, clock: systemClock, random: strongRandom, sha256 }, existing.id))
    },
    { create: true }
  )
}

function accountOf(options: UserOptions): Account {
  const roles = (options.roles ?? '')
    .split(',')
    .filter((name) => name !== '')
    .map((name) => {
      const role = Role.safeParse(name.trim())
      if (!role.success) throw new UsageError(`没有角色 ${name}；可用：${Role.options.join('、')}`)
      return role.data
    })
  if (roles.length === 0) throw new UsageError(`user add 需要 --roles;可用：${Role.options.join('、')}`)
  const fault = separationFault(roles)
  if (fault !== null) throw new UsageError(fault)
  const id = `person-${sha256(options.login).slice(0, 12)}`
  return {
    id,
    login: options.login,
    name: options.name ?? options.login,
    roles,
    departmentId: options.department ?? null,
    passwordHash: null,
    disabled: false
  }
}
