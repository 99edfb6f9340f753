import type { Clock } from '../core/clock.ts'
import type { Contact, Outlet } from '../core/department.ts'
import type { DutyBook } from '../core/duty-roster.ts'
import type { Sha256 } from '../core/incident/chain.ts'
import type { IncidentDocument } from '../core/incident/state.ts'
import type { IncidentWriter } from '../core/incident/update.ts'
import { noteSweep, sweepNotedEveryMs } from '../core/last-sweep.ts'
import { farthestTryMs } from '../core/notice-row.ts'
import type { EscalationStep } from '../core/policy.ts'
import type { Logger, Random, Running, Stores } from '../core/ports.ts'
import type { GroupCommand } from '../core/records.ts'
import type { SurgePolicy } from '../core/surge.ts'
import { createBlindSources } from './blind-sources.ts'
import type { Channel } from './channels/channel.ts'
import { createEventWebhooks, type EventWebhook } from './event-webhooks.ts'
import { createDutyWarnings } from './duty-warnings.ts'
import { FailingSweeps } from './failing-sweeps.ts'
import { createHeartbeat, type HeartbeatSettings } from './heartbeat.ts'
import { readHints } from './hints.ts'
import { createGate } from './gate.ts'
import { createPlaceBack } from './place-back.ts'
import { startOutbox } from './outbox.ts'
import { ownAddresses } from './own-addresses.ts'
import { createReleaseWatch, type ReleaseWatch } from './release-watch.ts'
import type { Releases } from './releases.ts'
import { startScheduledReports, type ScheduledReportsDeps } from './reports/scheduled-reports.ts'
import { createSavedSearches } from './saved-searches.ts'
import { createSeals, endedUnsealed } from './seal.ts'
import { createStepUps } from './step-ups.ts'
import { createLedgers } from './surge-ledger.ts'
import { createSweep } from './sweep.ts'
import { createWaitingNotices } from './waiting-notices.ts'
import { startWakeUps } from './wake-ups.ts'
import { createWatch, repeat } from './watch.ts'

export interface AlertingDeps {
  readonly stores: Pick<Stores, 'log' | 'mentions' | 'incidents' | 'notices' | 'audit' | 'crawl' | 'leases' | 'evidence'>
  readonly writer: IncidentWriter
  readonly contacts: readonly Contact[]
  /** Rosters that escalation steps may name. */
  readonly duty?: DutyBook
  /** The ladder of incidents that open from now on; the night before looks whether each of its levels can be reached. */
  readonly steps?: readonly EscalationStep[]
  /** How many messages a person gets in an hour; no limit when not given. */
  readonly surge?: SurgePolicy
  /** Other systems that are told what happens to incidents; their channels are among `channels`. */
  readonly webhooks?: readonly EventWebhook[]
  /** Where somebody outside waits for a sign of life; nowhere when not given. */
  readonly heartbeat?: HeartbeatSettings | null
  /** From `createChannels`; closed with the role. */
  readonly channels: Readonly<Record<string, Channel>>
  readonly clock: Clock
  readonly logger: Logger
  readonly random: Random
  readonly sha256: Sha256
  /** Names this process among those that share the outbox. */
  readonly holder: string
  readonly drill: boolean
  /** Whom a blind source concerns; the duty officer's page when not given. */
  readonly blindSourcesTo?: { readonly roles: readonly string[]; readonly channels: readonly string[] }
  readonly sourceName?: (sourceId: string) => string
  /** 定时报告; none when not given. */
  readonly reports?: Pick<ScheduledReportsDeps, 'schedule' | 'make'> & Partial<Running>
  /** Where the unit publishes, and which sources are accounts of its own: watched for releases, and recorded ones looked at again. */
  readonly publishing?: {
    readonly outlets: readonly Outlet[]
    readonly ownSources: ReadonlySet<string>
    readonly releases: (signal: AbortSignal) => Promise<Releases>
  }
  /** Shorter in tests. */
  readonly leaseMs?: number
}

export interface Alerting extends Running {
  /** Sweeps, and tells whether nothing was due, no hint waits and no notice is to be sent now. */
  idle(): Promise<boolean>
}

