import type { Clock } from '../core/clock.ts'
import type { CrawlState, IncidentStore, Logger, NoticeStore, Running } from '../core/ports.ts'
import { unfiredOf, usualGraceMs, type Unfired } from '../core/unfired.ts'
import { noteWatch } from '../core/watch-record.ts'

export interface WatchDeps {
  readonly incidents: Pick<IncidentStore, 'openIds' | 'get'>
  readonly notices: Pick<NoticeStore, 'list'>
  readonly crawl: Pick<CrawlState, 'setCursor'>
  readonly clock: Clock
  readonly logger: Logger
}

export interface Watch {
  /** Looks at the next share of the open incidents and writes down what it knows. Returns how much is due and not fired. */
  look(): Promise<number>
}

/** Of 100,000 open incidents a turn takes about eight minutes; of a thousand five seconds. */
const share = 200
const mostNotices = 500
/** What a start finds overdue is being told just now. */
const mustLastMs = 15_000

/** Counts what is due and not fired, by the second path. It reads what is stored and remembers nothing of the sweep. */
export function createWatch({ incidents, notices, crawl, clock, logger }: WatchDeps): Watch {
  const found = new Map<string, readonly Unfired[]>()
  let turn: string[] = []
  let complete = false
  let told = false
  let sinceMs: number | null = null

  async function lookAt(id: string): Promise<void> {
    const document = await incidents.get(id)
    const rows = await notices.list({ subjectId: id, limit: mostNotices })
    const reasons = rows.length < mostNotices ? rows.map(({ notice }) => notice.reason) : null
    /* A drill's civil clock runs faster than anything can be told. */
    const unfired = document === null ? [] : unfiredOf(document, reasons, clock.now(), usualGraceMs * Math.max(1, clock.speed))
    if (unfired.length === 0) found.delete(id)
    else found.set(id, unfired)
  }

  function tell(all: readonly Unfired[]): void {
    const [first] = all
    sinceMs = first === undefined ? null : (sinceMs ?? clock.elapsedMs())
    if (first === undefined && told) logger.warn({}, 'everything that was due has been told')
    if (first === undefined) told = false
    else if (!told && Math.abs(clock.elapsedMs() - (sinceMs ?? 0)) >= mustLastMs) {
      told = true
      logger.error({ unfired: all.length, first }, 'something was due and was not told: the sweep does not do its work')
    }
  }

  return {
    async look() {
      if (turn.length === 0) {
        turn = [...(await incidents.openIds())]
        const open = new Set(turn)
        for (const id of found.keys()) if (!open.has(id)) found.delete(id)
      }
      /* What was found is looked at first: it may have been told since. */
      const ids = [...new Set([...found.keys(), ...turn.splice(0, share)])]
      for (const id of ids) await lookAt(id)
      complete ||= turn.length === 0
      const all = [...found.values()].flat()
      const [first] = all
      await noteWatch(crawl, {
        elapsedMs: clock.elapsedMs(),
        unfired: all.length,
        example: first === undefined ? null : `${first.incidentId} ${first.what} ${first.dueAt}`,
        complete
      })
      tell(all)
      return all.length
    }
  }
}

const lookEveryMs = 1000

/** Runs `work` again and again, beside the sweep: a sweep that hangs must not stop whoever watches it. */
export function repeat(work: () => Promise<unknown>, logger: Logger, what: string, everyMs = lookEveryMs): Running {
  let running: Promise<void> | null = null
  let failures = 0
  const timer = setInterval(() => {
    running ??= work()
      .then(
        () => {
          failures = 0
        },
        (error: unknown) => {
          if (failures++ % 30 === 0) logger.error({ what, failures, error: String(error) }, 'a part of the watchdog failed')
        }
      )
      .finally(() => (running = null))
  }, everyMs)
  return {
    async close() {
      clearInterval(timer)
      await running
    }
  }
}
