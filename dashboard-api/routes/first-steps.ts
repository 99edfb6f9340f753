import type { FastifyInstance } from 'fastify'
import { roleWords } from '../../core/actor.ts'
import { readDrills } from '../../core/drill-book.ts'
import type { DrillRun } from '../../core/drill-run.ts'
import { RefusedError } from '../../core/errors.ts'
import { readSourceChanges } from '../../core/organisation/source-changes.ts'
import { sourceStates, tallyOf } from '../../core/source-tally.ts'
import type { Account } from '../../core/ports.ts'
import { testSubject } from '../../core/test-notice.ts'
import { signedIn } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import { AppointRequest, type FirstSteps } from '../contract-system.ts'
import { readRequest } from '../read-request.ts'
import { drillRow } from '../views/drill-row.ts'
import { noticeView } from '../views/notice-view.ts'

const trustees = [
  { role: 'security-admin', duty: '授予和收回角色、重置动态口令、结束会话' },
  { role: 'auditor', duty: '查看、核验、导出审计' }
] as const

/** 开始使用: what is left to do before the desk can be relied on, read from what is there. */
export function firstStepRoutes(app: FastifyInstance, context: AppContext): void {
  const { stores, clock, changes, sessions } = context

  app.get('/api/first-steps', { config: { access: 'account.manage' } }, (request) => steps(context, signedIn(request).account.id))

  /** The very first security-admin and auditor: as long as nobody holds the role, since only a security-admin grants. */
  app.post('/api/first-steps/appoint', { config: { access: 'account.manage' } }, async (request): Promise<FirstSteps> => {
    const me = signedIn(request)
    const { personId, role } = readRequest(AppointRequest, request.body)
    const deed = { actor: me.person, action: 'account.appoint', subject: personId, detail: roleWords[role] }
    await audited({ audit: stores.audit, clock }, deed, async () => {
      await changes.change(personId, async (account) => {
        if (holder(await stores.accounts.list(), role) !== undefined) throw new RefusedError(`已有${roleWords[role]}，以后由安全管理员授予`)
        if (!isCandidate(account)) throw new RefusedError('只能任命已用链接登录、设了密码、尚无角色的人')
        return { ...account, roles: [role], linksFromMs: clock.elapsedMs() }
      })
      await sessions.endAll(personId)
    })
    return await steps(context, me.account.id)
  })
}

async function steps(context: AppContext, meId: string): Promise<FirstSteps> {
  const { stores, sources } = context
  const [accounts, health, channels, tests, changes, drills] = await Promise.all([
    stores.accounts.list(),
    stores.crawl.health(),
    context.channels(),
    stores.notices.list({ subjectId: testSubject, limit: 1 }),
    readSourceChanges(stores.crawl),
    readDrills(stores.crawl, context.clock.elapsedMs())
  ])
  const me = accounts.find(({ id }) => id === meId)
  const test = tests.map(noticeView).at(-1)
  return {
    hasSecondFactor: me?.secondFactor !== undefined,
    hasPassword: me?.passwordHash != null,
    trustees: trustees.map(({ role, duty }) => ({ role, words: roleWords[role], duty, holder: holder(accounts, role)?.name ?? null })),
    candidates: accounts.filter(isCandidate).map(({ id, name }) => ({ id, name })),
    unit: context.unitName,
    jurisdiction: context.jurisdiction.name,
    departments: context.departments.length,
    rosters: context.rosters.length,
    contacts: context.contacts.length,
    sources: tallyOf(sourceStates(sources, health)),
    sourcesAwaiting: Object.keys(changes.added).filter((id) => !sources.some((source) => source.id === id)).length,
    drill: drillDone(drills),
    channels: channels.size,
    testNotice: test === undefined ? null : { at: test.requestedAt, stateWords: test.stateWords },
    people: accounts.filter(({ disabled }) => !disabled).length
  }
}

function drillDone(drills: readonly DrillRun[]): FirstSteps['drill'] {
  const run = drills.find(({ end }) => end !== null && end.result !== null)
  if (run === undefined) return null
  const { startedAt, stateWords, signed } = drillRow(run, null, new Map())
  return { at: startedAt, stateWords, held: signed === null ? '' : `${signed.of} 个事件签收 ${signed.count} 个` }
}

function holder(accounts: readonly Account[], role: 'security-admin' | 'auditor'): Account | undefined {
  return accounts.find(({ roles, disabled }) => !disabled && roles.includes(role))
}

/** Whoever chose a password holds the account alone: a link that somebody kept opens it no more. */
function isCandidate({ roles, disabled, passwordHash }: Account): boolean {
  return !disabled && roles.length === 0 && passwordHash !== null
}
