import type { FastifyInstance } from 'fastify'
import { instantFromMs } from '../../core/instant.ts'
import { passwordRules } from '../../core/password-profile.ts'
import { RefusedError } from '../../core/errors.ts'
import type { Account } from '../../core/ports.ts'
import { signedIn } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import { CodeRequest, PasswordRequest, type Enrolment, type MyAccount, type RecoveryCodes } from '../contract-people.ts'
import type { SessionView } from '../contract.ts'
import { BadRequestError, LockedError } from '../errors.ts'
import { newPasswordHash, withPassword } from '../new-password.ts'
import { needsSecondFactor, owes, passwordDueMs } from '../owed.ts'
import { verifyPassword } from '../password.ts'
import { readRequest } from '../read-request.ts'
import { confirmEnrolment, enrol, renewRecoveryCodes, takeCode, type SecondFactorDeps } from '../second-factor.ts'
import type { SignedIn } from '../sessions.ts'
import { roleNames } from '../views/words.ts'
import { signInAs, signInDeps, signInRate } from './session.ts'

/** What everybody does with the own account: password, second factor. Open too to who owes just that. */
export function myAccountRoutes(app: FastifyInstance, context: AppContext): void {
  const config = { access: 'signed-in' as const, whileOwing: true, rateLimit: signInRate }
  const audit = { audit: context.stores.audit, clock: context.clock }
  const factor = secondFactorDeps(context)

  app.get('/api/me', { config: { access: 'signed-in', whileOwing: true } }, (request): MyAccount => myAccount(context, signedIn(request)))

  app.post('/api/me/code', { config }, async (request, reply): Promise<SessionView> => {
    const me = signedIn(request)
    const { code } = readRequest(CodeRequest, request.body)
    if (me.owes !== 'code') throw new RefusedError('现在不需要动态口令')
    await demandCode(context, me, code)
    return await signInAs(context, request, reply, { how: me.session.how ?? 'password', words: '动态口令已核对', passedCode: true }, async () => {
      return (await context.stores.accounts.byId(me.account.id)) ?? me.account
    })
  })

  app.post('/api/me/password', { config }, async (request): Promise<MyAccount> => {
    const me = settled(signedIn(request))
    const { current, next } = readRequest(PasswordRequest, request.body)
    const deed = { actor: me.person, action: 'account.password', subject: me.account.id, detail: '' }
    return await audited(audit, deed, async () => {
      if (asksCurrent(me)) await demandPassword(context, me.account, current)
      const account = await context.changes.change(me.account.id, async (now) => {
        const hash = await newPasswordHash(signInDeps(context), now, next, 'next')
        return withPassword(now, hash, context.clock.elapsedMs(), context.signIn)
      })
      await context.sessions.endAll(account.id, me.session.tokenHash)
      return myAccount(context, again(context, me, account))
    })
  })

  app.post('/api/me/second-factor', { config }, async (request): Promise<Enrolment> => {
    const me = settled(signedIn(request))
    let shown = { secret: '', uri: '' }
    await context.changes.change(me.account.id, (now) => {
      if (now.secondFactor !== undefined) throw new RefusedError('已绑定动态口令；换手机请先解除')
      const { account, secret, uri } = enrol(factor, now)
      shown = { secret, uri }
      return account
    })
    return shown
  })

  app.post('/api/me/second-factor/confirm', { config }, async (request): Promise<RecoveryCodes> => {
    const me = settled(signedIn(request))
    const { code } = readRequest(CodeRequest, request.body)
    const deed = { actor: me.person, action: 'account.second-factor', subject: me.account.id, detail: '绑定动态口令' }
    return await audited(audit, deed, () => withCodes(context, me, (now) => confirmEnrolment(factor, now, code)))
  })

  app.post('/api/me/second-factor/recovery-codes', { config }, async (request): Promise<RecoveryCodes> => {
    const me = settled(signedIn(request))
    await demandCode(context, me, readRequest(CodeRequest, request.body).code)
    const deed = { actor: me.person, action: 'account.second-factor', subject: me.account.id, detail: '换发恢复码' }
    return await audited(audit, deed, () => withCodes(context, me, (now) => renewRecoveryCodes(factor, now)))
  })

  app.post('/api/me/second-factor/end', { config }, async (request): Promise<MyAccount> => {
    const me = settled(signedIn(request))
    const { code } = readRequest(CodeRequest, request.body)
    const deed = { actor: me.person, action: 'account.second-factor', subject: me.account.id, detail: '解除动态口令' }
    return await audited(audit, deed, async () => {
      if (needsSecondFactor(me.account, context.signIn)) throw new RefusedError('您的角色须绑定动态口令；换手机请安全管理员重置')
      await demandCode(context, me, code)
      const account = await context.changes.change(me.account.id, ({ secondFactor: _gone, ...rest }) => rest)
      return myAccount(context, again(context, me, account))
    })
  })
}

