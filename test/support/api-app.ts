import { contacts } from './alerting-ladder.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { createArchiveFolder } from '../../adapters/archive/folder.ts'
import { paperHtml } from '../../adapters/reports/html.ts'
import { openEmbedded } from '../../adapters/embedded/open.ts'
import { sha256, strongRandom } from '../../adapters/hash.ts'
import { createSecretBox } from '../../adapters/secret-box.ts'
import type { Role } from '../../core/actor.ts'
import type { Clock } from '../../core/clock.ts'
import { Department } from '../../core/department.ts'
import { followAll } from '../../core/incident/follow-all.ts'
import { followConflicts } from '../../core/incident/follow-conflicts.ts'
import { followStages } from '../../core/incident/follow-stages.ts'
import type { IncidentWriter } from '../../core/incident/update.ts'
import { addMs, type Instant } from '../../core/instant.ts'
import type { Account, Logger, Stores } from '../../core/ports.ts'
import { bookOf } from '../../core/rule-book/book.ts'
import type { RuleDesk } from '../../core/rule-book/rule-desk.ts'
import { Source } from '../../core/source.ts'
import { createApp } from '../../dashboard-api/app.ts'
import { watchedHealth } from '../../roles/watched-health.ts'
import { seenHeader } from '../../dashboard-api/contract.ts'
import type { DashboardDeps } from '../../dashboard-api/deps.ts'
import { createSignInLink } from '../../dashboard-api/one-time-links.ts'
import { archiveRules } from './archive-rules.ts'
import { shippedWords } from './answer-replies.ts'
import { at, policy } from './incidents.ts'
import { shippedReplyTemplates } from './shipped-reply-templates.ts'
import { shippedWordingTemplates } from './shipped-wording-templates.ts'
import { dengbao3 } from './password-profiles.ts'
import { shippedCalendar } from './shipped-calendar.ts'
import { shippedSupervision } from './shipped-supervision.ts'

/** A clock that a test moves; civil and elapsed time go together. */
export class HandClock implements Clock {
  readonly speed = 1
  #now: Instant = at('09:00')
  #elapsedMs = 1_900_000_000_000

  now(): Instant {
    return this.#now
  }

  elapsedMs(): number {
    return this.#elapsedMs
  }

  pass(ms: number): void {
    this.#now = addMs(this.#now, ms)
    this.#elapsedMs += ms
  }
}

export const departments = [
  Department.parse({ id: 'publicity', name: '宣传处', coordinator: true }),
  Department.parse({ id: 'safety', name: '安全处', duties: ['爆炸'] })
]

export const sources = [
  Source.parse({ id: 'metro', name: '临江都市网', kind: 'portal', crawler: 'portal', url: 'http://metro.example/', intervalMinutes: 5 }),
  Source.parse({ id: 'feed', name: '临江论坛', kind: 'forum', crawler: 'feed', url: 'http://forum.example/', intervalMinutes: 5 })
]

export const origin = 'http://desk.example'

