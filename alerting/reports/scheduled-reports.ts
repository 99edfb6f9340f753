import { machine, type Actor } from '../../core/actor.ts'
import type { Clock } from '../../core/clock.ts'
import { minuteMs, msBetween, type Instant } from '../../core/instant.ts'
import type { Notice, NoticeRow } from '../../core/notice.ts'
import type { Leases, Logger, NoticeStore, Running } from '../../core/ports.ts'
import type { ReportRequest } from '../../core/reports/make-report.ts'
import { readReports, scheduledSince, type ReportRecord, type ReportShelf } from '../../core/reports/report-book.ts'
import { lastDue, type DueReport } from '../../core/reports/report-schedule.ts'
import type { ReportTime } from '../../core/reports/report-settings.ts'
import { noticesOfReport, notMadeNotices, notSentNotices, reportReason, unreachedNotices, type ReportNoticesDeps } from './report-notices.ts'

export interface ScheduledReportsDeps extends ReportNoticesDeps {
  readonly schedule: readonly ReportTime[]
  readonly make: (request: ReportRequest, actor: Actor) => Promise<ReportRecord>
  readonly shelf: ReportShelf
  readonly notices: Pick<NoticeStore, 'request' | 'list'>
  readonly leases: Leases
  readonly holder: string
  readonly clock: Clock
  readonly logger: Logger
  readonly requested: () => void
}

const lookEveryMs = 5_000
/** The longest that there is. Should a paper take longer and another process make it too, the book keeps one, since its id follows from what is due. */
const leaseMs = 30_000
/** Tries that fail before the desk is told; the first may be a store that was just away. */
const failuresToTell = 2
const longestBackOffMs = 5 * minuteMs
/** What has not gone out for so long is told; trying goes on. */
const unsentMs = 10 * minuteMs
const mostRows = 500

/** A line of the schedule with what it was due for last. Two lines may name one paper, and each has its own people. */
interface Due {
  readonly time: ReportTime
  readonly report: DueReport
  readonly key: string
}

interface Failing {
  readonly failures: number
  readonly nextElapsedMs: number
}

/**
 * 定时报告: what is due follows from the configuration, the clock and the book, so that a restart makes up the newest that was missed since the first start, and
 * two processes make one. Notices have ids of paper, person and channel: asked for again, none is sent twice. What cannot be made or
 * does not go out is told to the desk, and tried again.
 */
export function createScheduledReports(deps: ScheduledReportsDeps): { look(): Promise<number> } {
  const { clock, leases, holder, logger, shelf } = deps
  let since: Instant | null = null
  const settled = new Set<string>()
  const failing = new Map<string, Failing>()
  const sent = new Map<string, ReportRecord>()

  async function settleDue(due: readonly Due[]): Promise<number> {
    if ((await leases.acquire('reports', holder, clock.elapsedMs(), leaseMs)) === null) return 0
    try {
      let made = 0
      for (const one of due) made += await settleOne(one)
      return made
    } finally {
      await leases.release('reports', holder)
    }
  }

  /** One that fails holds up no other. */
  async function settleOne(one: Due): Promise<number> {
    try {
      const { record, isNew } = await settle(deps, one)
      settled.add(one.key)
      failing.delete(one.key)
      sent.set(record.id, record)
      return isNew ? 1 : 0
    } catch (error) {
      const failures = (failing.get(one.key)?.failures ?? 0) + 1
      failing.set(one.key, { failures, nextElapsedMs: clock.elapsedMs() + Math.min(longestBackOffMs, lookEveryMs * 2 ** (failures - 1)) })
      logger.error({ cause: one.report.cause, failures, error: String(error) }, 'a scheduled report could not be made; it is tried again')
      if (failures === failuresToTell) {
        const why = error instanceof Error ? error.message : String(error)
        await ask(deps, notMadeNotices(deps, one.time, one.report, idOf(deps, one.report), why, clock.now()))
      }
      return 0
    }
  }

  async function lookAfterSent(): Promise<void> {
    for (const record of sent.values()) if (await isSettled(deps, record)) sent.delete(record.id)
  }

  return {
    async look() {
      const begun = (since ??= await scheduledSince(shelf, clock.now(), clock.elapsedMs()))
      const due = deps.schedule.flatMap((time): Due[] => {
        const report = lastDue(time, clock.now())
        if (report === null || report.dueAt < begun) return []
        const key = JSON.stringify([report.cause, time])
        return settled.has(key) || clock.elapsedMs() < (failing.get(key)?.nextElapsedMs ?? 0) ? [] : [{ time, report, key }]
      })
      const made = due.length === 0 ? 0 : await settleDue(due)
      await lookAfterSent()
      return made
    }
  }
}

function idOf({ sha256 }: ScheduledReportsDeps, { cause }: DueReport): string {
  return sha256(cause).slice(0, 24)
}

/** Made where the book does not have it, and sent. */
async function settle(deps: ScheduledReportsDeps, { time, report }: Due): Promise<{ readonly record: ReportRecord; readonly isNew: boolean }> {
  const { clock, shelf, make } = deps
  const known = (await readReports(shelf, clock.elapsedMs())).find(({ cause }) => cause === report.cause)
  const record = known ?? (await make({ kind: time.kind, day: report.day, cause: report.cause, id: idOf(deps, report) }, machine('alerting')))
  const { notices, unreached } = noticesOfReport(deps, time, record)
  await ask(deps, [...notices, ...unreachedNotices(deps, record, unreached, clock.now())])
  return { record, isNew: known === undefined }
}

async function ask({ notices, requested }: ScheduledReportsDeps, wanted: readonly Notice[]): Promise<void> {
  if (wanted.length === 0) return
  const added = await notices.request(wanted)
  if (added.length > 0) requested()
}

/** Whether all of a paper's notices ended, well or not; what did not go out is told. */
async function isSettled(deps: ScheduledReportsDeps, record: ReportRecord): Promise<boolean> {
  const now = deps.clock.now()
  const rows = await deps.notices.list({ subjectId: `report:${record.id}`, limit: mostRows })
  const own = rows.filter(({ notice }) => notice.reason === reportReason)
  const late = msBetween(record.madeAt, now) >= unsentMs
  const unsent = own.filter((row) => isUnsent(row) || (late && row.state === 'queued' && row.attempts > 0))
  await ask(
    deps,
    unsent.flatMap((row) => notSentNotices(deps, record, row, now))
  )
  return own.every((row) => row.state !== 'queued' && row.state !== 'sending')
}

function isUnsent({ state }: NoticeRow): boolean {
  return state === 'failed' || state === 'dead'
}

/** Beside the sweep: a large paper delays no deadline. */
export function startScheduledReports(deps: ScheduledReportsDeps): Running {
  const reports = createScheduledReports(deps)
  let running: Promise<unknown> | null = null
  const look = (): void => {
    running ??= reports
      .look()
      .catch((error: unknown) => deps.logger.error({ error: String(error) }, 'scheduled reports could not be looked after; it is tried again'))
      .finally(() => (running = null))
  }
  const timer = setInterval(look, lookEveryMs)
  return {
    async close() {
      clearInterval(timer)
      await running
    }
  }
}
