import { z } from 'zod'
import { Actor, actorWords } from '../actor.ts'

import { dayOf, yearOf } from '../china-day.ts'
import { ConflictError } from '../errors.ts'
import { chinaWallTime, Instant, instantFromMs } from '../instant.ts'
import type { CrawlState, FrontierItem } from '../ports.ts'
import { ReportKind } from './report-kind.ts'

export const ReportFormat = z.enum(['docx', 'pdf', 'xlsx'])
export type ReportFormat = z.infer<typeof ReportFormat>

export const ReportFile = z.object({
  format: ReportFormat,
  name: z.string(),
  /** Evidence key of the bytes: their SHA-256. */
  key: z.string(),
  bytes: z.number().int().nonnegative()
})
export type ReportFile = z.infer<typeof ReportFile>

/** One paper that was made: what, when, by whom, and the hashes of its files. */
export const ReportRecord = z.object({
  id: z.string(),
  /** What asked for it; a schedule's names kind and day. */
  cause: z.string(),
  kind: ReportKind,
  title: z.string(),
  number: z.string(),
  incidentId: z.string().nullable(),
  from: Instant.nullable(),
  to: Instant.nullable(),
  madeAt: Instant,
  madeBy: Actor,
  /** Number of the year and how often it was made; null and 1 where nothing is numbered so, or was not told yet. */
  issue: z.number().int().positive().nullable().default(null),
  edition: z.number().int().positive().default(1),
  /** Head of the chain of the incident that it was made of. */
  head: z.string().nullable().default(null),
  drill: z.boolean(),
  sources: z.number().int().nonnegative(),
  files: z.array(ReportFile),
  /** What could not be made, in words. */
  problems: z.array(z.string()),
  /** Evidence key of the paper itself, from which it is shown and edited; null: it was not kept yet. */
  paper: z.string().nullable().default(null),
  /** Id of the paper whose words a person changed. */
  editedFrom: z.string().nullable().default(null)
})
export type ReportRecord = z.infer<typeof ReportRecord>

/** Kept where crawlers keep what waits for them, as mutes are: made once, listed, never finished. No source can have this id. */
const place = '@reports'
const most = 10_000

export type ReportShelf = Pick<CrawlState, 'enqueue' | 'pending'>

/** Newest first. */
export async function readReports(shelf: ReportShelf, nowElapsedMs: number): Promise<ReportRecord[]> {
  const items = await shelf.pending(place, nowElapsedMs, most)
  return items
    .filter(({ key }) => key.startsWith('made:'))
    .map(({ hint }) => ReportRecord.parse(JSON.parse(hint)))
    .toReversed()
}

/**
 * Since when papers are made by schedule here: what was due before there was anything to report is not made up. Of a book that has a
 * scheduled paper, since ever.
 */
export async function scheduledSince(shelf: ReportShelf, now: Instant, nowElapsedMs: number): Promise<Instant> {
  if ((await readReports(shelf, nowElapsedMs)).some(({ cause }) => cause.startsWith('schedule:'))) return instantFromMs(0)
  await shelf.enqueue(place, [item(`since:${now}`, '{}')])
  const begun = (await shelf.pending(place, nowElapsedMs, most)).flatMap(({ key }) => (key.startsWith('since:') ? [key.slice('since:'.length)] : []))
  return Instant.parse(begun.reduce((a, b) => (a < b ? a : b)))
}

/** Written once: the same id again changes nothing. */
export async function addReport(shelf: ReportShelf, record: ReportRecord): Promise<void> {
  await shelf.enqueue(place, [item(`made:${record.id}`, JSON.stringify(record))])
}

/**
 * The paper in a person's words, as the one edition over `base`, in whichever process: who comes second learns who was first.
 * @throws ConflictError
 */
export async function addEdit(shelf: ReportShelf, base: ReportRecord, record: ReportRecord, nowElapsedMs: number): Promise<void> {
  const added = await shelf.enqueue(place, [item(`made:over:${base.id}`, JSON.stringify(record))])
  if (added.length > 0) return
  const records = await readReports(shelf, nowElapsedMs)
  if (!records.some(({ id }) => id === record.id)) demandNewest(records, base)
}

