import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { Role, roleWords } from '../../core/actor.ts'
import { InvalidInputError, NotFoundError, RefusedError } from '../../core/errors.ts'
import type { Action } from '../../core/permission.ts'
import type { Account, Session } from '../../core/ports.ts'
import { isGuarded, separationFault } from '../../core/role-separation.ts'
import { signedIn } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import {
  NewPersonRequest,
  PersonDetailsRequest,
  ReasonRequest,
  RolesRequest,
  type LinkView,
  type PeopleList,
  type PersonRow
} from '../contract-people.ts'
import { createSignInLink, signInHours } from '../one-time-links.ts'
import { needsSecondFactor } from '../owed.ts'
import { readRequest } from '../read-request.ts'
import { roleNames } from '../views/words.ts'

type ById = FastifyRequest<{ Params: { id: string } }>

/** 人员: the admin makes and ends accounts, the security-admin says what they may do. Nobody changes the own rights. */
export function peopleRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, changes, sessions, lock } = context
  const audit = { audit: stores.audit, clock: context.clock }

  app.get('/api/people', { config: { access: 'account.read' } }, async (request): Promise<PeopleList> => {
    const [accounts, alive] = await Promise.all([stores.accounts.list(), sessions.list(null)])
    return {
      rows: accounts.map((account) => rowOf(context, account, alive, signedIn(request).account.id)),
      departments: context.departments.map(({ id, name }) => ({ id, name })),
      roles: Role.options.map((id) => ({ id, name: roleWords[id] }))
    }
  })

  app.post('/api/people', { config: { access: 'account.manage' } }, async (request, reply): Promise<LinkView> => {
    const { person } = signedIn(request)
    const asked = readRequest(NewPersonRequest, request.body)
    const id = `person-${context.writer.sha256(asked.login).slice(0, 12)}`
    const deed = { actor: person, action: 'account.add', subject: id, detail: `${asked.login} ${asked.name}` }
    const made = await audited(audit, deed, async () => {
      demandDepartment(context, asked.departmentId)
      return await changes.add({ id, ...asked, roles: [], passwordHash: null, disabled: false })
    })
    void reply.code(201)
    return await linkFor(request, made)
  })

  change(
    'details',
    'account.manage',
    PersonDetailsRequest,
    ({ name, departmentId }) => `${name}，${departmentId ?? '无部门'}`,
    (account, asked) => {
      demandDepartment(context, asked.departmentId)
      return { ...account, ...asked }
    }
  )

  change(
    'roles',
    'account.grant',
    RolesRequest,
    ({ roles, reason }) => `${roleNames(roles).join('、') || '无角色'}；理由：${reason}`,
    async (account, { roles }) => {
      const wanted = Role.options.filter((role) => roles.includes(role))
      const fault = separationFault(wanted)
      if (fault !== null) throw new RefusedError(fault)
      if (isGuarded(wanted) && account.passwordHash === null && account.oidcSubject === undefined)
        throw new RefusedError('安全管理员、审计员只授予已用链接登录并设了密码的人：否则发链接的人可以冒用')
      await demandAdminLeft(account, wanted)
      return { ...account, roles: wanted, linksFromMs: context.clock.elapsedMs() }
    }
  )

  change('disable', 'account.manage', ReasonRequest, reasonOf, async (account) => {
    await demandAdminLeft(account, [])
    return { ...account, disabled: true, linksFromMs: context.clock.elapsedMs() }
  })

  change('enable', 'account.manage', ReasonRequest, reasonOf, (account) => ({ ...account, disabled: false }))

  change('unlock', 'account.grant', ReasonRequest, reasonOf, (account) => {
    lock.forget(account.login)
    return account
  })

  change('reset-second-factor', 'account.grant', ReasonRequest, reasonOf, ({ secondFactor: _gone, enrolling: _begun, ...account }) => account)

  change('end-sessions', 'account.grant', ReasonRequest, reasonOf, (account) => account)

  app.post('/api/people/:id/link', { config: { access: 'account.manage' } }, async (request: ById): Promise<LinkView> => {
    const { reason } = readRequest(ReasonRequest, request.body)
    const account = await stores.accounts.byId(request.params.id)
    if (account === null) throw new NotFoundError('没有这个人员')
    const deed = { actor: signedIn(request).person, action: 'account.link', subject: account.id, detail: `理由：${reason}` }
    return await audited(audit, deed, () => linkFor(request, account))
  })

  /** One kind of change; what no longer fits the person ends at once, sessions first. */
  function change<S extends z.ZodType>(
    verb: string,
    access: Action,
    schema: S,
    detail: (asked: z.output<S>) => string,
    decide: (account: Account, asked: z.output<S>) => Account | Promise<Account>
  ): void {
    app.post(`/api/people/:id/${verb}`, { config: { access } }, async (request: ById): Promise<PersonRow> => {
      const me = signedIn(request)
      const asked = readRequest(schema, request.body)
      const deed = { actor: me.person, action: `account.${verb}`, subject: request.params.id, detail: detail(asked) }
      return await audited(audit, deed, async () => {
        if (request.params.id === me.account.id && verb !== 'details') throw new RefusedError('不能对自己的账号这样办理，请由另一位管理员办理')
        const account = await changes.change(request.params.id, (before) => decide(before, asked))
        if (endsSessions.includes(verb)) await sessions.endAll(account.id)
        return rowOf(context, account, await sessions.list(account.id), me.account.id)
      })
    })
  }

  /** @throws RefusedError when nobody would be left to manage people */
  async function demandAdminLeft(account: Account, roles: readonly Role[]): Promise<void> {
    if (!account.roles.includes('admin') || roles.includes('admin')) return
    const others = (await stores.accounts.list()).filter(({ id, disabled, roles: held }) => id !== account.id && !disabled && held.includes('admin'))
    if (others.length === 0) throw new RefusedError('这是唯一的系统管理员，请先让另一人担任')
  }

  async function linkFor(request: FastifyRequest, account: Account): Promise<LinkView> {
    const fault = noLink(account)
    if (fault !== null) throw new RefusedError(fault)
    const path = await createSignInLink(
      { accounts: stores.accounts, clock: context.clock, random: context.random, sha256: context.writer.sha256 },
      account.id
    )
    const base = context.publicUrl ?? `http://${request.headers.host}`
    const person = rowOf(context, account, await sessions.list(account.id), signedIn(request).account.id)
    return { person, link: new URL(path, base).href, hours: signInHours }
  }
}

