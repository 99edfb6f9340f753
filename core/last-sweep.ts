import type { CrawlState } from './ports.ts'

/** Kept among what crawlers remember between visits; no source can have this id. */
export const lastSweepPlace = { sourceId: '@alerting', name: 'last-sweep' } as const
/** Each sweep, and no more than one a second where hints make them frequent. */
export const sweepNotedEveryMs = 900
/** A sweep runs each second: one that is older than this says that nobody sweeps. */
const sweepLateMs = 30_000

/** Shows to every process when the deadlines were last swept, in real milliseconds: without a sweep no countdown warns anybody. */
export async function noteSweep(crawl: Pick<CrawlState, 'setCursor'>, elapsedMs: number): Promise<void> {
  await crawl.setCursor(lastSweepPlace.sourceId, lastSweepPlace.name, String(elapsedMs))
}

/** Real milliseconds of the newest sweep of any process, some seconds behind; null: there was none. */
export async function readLastSweep(crawl: Pick<CrawlState, 'cursor'>): Promise<number | null> {
  return sweepOf(await crawl.cursor(lastSweepPlace.sourceId, lastSweepPlace.name))
}

/** The moment as it is stored; null for none. */
export function sweepOf(stored: string | null): number | null {
  const elapsedMs = Number(stored ?? Number.NaN)
  return Number.isFinite(elapsedMs) ? elapsedMs : null
}

export interface SweepLook {
  readonly words: string
  /** Nobody sweeps now, so that no deadline is watched. */
  readonly isLate: boolean
}

/** How it stands with a sweep of this age in milliseconds; null: there was none. */
export function sweepLook(ageMs: number | null): SweepLook {
  if (ageMs === null) return { words: '没有督时进程在运行', isLate: true }
  const swept = sweptWords(ageMs)
  // One of the future is of a clock that was set back since: nobody has swept by the clock of now.
  return Math.abs(ageMs) > sweepLateMs ? { words: `没有督时进程在运行（${swept}）`, isLate: true } : { words: swept, isLate: false }
}

/** Tenths below ten seconds: what runs each second is seen to run. */
export function sweptWords(ageMs: number): string {
  const age = Math.max(0, ageMs)
  if (age < 10_000) return `上次巡检 ${(Math.floor(age / 100) / 10).toFixed(1)} 秒前`
  const seconds = Math.floor(age / 1000)
  if (seconds < 120) return `上次巡检 ${seconds} 秒前`
  const minutes = Math.floor(seconds / 60)
  return minutes < 120 ? `上次巡检 ${minutes} 分钟前` : `上次巡检 ${Math.floor(minutes / 60)} 小时前`
}