export function secondFactorDeps({ clock, random, writer, stores, jurisdiction, secrets }: AppContext): SecondFactorDeps {
  return { clock, random, sha256: writer.sha256, crawl: stores.crawl, issuer: `望楼 ${jurisdiction.name}`, secrets }
}

/** Whoever still owes a code may tell that code, and change nothing. */
function settled(me: SignedIn): SignedIn {
  if (me.owes === 'code') throw new RefusedError('请先输入动态口令')
  return me
}

/** Counted as tries of the login name are. @throws BadRequestError, LockedError */
async function demandCode(context: AppContext, { account, person }: SignedIn, code: string): Promise<void> {
  const { lock, clock, changes, stores } = context
  const deed = { actor: person, action: 'session.code', subject: account.id, detail: '' }
  await audited({ audit: stores.audit, clock }, deed, async () => {
    countTry(context, account)
    await changes.change(account.id, async (now) => {
      const taken = await takeCode(secondFactorDeps(context), now, code)
      if (taken === null) throw wrong('code', '动态口令不符或已用过，请等应用换出下一个')
      return taken.account
    })
    lock.forget(account.login)
  })
}

async function demandPassword(context: AppContext, account: Account, current: string): Promise<void> {
  countTry(context, account)
  const { right } = await verifyPassword(current, account.passwordHash ?? '')
  if (!right) throw wrong('current', '当前密码不正确')
  context.lock.forget(account.login)
}

function countTry({ lock, clock }: AppContext, { login }: Account): void {
  if (lock.isLocked(login, clock.elapsedMs())) throw new LockedError('失败次数过多，请 15 分钟后再试')
  lock.count(login, clock.elapsedMs())
}

function wrong(path: string, message: string): BadRequestError {
  return new BadRequestError(message, [{ path, message }])
}

async function withCodes(
  context: AppContext,
  me: SignedIn,
  work: (account: Account) => { account: Account; codes: string[] } | Promise<{ account: Account; codes: string[] }>
): Promise<RecoveryCodes> {
  let codes: string[] = []
  const account = await context.changes.change(me.account.id, async (now) => {
    const done = await work(now)
    codes = done.codes
    return done.account
  })
  return { codes, account: myAccount(context, again(context, me, account)) }
}

/** The person as the changed account has it. */
function again({ signIn, clock }: AppContext, me: SignedIn, account: Account): SignedIn {
  return { ...me, account, owes: owes({ session: me.session, account, rules: signIn, nowMs: clock.elapsedMs() }) }
}

/** Who came by a link or through the provider need not know the password before. */
function asksCurrent({ account, session }: SignedIn): boolean {
  return account.passwordHash !== null && session.how !== 'link'
}

function myAccount({ signIn }: AppContext, me: SignedIn): MyAccount {
  const { account } = me
  const dueMs = passwordDueMs(account, signIn)
  return {
    login: account.login,
    name: account.name,
    roleNames: roleNames(account.roles),
    hasPassword: account.passwordHash !== null,
    asksCurrent: asksCurrent(me),
    passwordSetAt: account.passwordSetMs === undefined ? null : instantFromMs(account.passwordSetMs),
    passwordDueAt: dueMs === null || account.passwordSetMs === undefined ? null : instantFromMs(dueMs),
    passwordRules: passwordRules(signIn.passwords),
    passwordSource: `${signIn.passwords.words}：${signIn.passwords.source}`,
    secondFactor:
      account.secondFactor === undefined ? null : { since: account.secondFactor.since, recoveryCodesLeft: account.secondFactor.recoveryCodes.length },
    mustHaveSecondFactor: needsSecondFactor(account, signIn),
    owes: me.owes
  }
}