/** The real app on the real embedded engine in a folder of its own. */
export interface TestApp {
  readonly app: FastifyInstance
  /** Its data folder. */
  readonly directory: string
  readonly stores: Stores
  readonly clock: HandClock
  readonly writer: IncidentWriter
  readonly deps: DashboardDeps
  /** Makes an account without a password and signs it in; returns its cookie. */
  signIn(roles: readonly Role[], departmentId?: string): Promise<string>
  /** A request as the page sends it. */
  call(cookie: string | null, method: 'GET' | 'POST' | 'DELETE', url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  close(): Promise<void>
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: unknown
  readonly text: string
}

const nothingJudged = () => Promise.reject(new Error('nothing is judged here'))

/** No rules stand behind an app that is not asked for any. */
const noRules: RuleDesk = {
  inForce: () => Promise.resolve({ book: bookOf([]), packs: [], refused: [], rules: 0 }),
  textOf: () => Promise.resolve(null),
  keep: nothingJudged,
  check: nothingJudged,
  tryOn: nothingJudged,
  tryOnPast: nothingJudged
}

/** What an app needs, with none of the world behind it but its stores. */
export function appDeps({
  directory,
  stores,
  writer,
  clock,
  overrides
}: {
  directory: string
  stores: Stores
  writer: IncidentWriter
  clock: Clock
  overrides: Partial<DashboardDeps>
}): DashboardDeps {
  return {
    stores,
    writer,
    clock,
    logger: silent,
    random: strongRandom,
    sources,
    ingest: {
      sources: [],
      push: () => Promise.reject(new Error('nothing is pushed here')),
      enter: () => Promise.reject(new Error('nothing is typed here'))
    },
    rules: noRules,
    configuredSources: sources,
    sourceDesk: { look: () => Promise.reject(new Error('this test looks at no source')), templates: () => Promise.resolve([]) },
    departments,
    contacts,
    rosters: [],
    configuredDepartments: departments,
    host: () =>
      Promise.resolve({
        node: 'v24',
        engine: 'embedded',
        sqlite: '3',
        platform: 'linux',
        timeZone: 'Asia/Shanghai',
        uptimeSeconds: 1,
        memoryBytes: 1,
        disk: null
      }),
    settings: () => Promise.resolve({ directory: '/etc/wanglou', parts: [] }),
    webhooks: [],
    backups: null,
    licences: () => Promise.resolve(null),
    signLinks: null,
    signIn: { passwords: dengbao3, secondFactor: [], oidc: null },
    secrets: createSecretBox({ key: 'c0'.repeat(32), random: strongRandom }),
    oidcSecret: () => null,
    push: null,
    channels: () => Promise.resolve(new Map()),
    jurisdiction: { id: 'linjiang', name: '临江市' },
    districts: () => Promise.resolve([{ code: '900101', name: '临江', column: 1, row: 1 }]),
    policy,
    wordingTemplates: shippedWordingTemplates,
    replyTemplates: shippedReplyTemplates,
    eventTypes: ['爆炸', '火灾'],
    unitName: '临江市值班室',
    calendar: shippedCalendar,
    supervision: shippedSupervision,
    answerWords: shippedWords,
    easing: null,
    archiving: { archives: createArchiveFolder(join(directory, 'archives'), stores), rules: archiveRules, unit: '临江市政府新闻办' },
    drill: false,
    drills: null,
    fetchEvidence: () => Promise.reject(new Error('this test fetches nothing')),
    fetchReport: () => Promise.reject(new Error('this test fetches nothing')),
    reports: {
      make: () => Promise.reject(new Error('this test makes no report')),
      edit: () => Promise.reject(new Error('this test edits no report')),
      preview: paperHtml,
      schedule: []
    },
    pageDirectory: join(directory, 'page'),
    publicUrl: null,
    holder: 'test',
    watchedGroups: [{ topic: 'mentions', group: 'assess' }],
    version: '0.0.0',
    ...overrides
  }
}

export async function startApp(overrides: Partial<DashboardDeps> = {}): Promise<TestApp> {
  const directory = await mkdtemp(join(tmpdir(), 'wanglou-api-'))
  const clock = new HandClock()
  const stores = await openEmbedded({ directory, clock, lock: true, oneReader: true })
  const writer: IncidentWriter = {
    store: stores.incidents,
    sha256,
    follow: followAll(followStages(shippedCalendar), followConflicts),
    announce: ({ id, version }) =>
      stores.log.append('incidents', [{ key: id, value: JSON.stringify({ schema: 1, incidentId: id, version, fetchedElapsedMs: null }) }])
  }
  const watched = { ...stores, crawl: watchedHealth(stores.crawl, overrides.sources ?? sources, clock) }
  const deps = appDeps({ directory, stores: watched, writer, clock, overrides })
  const app = await createApp(deps)
  await app.ready()

  async function call(
    cookie: string | null,
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    body?: unknown,
    headers: Record<string, string> = {}
  ): Promise<Answer> {
    const asked: InjectOptions = {
      method,
      url,
      headers: {
        host: 'desk.example',
        ...(method === 'GET' ? {} : { origin }),
        ...(cookie === null ? {} : { cookie }),
        ...(await seenAtApproval(stores, url)),
        ...headers
      },
      ...(body === undefined ? {} : { payload: body as object })
    }
    const { statusCode, headers: received, body: text } = await app.inject(asked)
    return { status: statusCode, headers: received, text, body: /json/.test(String(received['content-type'])) ? JSON.parse(text) : null }
  }

  let people = 0
  return {
    app,
    directory,
    stores,
    clock,
    writer,
    deps,
    call,
    async signIn(roles, departmentId) {
      people += 1
      const account: Account = {
        id: `person-${people}`,
        login: `person${people}`,
        name: `人员${people}`,
        roles,
        departmentId: departmentId ?? null,
        passwordHash: null,
        disabled: false
      }
      await stores.accounts.put(account)
      const link = await createSignInLink({ accounts: stores.accounts, clock, random: strongRandom, sha256 }, account.id)
      const answer = await call(null, 'POST', '/api/signin-link', { token: link.split('#token=')[1] })
      return cookieOf(answer)
    },
    async close() {
      await app.close()
      await stores.close()
      await rm(directory, { recursive: true, force: true })
    }
  }
}

/** Who approves on the page has all of the incident before their eyes. */
async function seenAtApproval({ incidents }: Stores, url: string): Promise<Record<string, string>> {
  const [, id] = /^\/api\/incidents\/([^/]+)\/approve-/.exec(url) ?? []
  const document = id === undefined ? null : await incidents.get(decodeURIComponent(id))
  return document === null ? {} : { [seenHeader]: String(document.events.at(-1)?.seq ?? 0) }
}

/** The cookie that an answer sets, as a request sends it back. */
export function cookieOf({ headers, text }: Answer): string {
  const set = [headers['set-cookie']].flat()[0]
  if (typeof set !== 'string') throw new Error(`no cookie was set: ${text}`)
  return set.split(';')[0] ?? ''
}

const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
