import type { WebSocket } from 'ws'
import type { NoticeRow } from '../core/notice.ts'
import type { LogRecord, Subscription } from '../core/ports.ts'
import { IncidentHint } from '../core/records.ts'
import { liveCloseCodes, LiveRequest, type LiveMessage } from './contract.ts'
import type { DashboardDeps } from './deps.ts'
import { LiveClient } from './live-client.ts'
import { LiveJournal, type Told } from './live-journal.ts'
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
/** How long it goes on listening for a page that lost its connection, when nobody else listens. */
const keptForMs = 120_000
const resubscribeAfterMs = 5_000
/** Of WebSocket itself: the service restarts, come again. */
const restarting = 1012

/**
 * What happens, told to open pages. Hints of the log say which incident to read again; notices, source health and sessions, which
 * have no topic, are looked at each second while somebody listens. The newest is kept for who is away for a moment.
 */
export class Live {
  readonly #deps: DashboardDeps
  readonly #sessions: Sessions
  readonly #clients = new Set<LiveClient>()
  #journal: LiveJournal
  /** When the last one left; null: somebody listens, or nobody did for so long that nothing is kept. */
  #leftMs: number | null = null
  #notices: Map<string, string> | null = null
  #health: Map<string, string> | null = null
  #subscription: Subscription | null = null
  #timers: NodeJS.Timeout[] = []
  #closed = false
  #looking: Promise<void> | null = null