const endsSessions: readonly string[] = ['roles', 'disable', 'end-sessions', 'reset-second-factor']

function reasonOf({ reason }: ReasonRequest): string {
  return `理由：${reason}`
}

function demandDepartment({ departments }: AppContext, departmentId: string | null): void {
  if (departmentId !== null && !departments.some(({ id }) => id === departmentId)) throw new InvalidInputError(`没有编号为 ${departmentId} 的部门`)
}

/** With a link whoever makes it could come as the other person: nobody may come so as who checks on him. */
function noLink({ roles, disabled }: Account): string | null {
  if (disabled) return '账号已停用'
  return isGuarded(roles) ? '安全管理员、审计员的登录链接只能在服务器上用命令行开（wanglou user link），以免被冒用' : null
}

function rowOf({ departments, lock, clock, signIn }: AppContext, account: Account, alive: readonly Session[], me: string): PersonRow {
  const { id, login, name, roles, departmentId, disabled, passwordHash } = account
  return {
    id,
    login,
    name,
    roles: [...roles],
    roleNames: roleNames(roles),
    departmentId,
    departmentName: departments.find((department) => department.id === departmentId)?.name ?? departmentId,
    disabled,
    locked: lock.isLocked(login, clock.elapsedMs()),
    hasPassword: passwordHash !== null,
    hasSecondFactor: account.secondFactor !== undefined,
    needsSecondFactor: needsSecondFactor(account, signIn),
    sessions: alive.filter((session) => session.accountId === id).length,
    isMe: id === me,
    noLink: noLink(account)
  }
}
