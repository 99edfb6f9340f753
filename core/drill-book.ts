import { DrillEnd, DrillProgress, DrillStart, type DrillRun } from './drill-run.ts'
import type { CrawlState } from './ports.ts'

/** Kept where crawlers keep what waits for them, as mutes are: written once, listed, never finished; no source can have this id. */
const place = '@drills'
const most = 2000
const progressName = 'progress'
/** Whoever runs a drill tells of it every second: one that was silent for so long is gone. */
const silentMs = 30_000

type Shelf = Pick<CrawlState, 'enqueue' | 'pending' | 'cursor' | 'setCursor'>

/** Its first word, told before it stands in the book, so that nobody who reads both takes it for lost. */
export async function addDrill(shelf: Shelf, start: DrillStart, toldMs: number): Promise<void> {
  await tellDrillProgress(shelf, { id: start.id, up: null, now: null, mentions: 0, incidents: 0, unsigned: 0, toldMs })
  await put(shelf, `start:${start.id}`, start)
}

/** Written once: what is told of an ended drill later changes nothing. */
export async function endDrill(shelf: Shelf, id: string, end: DrillEnd): Promise<void> {
  await put(shelf, `end:${id}`, end)
}

/** A person wants it stopped; whoever runs it looks here. */
export async function askDrillToStop(shelf: Shelf, id: string): Promise<void> {
  await put(shelf, `stop:${id}`, {})
}

export async function isAskedToStop(shelf: Shelf, id: string, nowElapsedMs: number): Promise<boolean> {
  return (await shelf.pending(place, nowElapsedMs, most)).some(({ key }) => key === `stop:${id}`)
}

/** Newest first. */
export async function readDrills(shelf: Shelf, nowElapsedMs: number): Promise<DrillRun[]> {
  const items = await shelf.pending(place, nowElapsedMs, most)
  const ends = new Map(items.flatMap(({ key, hint }) => (key.startsWith('end:') ? [[key.slice(4), DrillEnd.parse(JSON.parse(hint))] as const] : [])))
  return items
    .filter(({ key }) => key.startsWith('start:'))
    .map(({ hint }) => DrillStart.parse(JSON.parse(hint)))
    .map((start) => ({ ...start, end: ends.get(start.id) ?? null }))
    .toSorted((a, b) => (a.at < b.at ? 1 : -1))
}

export async function tellDrillProgress(shelf: Shelf, progress: DrillProgress): Promise<void> {
  await shelf.setCursor(place, progressName, JSON.stringify(progress))
}

export interface DrillsNow {
  /** Newest first. */
  readonly runs: readonly DrillRun[]
  /** Of the drill that runs now, on whichever machine; null: none does. */
  readonly progress: DrillProgress | null
}

/**
 * Both as of one moment: of a drill that is in the book, something was told before, and what has ended since the book was read still runs in
 * both. Read the other way round, one that starts looks lost.
 */
export async function drillsNow(shelf: Shelf, nowElapsedMs: number): Promise<DrillsNow> {
  const runs = await readDrills(shelf, nowElapsedMs)
  const text = await shelf.cursor(place, progressName)
  if (text === null) return { runs, progress: null }
  const progress = DrillProgress.parse(JSON.parse(text))
  const run = runs.find(({ id }) => id === progress.id)
  const runsOn = nowElapsedMs - progress.toldMs <= silentMs && run !== undefined && run.end === null
  return { runs, progress: runsOn ? progress : null }
}

async function put(shelf: Shelf, key: string, value: object): Promise<void> {
  await shelf.enqueue(place, [{ key, url: '', hint: JSON.stringify(value), tries: 0 }])
}
