import { z } from 'zod'
import { Instant, minuteMs, msBetween } from '../instant.ts'
import { quietUntil } from '../quiet-hours.ts'
import type { SearchAlert } from './saved-search.ts'

/** Titles that a notice carries. */
const titlesTold = 3

const Titled = z.object({ title: z.string(), source: z.string() })

/** One mention that came. */
export const SearchHit = Titled.extend({
  id: z.string(),
  /** When it was found. */
  at: Instant,
  /** 特别重大 by its content. */
  red: z.boolean()
})
export type SearchHit = z.infer<typeof SearchHit>

/** Hits that reached the threshold, added up. */
const Ripe = z.object({ count: z.number().int().positive(), first: z.array(Titled), red: z.boolean(), from: Instant, to: Instant })
type Ripe = z.infer<typeof Ripe>

/** What is to be told; the number names it in its notices, so that it is told once however often it is asked for. */
export const SearchTelling = Ripe.extend({ round: z.number().int().positive() })
export type SearchTelling = z.infer<typeof SearchTelling>

/** How far an alert has come. All of it is written in one piece, before anything is told by it. */
export const SearchWatch = z.object({
  /** Of the store's arrivals; null: it was not looked at yet, and begins where the search does. */
  cursor: z.string().nullable(),
  /** Of the search as it was asked: hits of other terms do not count. */
  terms: z.string(),
  /** Below the threshold, within its minutes. */
  hits: z.array(SearchHit),
  /** Reached it and waits for the end of the quiet hours. */
  ripe: Ripe.nullable(),
  /** Was decided, and may not be in the outbox yet. */
  due: SearchTelling.nullable(),
  /** How often it was told. */
  rounds: z.number().int().nonnegative(),
  /** Hits since it began. */
  found: z.number().int().nonnegative(),
  lastHitAt: Instant.nullable(),
  lastToldAt: Instant.nullable(),
  lookedAt: Instant.nullable()
})
export type SearchWatch = z.infer<typeof SearchWatch>

export function freshWatch(terms: string): SearchWatch {
  return {
    cursor: null,
    terms,
    hits: [],
    ripe: null,
    due: null,
    rounds: 0,
    found: 0,
    lastHitAt: null,
    lastToldAt: null,
    lookedAt: null
  }
}

/** The watch for these terms: what was gathered for others is dropped, what is due stays due. */
export function watchFor(watch: SearchWatch | null, terms: string): SearchWatch {
  if (watch === null) return freshWatch(terms)
  return watch.terms === terms ? watch : { ...watch, terms, hits: [], ripe: null }
}

/** It is paused, or tells nobody any more: what comes meanwhile is not told afterwards. */
export function restingWatch(watch: SearchWatch): SearchWatch {
  return { ...watch, cursor: null, hits: [], ripe: null }
}

/** Takes in what came and decides whether it is to be told: not below the threshold, and in quiet hours only with something red. */
export function takeHits(watch: SearchWatch, alert: SearchAlert, came: readonly SearchHit[], now: Instant): SearchWatch {
  const within = [...watch.hits.filter(({ at }) => msBetween(at, now) < alert.minutes * minuteMs), ...came]
  const isReached = within.length >= alert.count
  const ripe = isReached ? addUp(watch.ripe, within) : watch.ripe
  const mayTell = ripe !== null && watch.due === null && (ripe.red || quietUntil(alert.quiet, now) === null)
  return {
    ...watch,
    hits: isReached ? [] : within,
    ripe: mayTell ? null : ripe,
    due: mayTell ? { ...ripe, round: watch.rounds + 1 } : watch.due,
    rounds: mayTell ? watch.rounds + 1 : watch.rounds,
    found: watch.found + came.length,
    lastHitAt: came.at(-1)?.at ?? watch.lastHitAt,
    lastToldAt: mayTell ? now : watch.lastToldAt,
    lookedAt: now
  }
}

function addUp(before: Ripe | null, hits: readonly SearchHit[]): Ripe | null {
  const [first] = hits
  const last = hits.at(-1)
  if (first === undefined || last === undefined) return before
  const titles = [...(before?.first ?? []), ...hits.map(({ title, source }) => ({ title, source }))].slice(0, titlesTold)
  return {
    count: (before?.count ?? 0) + hits.length,
    first: titles,
    red: (before?.red ?? false) || hits.some(({ red }) => red),
    from: before?.from ?? first.at,
    to: last.at
  }
}
