import type { WebSocket } from 'ws'
import type { NoticeRow } from '../core/notice.ts'
import type { Action } from '../core/permission.ts'
import type { LogRecord, Subscription } from '../core/ports.ts'
import { IncidentHint } from '../core/records.ts'
import { liveCloseCodes, LiveRequest } from './contract.ts'
import type { DashboardDeps } from './deps.ts'
import { LiveClient, type Outgoing } from './live-client.ts'
import type { Sessions, SignedIn } from './sessions.ts'
import { clockView } from './views/clock-view.ts'
import { incidentRow } from './views/incident-row.ts'
import { isFor } from '../core/addressed-to.ts'
import { dashboardChannel, noticeView } from './views/notice-view.ts'
import { sourceRow } from './views/source-row.ts'

const clockEveryMs = 3_000
const lookEveryMs = 1_000
const beatEveryMs = 20_000
const recheckEveryMs = 60_000
const noticesLookedAt = 200
const hintsAtOnce = 200

/**
 * What happens, told to open pages. Hints of the log say which incident to read again; notices and source health, which have no
 * topic, are looked at each second while somebody listens. Nothing is kept for who is away: a page that comes back
 * reads the queue again.
 */
export class Live {
  readonly #deps: DashboardDeps
  readonly #sessions: Sessions
  readonly #clients = new Set<LiveClient>()
  #notices: Map<string, string> | null = null
  #health: Map<string, string> | null = null
  #subscription: Subscription | null = null
  #timers: NodeJS.Timeout[] = []
  #looking: Promise<void> | null = null

  constructor(deps: DashboardDeps, sessions: Sessions) {
    this.#deps = deps
    this.#sessions = sessions
    sessions.onEnded((tokenHash) => this.#endSession(tokenHash))
  }

  start(): void {
    const { stores, holder, logger } = this.#deps
    this.#subscription = stores.log.subscribe({
      topic: 'incidents',
      group: `dashboard-${holder}`,
      maxBatch: hintsAtOnce,
      // What was there before is read by the page itself.
      from: 'end',
      handle: (batch) => this.#tellIncidents(batch)
    })
    this.#subscription.failed.catch((error: unknown) => logger.error({ error: String(error) }, 'live updates of incidents stopped'))
    this.#timers = [
      setInterval(() => this.#tellClock(), clockEveryMs),
      setInterval(() => this.#look(), lookEveryMs),
      setInterval(() => this.#clients.forEach((client) => client.beat()), beatEveryMs),
      setInterval(() => void this.#recheck(), recheckEveryMs)
    ]
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    await this.#subscription?.close()
    await this.#looking
  }

  clients(): number {
    return this.#clients.size
  }

  /**
   * Takes over a connection whose session and origin were checked before the upgrade. `hello` comes once it is known what was
   * there before: every change after it is told.
   */
  join(socket: WebSocket, signedIn: SignedIn): void {
    const client = new LiveClient(socket, signedIn)
    this.#clients.add(client)
    socket.on('message', (data: Buffer) => this.#answer(client, data))
    socket.on('close', () => this.#leave(client))
    socket.on('error', () => this.#leave(client))
    if (this.#notices === null || this.#health === null) this.#look()
    void (this.#looking ?? Promise.resolve()).then(() => client.send({ type: 'hello', ...this.#time() }))
  }

  #leave(client: LiveClient): void {
    this.#clients.delete(client)
    if (this.#clients.size > 0) return
    this.#notices = null
    this.#health = null
  }

  #answer(client: LiveClient, data: Buffer): void {
    if (!client.takesMessage(this.#deps.clock.elapsedMs())) return
    const request = LiveRequest.safeParse(readJson(data.toString('utf8')))
    if (!request.success) return
    const { clock } = this.#deps
    client.send({ type: 'pong', sentAt: request.data.sentAt, realMs: clock.elapsedMs(), now: clock.now() })
  }

  async #tellIncidents(batch: readonly LogRecord[]): Promise<void> {
    if (this.#clients.size === 0) return
    const { stores, clock } = this.#deps
    const documents = await Promise.all(incidentIds(batch).map((id) => stores.incidents.get(id)))
    for (const document of documents) {
      if (document !== null) this.#tell({ type: 'incident', row: incidentRow(document, clock.now()) }, 'incident.read')
    }
  }

  #look(): void {
    if (this.#clients.size === 0 || this.#looking !== null) return
    const { logger } = this.#deps
    this.#looking = Promise.all([this.#lookAtNotices(), this.#lookAtSources()])
      .then(
        () => undefined,
        (error: unknown) => logger.warn({ error: String(error) }, 'live look at notices and sources failed')
      )
      .finally(() => {
        this.#looking = null
      })
  }

  async #lookAtNotices(): Promise<void> {
    const rows = await this.#deps.stores.notices.list({ channel: dashboardChannel, limit: noticesLookedAt })
    const before = this.#notices
    this.#notices = new Map(rows.map((row) => [row.notice.id, stateOf(row)]))
    if (before === null) return
    for (const row of rows.toReversed()) {
      if (before.get(row.notice.id) === stateOf(row)) continue
      this.#tell({ type: 'notice', notice: noticeView(row) }, 'notice.read', ({ signedIn }) => isFor(row, signedIn.person))
    }
  }

  async #lookAtSources(): Promise<void> {
    const health = await this.#deps.stores.crawl.health()
    const before = this.#health
    this.#health = new Map(health.map((one) => [one.sourceId, JSON.stringify(one)]))
    if (before === null) return
    for (const one of health) {
      const source = this.#deps.sources.find(({ id }) => id === one.sourceId)
      if (source === undefined || before.get(one.sourceId) === this.#health.get(one.sourceId)) continue
      this.#tell({ type: 'source-health', source: sourceRow(source, one) }, 'source.read')
    }
  }

  #tellClock(): void {
    const text = JSON.stringify({ type: 'clock', ...this.#time(), now: this.#deps.clock.now() } satisfies Outgoing)
    for (const client of this.#clients) client.sendText(text)
  }

  #tell(message: Outgoing, action: Action, wants: (client: LiveClient) => boolean = () => true): void {
    const text = JSON.stringify(message)
    for (const client of this.#clients) if (client.may(action) && wants(client)) client.sendText(text)
  }

  /** Sessions end elsewhere too: in another process, by time, by a disabled account. */
  async #recheck(): Promise<void> {
    for (const client of Array.from(this.#clients)) {
      try {
        const still = await this.#sessions.recheck(client.signedIn.session.tokenHash)
        if (still === null) client.close(liveCloseCodes.signedOut, '登录已失效')
        else client.signedIn = still
      } catch (error) {
        this.#deps.logger.warn({ error: String(error) }, 'session of a live connection could not be checked')
      }
    }
  }

  #endSession(tokenHash: string): void {
    for (const client of this.#clients) {
      if (client.signedIn.session.tokenHash === tokenHash) client.close(liveCloseCodes.signedOut, '已退出登录')
    }
  }

  #time(): { clock: ReturnType<typeof clockView>; realMs: number } {
    const { clock, drill } = this.#deps
    return { clock: clockView(clock, drill), realMs: clock.elapsedMs() }
  }
}

function stateOf({ state, attempts, marks }: NoticeRow): string {
  return `${state} ${attempts} ${Object.keys(marks).length}`
}

/** A hint that cannot be read is nothing to re-read. */
function incidentIds(batch: readonly LogRecord[]): string[] {
  const hints = batch.map((record) => IncidentHint.safeParse(readJson(record.value)))
  return Array.from(new Set(hints.flatMap((hint) => (hint.success ? [hint.data.incidentId] : []))))
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