/** The last edition of the same paper that came after this one; null: this one is the last. */
export function newerEdition(records: readonly ReportRecord[], base: ReportRecord): ReportRecord | null {
  const newer = records.filter((one) => one.editedFrom === base.id || (one.edition > base.edition && isSamePaper(one, base)))
  return newer.toSorted((a, b) => b.edition - a.edition)[0] ?? null
}

/** @throws ConflictError that tells who made a newer edition, and when */
export function demandNewest(records: readonly ReportRecord[], base: ReportRecord): void {
  const newer = newerEdition(records, base)
  if (newer === null) return
  const who = `${actorWords(newer.madeBy)} 已于 ${chinaWallTime(newer.madeAt)} 存为 ${newer.number}`
  throw new ConflictError(`${who}，您改的是 ${base.number}；没有存，您写的还在，请对照新的一版再改`, { metadata: { base: base.id, newer: newer.id } })
}

function isSamePaper(a: ReportRecord, b: ReportRecord): boolean {
  if (a.kind !== b.kind) return false
  if (b.from !== null) return a.from === b.from
  return b.issue !== null && a.incidentId === b.incidentId && a.issue === b.issue && yearOf(dayOf(a.madeAt)) === yearOf(dayOf(b.madeAt))
}

/** A number of the year, and how often a paper with it was made. */
export interface Issue {
  readonly issue: number
  readonly edition: number
}

/** The number of a paper of an incident: its own again, as the next edition, while nothing was added to the incident since. */
export async function issueFor(
  shelf: ReportShelf,
  { kind, incidentId, head }: { readonly kind: ReportKind; readonly incidentId: string | null; readonly head: string | null },
  year: number,
  nowElapsedMs: number
): Promise<Issue> {
  const made = (await readReports(shelf, nowElapsedMs)).filter((one) => one.kind === kind && one.incidentId === incidentId)
  const same = made.filter((one) => one.issue !== null && one.head !== null && one.head === head && yearOf(dayOf(one.madeAt)) === year)
  const [newest] = same
  if (newest === undefined || newest.issue === null) return { issue: await takeSerial(shelf, kind, year, nowElapsedMs), edition: 1 }
  return { issue: newest.issue, edition: Math.max(...same.map(({ edition }) => edition)) + 1 }
}

/**
 * How often the paper of a period was made: its 期号 follows from the calendar, so a further one is a further edition. The same cause again,
 * as after a failure, is the same edition; two who ask at once get two.
 */
export async function editionFor(
  shelf: ReportShelf,
  { kind, from, cause }: { readonly kind: ReportKind; readonly from: Instant; readonly cause: string },
  nowElapsedMs: number
): Promise<number> {
  const prefix = `edition:${kind}:${from}:`
  const taken = (await shelf.pending(`${place}:${kind}`, nowElapsedMs, most)).filter(({ key }) => key.startsWith(prefix))
  const own = taken.find(({ hint }) => hint === cause)
  if (own !== undefined) return Number(own.key.slice(prefix.length))
  // Made before editions were counted.
  const made = (await readReports(shelf, nowElapsedMs)).filter((one) => one.kind === kind && one.from === from).length
  for (let edition = Math.max(taken.length, made) + 1; ; edition += 1) {
    const added = await shelf.enqueue(`${place}:${kind}`, [item(`${prefix}${edition}`, cause)])
    if (added.length > 0) return edition
  }
}

/** The next number of a kind in a year, which nobody else gets: two who ask at once get two. */
async function takeSerial(shelf: ReportShelf, kind: ReportKind, year: number, nowElapsedMs: number): Promise<number> {
  const prefix = `serial:${kind}:${year}:`
  const taken = (await shelf.pending(`${place}:${kind}`, nowElapsedMs, most)).filter(({ key }) => key.startsWith(prefix)).length
  for (let serial = taken + 1; ; serial += 1) {
    const added = await shelf.enqueue(`${place}:${kind}`, [item(`${prefix}${serial}`, '{}')])
    if (added.length > 0) return serial
  }
}

function item(key: string, hint: string): FrontierItem {
  return { key, url: '', hint, tries: 0 }
}
