import { z } from 'zod'
import { isMajor } from './grade.ts'
import { Instant, addMs, chinaWallTime, hourMs, msBetween } from './instant.ts'
import type { Notice } from './notice.ts'

/** 密集时段: how many messages a person gets in an hour before the rest waits to be told as one. */
export const SurgePolicy = z
  .strictObject({
    perPersonPerHour: z.number().int().min(1).max(1000),
    /** Of these so many are for 重大 (II) alone. 特别重大 (I) is never counted out. */
    keptForMajor: z.number().int().nonnegative().default(0),
    source: z.string().min(1)
  })
  .refine(({ perPersonPerHour, keptForMajor }) => keptForMajor < perPersonPerHour, {
    path: ['keptForMajor'],
    message: 'keptForMajor 须小于 perPersonPerHour，否则一小时内的第一条也发不出'
  })
export type SurgePolicy = z.infer<typeof SurgePolicy>

/**
 * What a person was sent within the last hour, kept before each message goes: a crash between the two spends a place, and never
 * sends one more. A notice that comes back keeps the place it has.
 */
export const SurgeLedger = z.object({
  went: z.array(z.object({ id: z.string(), at: Instant })),
  /** Since the first of those that wait now. While some wait, none of the same standing goes before them. */
  heldSince: Instant.nullable(),
  held: z.number().int().nonnegative()
})
export type SurgeLedger = z.infer<typeof SurgeLedger>

export const emptyLedger: SurgeLedger = { went: [], heldSince: null, held: 0 }

export interface Passage {
  readonly ledger: SurgeLedger
  /** Null: it goes. */
  readonly heldBecause: string | null
}

/**
 * Whether a notice may go to its person now. 特别重大 always goes, and so does the first of an hour. What tells of held ones (`tells`)
 * waits for a place only, and not for others that wait.
 */
export function passage(policy: SurgePolicy, before: SurgeLedger, notice: Pick<Notice, 'id' | 'grade'>, now: Instant, tells = false): Passage {
  const ledger = recent(before, now)
  const goes = { ledger: { ...ledger, went: [...ledger.went, { id: notice.id, at: now }] }, heldBecause: null }
  if (ledger.went.some(({ id }) => id === notice.id)) return { ledger, heldBecause: null }
  if (notice.grade === 'I') return goes
  const places = isMajor(notice.grade) ? policy.perPersonPerHour : policy.perPersonPerHour - policy.keptForMajor
  const queues = ledger.held > 0 && !isMajor(notice.grade) && !tells
  if (ledger.went.length < places && !queues) return goes
  return {
    ledger: { ...ledger, heldSince: ledger.heldSince ?? now, held: ledger.held + 1 },
    heldBecause: `一小时内已向此人发出 ${ledger.went.length} 条（上限 ${policy.perPersonPerHour} 条），暂扣，${chinaWallTime(freeFrom(ledger, now))} 起汇总发出`
  }
}

/** Without a message that was never received: it took nothing of its person's hour. The same ledger where it has none of it. */
export function withoutPlace(ledger: SurgeLedger, id: string): SurgeLedger {
  const went = ledger.went.filter((one) => one.id !== id)
  return went.length === ledger.went.length ? ledger : { ...ledger, went }
}

/**
 * Those of the last hour. A clock that was set back leaves entries of a future that is none: from then on they count no longer than
 * an hour either.
 */
export function recent(ledger: SurgeLedger, now: Instant): SurgeLedger {
  const went = ledger.went.filter(({ at }) => Math.abs(msBetween(at, now)) < hourMs).map((one) => (one.at > now ? { ...one, at: now } : one))
  return { ...ledger, went }
}

/** Whether an entry is of a time that has not come: then the ledger is to be kept as `recent` reads it, once. */
export function isAhead({ went }: SurgeLedger, now: Instant): boolean {
  return went.some(({ at }) => at > now)
}

/** When the hour of the oldest message ends. */
export function freeFrom(ledger: SurgeLedger, now: Instant): Instant {
  const oldest = recent(ledger, now).went.reduce<Instant | null>((first, { at }) => (first === null || at < first ? at : first), null)
  return oldest === null ? now : addMs(oldest, hourMs)
}

/** Whether what waits can be told now. */
export function hasRoom(policy: SurgePolicy, ledger: SurgeLedger, now: Instant): boolean {
  return recent(ledger, now).went.length < policy.perPersonPerHour - policy.keptForMajor
}
