import { z } from 'zod'
import { dayOf, isWeekend } from './china-day.ts'
import { addMs, hourMs, msBetween, msOf, type Instant } from './instant.ts'

/**
 * How often a source speaks, learnt hour by hour: 24 slots of weekdays, then 24 of weekends, China time. An arrival is a visit that
 * brought anything new, however much, so that a burst of a hundred items is one arrival.
 */
export const Rhythm = z.object({
  arrivals: z.array(z.number()).length(48),
  /** Hours that were watched, by slot. */
  hours: z.array(z.number()).length(48),
  /** The longest silence that ended by itself, in arrivals that were to be expected meanwhile; fades slowly. */
  longestGap: z.number()
})
export type Rhythm = z.infer<typeof Rhythm>

const slots = 48
/** A slot forgets what is older than about this many hours of its own: some eight weeks of workdays, as much of weekends. */
const memoryHours = 40
/** So many hours at the overall rate are taken for seen in each slot: an hour that was watched once says little. */
const priorHours = 1
/** Watched hours and arrivals from which on a rhythm is known: three days, so that it has seen nights. */
const knownFromHours = 72
const knownFromArrivals = 12
/** Time between two visits beyond which nobody watched. */
const longestWatchMs = 6 * hourMs
/** Silence is reckoned no further back: by then every rhythm is broken. */
const longestSilenceHours = 24 * 21
const gapFades = 0.99
/** Chance alone leaves a gap of five expected arrivals once in 150, and of ten once in 22,000. */
const leastNormalGap = 5

export const noRhythm: Rhythm = { arrivals: Array<number>(slots).fill(0), hours: Array<number>(slots).fill(0), longestGap: 0 }

/** What was learnt by a visit that read the source, after one at `before` that did too. */
export function learnRhythm(rhythm: Rhythm, seen: { before: Instant | null; at: Instant; lastNewAt: Instant | null; isNew: boolean }): Rhythm {
  const { before, at, lastNewAt, isNew } = seen
  const arrivals = [...rhythm.arrivals]
  const hours = [...rhythm.hours]
  const isWatched = before !== null && before < at && msBetween(before, at) <= longestWatchMs
  // What came while nobody watched came at an unknown hour.
  if (!isWatched) return rhythm
  for (const { slot, share } of slotsBetween(before, at)) {
    const fade = (hours[slot] ?? 0) + share > memoryHours ? memoryHours / ((hours[slot] ?? 0) + share) : 1
    hours[slot] = round(((hours[slot] ?? 0) + share) * fade)
    arrivals[slot] = round((arrivals[slot] ?? 0) * fade)
  }
  if (!isNew) return { ...rhythm, arrivals, hours }
  const slot = slotOf(at)
  arrivals[slot] = round((arrivals[slot] ?? 0) + 1)
  // One outage that nobody noticed must not make the next one normal.
  const gap = lastNewAt === null ? 0 : Math.min(expectedArrivals(rhythm, lastNewAt, at), 2 * normalGap(rhythm))
  return { arrivals, hours, longestGap: round(Math.max(rhythm.longestGap * gapFades, isRhythmKnown(rhythm) ? gap : 0)) }
}

export function isRhythmKnown(rhythm: Rhythm): boolean {
  return sum(rhythm.hours) >= knownFromHours && sum(rhythm.arrivals) >= knownFromArrivals
}

/** The longest silence that is normal, in expected arrivals. */
export function normalGap(rhythm: Rhythm): number {
  return Math.max(leastNormalGap, 1.25 * rhythm.longestGap)
}

/** Arrivals that the rhythm lets expect between two moments; `counts` leaves out hours in which nobody looks. */
export function expectedArrivals(rhythm: Rhythm, from: Instant, to: Instant, counts: (at: Instant) => boolean = () => true): number {
  const overall = sum(rhythm.hours) === 0 ? 0 : sum(rhythm.arrivals) / sum(rhythm.hours)
  const rates = rhythm.hours.map((hours, slot) => ((rhythm.arrivals[slot] ?? 0) + priorHours * overall) / (hours + priorHours))
  let expected = 0
  const start = msBetween(from, to) > longestSilenceHours * hourMs ? addMs(to, -longestSilenceHours * hourMs) : from
  for (const { slot, share, at } of slotsBetween(start, to)) if (counts(at)) expected += (rates[slot] ?? 0) * share
  return expected
}

/** The hours between two moments, the first and the last in part. */
function* slotsBetween(from: Instant, to: Instant): Generator<{ slot: number; share: number; at: Instant }> {
  for (let at = from; at < to;) {
    const end = addMs(at, hourMs - (msOf(at) % hourMs))
    const until = end < to ? end : to
    yield { slot: slotOf(at), share: msBetween(at, until) / hourMs, at }
    at = until
  }
}

function slotOf(at: Instant): number {
  const hour = new Date(msOf(at) + 8 * hourMs).getUTCHours()
  return isWeekend(dayOf(at)) ? 24 + hour : hour
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** Rows are read by people too. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