  constructor(deps: DashboardDeps, sessions: Sessions) {
    this.#deps = deps
    this.#sessions = sessions
    this.#journal = this.#newJournal()
    sessions.onEnded((tokenHash) => this.#endSession(tokenHash))
  }

  start(): void {
    this.#subscribe()
    this.#timers = [
      setInterval(() => this.#tellClock(), clockEveryMs),
      setInterval(() => this.#look(), lookEveryMs),
      setInterval(() => this.#clients.forEach((client) => client.beat()), beatEveryMs),
      setInterval(() => void this.#recheck(), recheckEveryMs)
    ]
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const timer of this.#timers) clearInterval(timer)
    await this.#subscription?.close()
    await this.#looking
  }

  clients(): number {
    return Array.from(this.#clients).filter(({ isOpen }) => isOpen).length
  }

  /**
   * Takes over a connection whose session and origin were checked before the upgrade. Who resumes is told what it missed; to who
   * does not, `hello` comes once it is known what was there before: every change after it is told.
   */
  join(socket: WebSocket, signedIn: SignedIn, stopped: { epoch: string; cursor: number } | null): void {
    const client = new LiveClient(socket, signedIn)
    const missed = stopped === null || !this.#isListening() ? null : this.#journal.since(stopped)
    this.#clients.add(client)
    this.#leftMs = null
    socket.on('message', (data: Buffer) => this.#answer(client, data))
    socket.on('close', () => this.#leave(client))
    socket.on('error', () => this.#leave(client))
    if (missed !== null && stopped !== null) {
      this.#greet(client, stopped.cursor, true)
      for (const told of missed) if (client.mayHear(told)) client.sendText(told.text)
      return
    }
    if (this.#notices === null || this.#health === null) this.#look()
    void (this.#looking ?? Promise.resolve()).then(() => this.#greet(client, this.#journal.cursor, false))
  }

  #subscribe(): void {
    const { stores, holder, logger } = this.#deps
    this.#subscription = stores.log.subscribe({
      topic: 'incidents',
      group: `dashboard-${holder}`,
      maxBatch: hintsAtOnce,
      // What was there before is read by the page itself.
      from: 'end',
      handle: (batch) => this.#tellIncidents(batch)
    })
    this.#subscription.failed.catch((error: unknown) => {
      logger.error({ error: String(error) }, 'live updates of incidents stopped')
      if (this.#closed) return
      // Pages must not take the silence for calm: they come again and read as a whole.
      this.#journal = this.#newJournal()
      for (const client of this.#clients) client.close(restarting, '实时消息中断，请重连')
      setTimeout(() => this.#closed || this.#subscribe(), resubscribeAfterMs).unref()
    })
  }

  #newJournal(): LiveJournal {
    return new LiveJournal(Buffer.from(this.#deps.random(9)).toString('base64url'))
  }

  #greet(client: LiveClient, cursor: number, resumed: boolean): void {
    client.send({ type: 'hello', cursor, epoch: this.#journal.epoch, resumed, ...this.#time() })
  }

  #leave(client: LiveClient): void {
    this.#clients.delete(client)
    if (this.#clients.size === 0) this.#leftMs = this.#deps.clock.elapsedMs()
  }

  /** Whether somebody hears, or may come back to hear. When nobody did for long, what was kept is dropped. */
  #isListening(): boolean {
    if (this.#clients.size > 0) return true
    if (this.#leftMs !== null && this.#deps.clock.elapsedMs() - this.#leftMs < keptForMs) return true
    if (this.#notices !== null || this.#health !== null || this.#journal.cursor > 0) this.#journal = this.#newJournal()
    this.#leftMs = null
    this.#notices = null
    this.#health = null
    return false
  }

  #answer(client: LiveClient, data: Buffer): void {
    if (!client.takesMessage(this.#deps.clock.elapsedMs())) return
    const request = LiveRequest.safeParse(readJson(data.toString('utf8')))
    if (!request.success) return
    const { clock } = this.#deps
    client.send({ type: 'pong', cursor: this.#journal.cursor, sentAt: request.data.sentAt, realMs: clock.elapsedMs(), now: clock.now() })
  }

  async #tellIncidents(batch: readonly LogRecord[]): Promise<void> {
    if (!this.#isListening()) return
    const { stores, clock } = this.#deps
    const documents = await Promise.all(incidentIds(batch).map((id) => stores.incidents.get(id)))
    for (const document of documents) {
      // Two hints may come apart when both changes were read at the first already.
      if (document === null || this.#journal.holds(`incident ${document.id}`, document.version)) continue
      const row = incidentRow(document, clock.now())
      this.#tell(document.id, { type: 'incident', row }, { action: 'incident.read', isFor: forAll, version: document.version })
    }
  }

  #look(): void {
    if (this.#looking !== null || !this.#isListening()) return
    const { logger } = this.#deps
    this.#looking = Promise.all([this.#lookAtNotices(), this.#lookAtSources(), this.#lookAtSessions()])
      .then(
        () => undefined,
        (error: unknown) => logger.warn({ error: String(error) }, 'live look at notices, sources and sessions failed')
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
      this.#tell(
        row.notice.id,
        { type: 'notice', notice: noticeView(row) },
        {
          action: 'notice.read',
          isFor: ({ person }) => isFor(row, person),
          version: null
        }
      )
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
      this.#tell(source.id, { type: 'source-health', source: sourceRow(source, one) }, { action: 'source.read', isFor: forAll, version: null })
    }
  }

  /** Sessions end in other processes too. A list may be a moment old, so who is not in it is asked for by itself. */
  async #lookAtSessions(): Promise<void> {
    const clients = Array.from(this.#clients)
    if (clients.length === 0) return
    const living = new Set((await this.#sessions.list(null)).map(({ tokenHash }) => tokenHash))
    await this.#recheckThose(clients.filter(({ signedIn }) => !living.has(signedIn.session.tokenHash)))
  }

  #tellClock(): void {
    const message = { type: 'clock', cursor: this.#journal.cursor, ...this.#time(), now: this.#deps.clock.now() } satisfies LiveMessage
    const text = Buffer.from(JSON.stringify(message))
    for (const client of this.#clients) client.sendText(text)
  }

  #tell(subject: string, message: Event, about: Omit<Told, 'cursor' | 'text'>): void {
    const told = this.#journal.add(`${message.type} ${subject}`, message, about)
    const text = Buffer.from(told.text)
    for (const client of this.#clients) if (client.mayHear(told)) client.sendText(text)
  }

  /** Accounts are disabled and roles change; and a page that is open keeps its session in use. */
  async #recheck(): Promise<void> {
    await this.#recheckThose(Array.from(this.#clients))
  }

  async #recheckThose(clients: readonly LiveClient[]): Promise<void> {
    for (const client of clients) {
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

/** What is told of something that happened. */
type Event = LiveMessage extends infer M ? (M extends { type: 'incident' | 'notice' | 'source-health' } ? Omit<M, 'cursor'> : never) : never

const forAll: Told['isFor'] = () => true

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