const group = 'alerting'

/** Countdowns, escalation and delivery: wakes each second and at once on a hint, and works from stored state alone. */
export function startAlerting(deps: AlertingDeps): Alerting {
  const { stores, clock, logger, channels } = deps
  const ledgers = createLedgers({ ...deps, crawl: stores.crawl, leases: stores.leases })
  const surge = deps.surge ?? null
  const gate = createGate({ ...deps, ledgers, surge, crawl: stores.crawl, incidents: deps.writer.store })
  const notReceived = surge === null ? undefined : createPlaceBack({ ledgers, logger })
  const outbox = startOutbox({
    ...deps,
    gate,
    notices: stores.notices,
    ...(notReceived === undefined ? {} : { notReceived }),
    ...(deps.leaseMs === undefined ? {} : { leaseMs: deps.leaseMs })
  })
  const seals = createSeals({ audit: stores.audit, clock })
  const requested = (): void => outbox.wake()
  const releaseWatch = deps.publishing === undefined ? null : watchReleases(deps, deps.publishing)
  const webhooks = createEventWebhooks({ ...deps, webhooks: deps.webhooks ?? [], notices: stores.notices, requested })
  const seen = (document: IncidentDocument): void => {
    seals.note(document)
    webhooks.note(document)
    releaseWatch?.note(document)
  }
  const sweep = createSweep({ ...deps, incidents: stores.incidents, notices: stores.notices, mentions: stores.mentions, requested, seen })
  const waitingNotices = createWaitingNotices({
    ...deps,
    ledgers,
    surge,
    requested,
    crawl: stores.crawl,
    notices: stores.notices,
    incidents: deps.writer.store
  })
  const blindSources = createBlindSources({
    ...deps,
    crawl: stores.crawl,
    notices: stores.notices,
    requested,
    to: deps.blindSourcesTo ?? { roles: ['duty-officer'], channels: ['dashboard'] },
    sourceName: deps.sourceName ?? ((id) => id)
  })

  const dutyWarnings =
    deps.duty === undefined ? null : createDutyWarnings({ ...deps, duty: deps.duty, steps: deps.steps ?? [], notices: stores.notices, requested })

  const scheduled =
    deps.reports === undefined || deps.reports.schedule.length === 0
      ? null
      : startScheduledReports({ ...deps, ...deps.reports, shelf: stores.crawl, notices: stores.notices, leases: stores.leases, requested })
  const watch = createWatch({ incidents: deps.writer.store, notices: stores.notices, crawl: stores.crawl, clock, logger })
  const heartbeat = deps.heartbeat == null ? null : createHeartbeat({ settings: deps.heartbeat, crawl: stores.crawl, clock, logger })
  const watchdog = repeat(() => watch.look(), logger, 'watch')
  const beating = heartbeat === null ? null : repeat(() => heartbeat.beat(), logger, 'heartbeat')
  const savedSearches = createSavedSearches({ ...deps, ...stores, requested })
  /* Beside the sweep: a slow search delays no deadline. */
  const searching = repeat(() => savedSearches.look(), logger, 'saved searches')
  const stepUps = createStepUps({ ...deps, notices: stores.notices, requested })

  let toldSweptMs: number | null = null

  async function tick(): Promise<number> {
    const report = await sweep.all()
    const blind = await blindSources.look()
    const duty = (await dutyWarnings?.look()) ?? 0
    releaseWatch?.wake()
    const stepped = await stepUps.look()
    const released = await waitingNotices.look()
    await seals.flush()
    await webhooks.flush()
    await tellSwept(report.elapsedMs)
    return report.notices + report.failed + blind + duty + stepped + released
  }

  async function tellSwept(elapsedMs: number): Promise<void> {
    // A clock that was set back must not leave a moment in the store that is still to come.
    if (toldSweptMs !== null && Math.abs(elapsedMs - toldSweptMs) < sweepNotedEveryMs) return
    await noteSweep(stores.crawl, elapsedMs)
    toldSweptMs = elapsedMs
  }

  async function sealEnded(): Promise<void> {
    for (const document of await endedUnsealed(deps.writer.store, stores.audit, closing.signal)) seals.note(document)
    await seals.flush()
  }

  const subscription = stores.log.subscribe({
    topic: 'incidents',
    group,
    maxBatch: 500,
    async handle(batch) {
      await sweep.some(readHints(batch, logger))
      await seals.flush()
      await webhooks.flush()
    }
  })
  subscription.failed.catch((error: unknown) => logger.error({ error: String(error) }, 'hints are no longer read; the sweep goes on without them'))

  const failing = new FailingSweeps(logger)
  const safely = (): Promise<void> =>
    tick().then(
      () => failing.held(),
      (error: unknown) => failing.failed(error)
    )
  /* Only a wake-up: a tick that is missed or late costs a moment and no deadline. */
  const wakeUps = startWakeUps(safely, logger)
  /* Beside the sweeps, so that a long audit log delays no deadline. */
  const closing = new AbortController()
  let sealingEnded = true
  const endedSealed = sealEnded()
    .catch((error: unknown) => logger.error({ error: String(error) }, 'ended incidents could not be sealed; the next start tries again'))
    .finally(() => (sealingEnded = false))

  return {
    async idle() {
      if ((await tick()) > 0 || outbox.busy() || sweep.busy() || sealingEnded || seals.waiting() > 0) return false
      if ((await stores.log.lag('incidents', group)) > 0) return false
      return !(await hasDueNotices(deps))
    },
    async close() {
      closing.abort()
      await wakeUps.close()
      await subscription.close()
      await releaseWatch?.close()
      await endedSealed
      await Promise.all([watchdog.close(), beating?.close(), searching.close()])
      await heartbeat?.close()
      await scheduled?.close()
      await deps.reports?.close?.()
      await outbox.close()
      await Promise.all(Object.values(channels).map((channel) => channel.close()))
    }
  }
}

