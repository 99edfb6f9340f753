import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { openEmbedded } from '../../adapters/embedded/open.ts'
import { systemClock } from '../../adapters/clock.ts'
import { sha256, strongRandom } from '../../adapters/hash.ts'
import type { Role } from '../../core/actor.ts'
import type { Clock } from '../../core/clock.ts'
import type { Accounts, Stores } from '../../core/ports.ts'
import { createApp } from '../../dashboard-api/app.ts'
import { startDashboard } from '../../dashboard-api/server.ts'
import { absoluteMs } from '../../dashboard-api/sessions.ts'
import { machine } from '../../core/actor.ts'
import { note } from '../../core/incident/note.ts'
import { create, update, type IncidentWriter } from '../../core/incident/update.ts'
import { anchor, openingOf } from '../../test/support/incidents.ts'
import { appDeps } from '../../test/support/api-app.ts'

const by = machine('drill')
export const builtPage = fileURLToPath(new URL('../../dist/dashboard', import.meta.url))

/** A dashboard on the stores that it was given, with somebody signed in and incidents on its desk. */
export interface BenchDesk {
  readonly url: string
  readonly cookie: string
  readonly stores: Stores
  readonly incidentIds: readonly string[]
  /** One more event of an incident; its version. */
  change(id: string): Promise<number>
  /** The dashboard alone: its stores are somebody else's. */
  close(): Promise<void>
  /** Somebody with these roles comes; what a browser of theirs sends. */
  signIn(roles: readonly Role[], name?: string): Promise<string>
  /** One more incident on the desk, of this number. */
  open(index: number): Promise<void>
}

export interface BenchDeskOptions {
  readonly stores: Stores
  readonly incidents: number
  readonly clock?: Clock
}

/** A dashboard on the embedded engine in a folder that is removed at the end. */
export async function openFreshDesk(incidents: number, clock: Clock = systemClock): Promise<BenchDesk> {
  await using opened = new AsyncDisposableStack()
  const directory = await mkdtemp(path.join(tmpdir(), 'wanglou-bench-dashboard-'))
  opened.defer(() => rm(directory, { recursive: true, force: true }))
  const stores = await openEmbedded({ directory, clock, lock: true })
  opened.defer(() => stores.close())
  const desk = await openBenchDesk({ stores, incidents, clock })
  opened.defer(() => desk.close())
  const closing = opened.move()
  return { ...desk, close: () => closing.disposeAsync() }
}

export async function openBenchDesk({ stores, incidents, clock = systemClock }: BenchDeskOptions): Promise<BenchDesk> {
  const directory = await mkdtemp(path.join(tmpdir(), 'wanglou-bench-desk-'))
  const writer: IncidentWriter = {
    store: stores.incidents,
    sha256,
    announce: ({ id, version }) =>
      stores.log.append('incidents', [{ key: id, value: JSON.stringify({ schema: 1, incidentId: id, version, fetchedElapsedMs: null }) }])
  }
  const overrides = { requestsPerMinute: 1e9, pageDirectory: builtPage }
  const app = await createApp(appDeps({ directory, stores, writer, clock, overrides }))
  const running = await startDashboard({ app, host: '127.0.0.1', port: 0 })
  const come = (roles: readonly Role[], name = roles.join('-')): Promise<string> => signIn({ accounts: stores.accounts, clock, roles, name })
  return {
    url: running.url,
    stores,
    cookie: await come(['duty-officer']),
    signIn: come,
    incidentIds: await openIncidents(writer, clock, incidents),
    async open(index) {
      await openIncident(writer, clock, index)
    },
    async change(id) {
      const now = clock.now()
      const change = { at: now, actor: by, cause: `bench:${strongRandom(8).join('')}` }
      return (await update(writer, id, change, (state) => note(state, { text: '进展' }, { now, actor: by }))).version
    },
    async close() {
      await running.close()
      await rm(directory, { recursive: true, force: true })
    }
  }
}

async function openIncidents(writer: IncidentWriter, clock: Clock, incidents: number): Promise<string[]> {
  const ids: string[] = []
  for (let index = 0; index < incidents; index++) ids.push(await openIncident(writer, clock, index))
  return ids
}

/** What is there already stays. */
async function openIncident(writer: IncidentWriter, clock: Clock, index: number): Promise<string> {
  const id = `inc-bench-${index}`
  if ((await writer.store.get(id)) !== null) return id
  const now = clock.now()
  const grade = (['I', 'II', 'III', 'IV'] as const)[index % 4] ?? 'IV'
  await create(writer, id, { at: now, actor: by, cause: `bench-open:${id}` }, openingOf(grade, [anchor('detected', now)]), null)
  return id
}

interface Comer {
  readonly accounts: Accounts
  readonly clock: Clock
  readonly roles: readonly Role[]
  readonly name: string
}

/** By a session as signing in leaves it: a hundred at once are refused by the door. */
async function signIn({ accounts, clock, roles, name }: Comer): Promise<string> {
  const id = `bench-${name}`
  await accounts.put({ id, login: id, name: '值班员', roles: [...roles], departmentId: null, passwordHash: null, disabled: false })
  const token = Buffer.from(strongRandom(32)).toString('base64url')
  const nowMs = clock.elapsedMs()
  const about = { userAgent: 'bench', address: '127.0.0.1', how: 'link' as const }
  const times = { createdAt: clock.now(), lastSeenElapsedMs: nowMs, expiresElapsedMs: nowMs + absoluteMs }
  await accounts.putSession({ tokenHash: sha256(token), accountId: id, ...times, ...about })
  return `wanglou=${token}`
}
