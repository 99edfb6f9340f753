import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { openEmbedded } from '../../adapters/embedded/open.ts'
import { systemClock } from '../../adapters/clock.ts'
import { sha256, strongRandom } from '../../adapters/hash.ts'
import type { Stores } from '../../core/ports.ts'
import { createApp } from '../../dashboard-api/app.ts'
import { createSignInLink } from '../../dashboard-api/one-time-links.ts'
import { startDashboard } from '../../dashboard-api/server.ts'
import { machine } from '../../core/actor.ts'
import { note } from '../../core/incident/note.ts'
import { create, update, type IncidentWriter } from '../../core/incident/update.ts'
import { anchor, openingOf } from '../../test/support/incidents.ts'
import { appDeps } from '../../test/support/api-app.ts'

const by = machine('drill')
const builtPage = fileURLToPath(new URL('../../dist/dashboard', import.meta.url))

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
}

export interface BenchDeskOptions {
  readonly stores: Stores
  readonly incidents: number
}

/** A dashboard on the embedded engine in a folder that is removed at the end. */
export async function openFreshDesk(incidents: number): Promise<BenchDesk> {
  await using opened = new AsyncDisposableStack()
  const directory = await mkdtemp(path.join(tmpdir(), 'wanglou-bench-dashboard-'))
  opened.defer(() => rm(directory, { recursive: true, force: true }))
  const stores = await openEmbedded({ directory, clock: systemClock, lock: true })
  opened.defer(() => stores.close())
  const desk = await openBenchDesk({ stores, incidents })
  opened.defer(() => desk.close())
  const closing = opened.move()
  return { ...desk, close: () => closing.disposeAsync() }
}

export async function openBenchDesk({ stores, incidents }: BenchDeskOptions): Promise<BenchDesk> {
  const directory = await mkdtemp(path.join(tmpdir(), 'wanglou-bench-desk-'))
  const writer: IncidentWriter = {
    store: stores.incidents,
    sha256,
    announce: ({ id, version }) =>
      stores.log.append('incidents', [{ key: id, value: JSON.stringify({ schema: 1, incidentId: id, version, fetchedElapsedMs: null }) }])
  }
  const overrides = { requestsPerMinute: 1e9, pageDirectory: builtPage }
  const app = await createApp(appDeps({ directory, stores, writer, clock: systemClock, overrides }))
  const running = await startDashboard({ app, host: '127.0.0.1', port: 0 })
  return {
    url: running.url,
    stores,
    cookie: await signIn(stores, running.url),
    incidentIds: await openIncidents(stores, writer, incidents),
    async change(id) {
      const now = systemClock.now()
      const change = { at: now, actor: by, cause: `bench:${strongRandom(8).join('')}` }
      return (await update(writer, id, change, (state) => note(state, { text: '进展' }, { now, actor: by }))).version
    },
    async close() {
      await running.close()
      await rm(directory, { recursive: true, force: true })
    }
  }
}

async function openIncidents(stores: Stores, writer: IncidentWriter, incidents: number): Promise<string[]> {
  const ids = Array.from({ length: incidents }, (_, index) => `inc-bench-${index}`)
  const now = systemClock.now()
  for (const [index, id] of ids.entries()) {
    if ((await stores.incidents.get(id)) !== null) continue
    const grade = (['I', 'II', 'III', 'IV'] as const)[index % 4] ?? 'IV'
    await create(writer, id, { at: now, actor: by, cause: `bench-open:${id}` }, openingOf(grade, [anchor('detected', now)]), null)
  }
  return ids
}

async function signIn({ accounts }: Stores, url: string): Promise<string> {
  const account = {
    id: 'bench',
    login: 'bench',
    name: '值班员',
    roles: ['duty-officer' as const],
    departmentId: null,
    passwordHash: null,
    disabled: false
  }
  await accounts.put(account)
  const link = await createSignInLink({ accounts, clock: systemClock, random: strongRandom, sha256 }, account.id)
  const headers = { origin: url, 'content-type': 'application/json' }
  const answer = await fetch(`${url}/api/signin-link`, { method: 'POST', headers, body: JSON.stringify({ token: link.split('#token=')[1] }) })
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0]
  if (cookie === undefined) throw new Error(`nobody could sign in: ${answer.status}`)
  return cookie
}