/** Beside the sweep: a slow page delays no deadline. What a crawled account of our own publishes is looked at too. */
function watchReleases({ stores, writer, clock, logger, holder }: AlertingDeps, publishing: NonNullable<AlertingDeps['publishing']>): ReleaseWatch {
  const closing = new AbortController()
  const watch = createReleaseWatch({
    ...stores,
    outlets: publishing.outlets,
    releases: () => publishing.releases(closing.signal),
    writer,
    clock,
    logger,
    holder,
    async reopened({ id, version, state }) {
      const command: GroupCommand = { kind: 'open', commandId: `release-lost:${id}:${version}`, incidentId: id }
      await stores.log.append('assessed', [{ key: state.jurisdiction, value: JSON.stringify({ schema: 1, type: 'command', command }) }])
    }
  })
  const subscription = publishing.ownSources.size === 0 ? null : readOwnAccounts({ stores, logger }, publishing.ownSources, watch)
  return {
    ...watch,
    async close() {
      closing.abort()
      await subscription?.close()
      await watch.close()
    }
  }
}

function readOwnAccounts({ stores, logger }: Pick<AlertingDeps, 'stores' | 'logger'>, ownSources: ReadonlySet<string>, watch: ReleaseWatch): Running {
  const subscription = stores.log.subscribe({
    topic: 'mentions',
    group: 'release-watch',
    maxBatch: 500,
    from: 'end',
    handle: (batch) => watch.found(ownAddresses(batch, ownSources))
  })
  subscription.failed.catch((error: unknown) => logger.error({ error: String(error) }, 'mentions of own accounts are no longer read'))
  return subscription
}

/** Rows of a channel that is switched off wait for it to come back; they keep nobody busy. */
async function hasDueNotices({ stores, clock, channels }: AlertingDeps): Promise<boolean> {
  const sending = await stores.notices.list({ state: 'sending', limit: 1 })
  if (sending.length > 0) return true
  const queued = await stores.notices.list({ state: 'queued', limit: 1000 })
  const waits = (nextTryElapsedMs: number): boolean => nextTryElapsedMs > clock.elapsedMs() && nextTryElapsedMs <= clock.elapsedMs() + farthestTryMs
  return queued.some(({ notice, nextTryElapsedMs }) => notice.channel in channels && (nextTryElapsedMs === null || !waits(nextTryElapsedMs)))
}
