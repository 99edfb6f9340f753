import { z } from 'zod'
import { Actor } from './actor.ts'
import { ForbiddenError, RefusedError } from './errors.ts'
import { Grade, gradeWords } from './grade.ts'
import { demandReason, type CommandContext } from './incident/command.ts'
import { addMs, chinaWallTime, hourMs, Instant, minuteMs, msBetween } from './instant.ts'
import type { Notice } from './notice.ts'
import { can, demand } from './permission.ts'

/** 静音: what is not told for a while. 特别重大 is told whatever is muted, and 重大 unless a leader muted it. */
export const MuteScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person'), contactId: z.string().min(1).max(200) }),
  z.strictObject({ kind: z.literal('incident'), incidentId: z.string().min(1).max(200) }),
  z.strictObject({ kind: z.literal('grade'), grade: Grade })
])
export type MuteScope = z.infer<typeof MuteScope>

export const Mute = z.object({
  id: z.string(),
  scope: MuteScope,
  /** What it covers, in words as they were when it was set. */
  about: z.string(),
  reason: z.string(),
  by: Actor,
  from: Instant,
  until: Instant
})
export type Mute = z.infer<typeof Mute>

export const MutePolicy = z.strictObject({ longestHours: z.number().positive().max(168), source: z.string().min(1) })
export type MutePolicy = z.infer<typeof MutePolicy>

/** Where the policy names none. */
const longestHours = 12

export interface MuteCommand {
  readonly id: string
  readonly scope: MuteScope
  readonly about: string
  readonly minutes: number
  readonly reason: string
}

/** @throws ForbiddenError, also for 重大 to whoever is no leader; RefusedError for a grade or an incident of 特别重大, for no reason, and for an end that is too far off */
export function mute(command: MuteCommand, grade: Grade | null, policy: MutePolicy | undefined, { actor, now }: CommandContext): Mute {
  demand(actor, 'notice.mute')
  const reason = demandReason(command.reason)
  if (grade === 'I') throw new RefusedError(`${gradeWords.I}事件的通知不能静音`)
  if (grade === 'II' && !can(actor, 'notice.mute-major')) throw new ForbiddenError(`${gradeWords.II}事件的通知须由分管领导或主要领导静音`)
  const longest = policy?.longestHours ?? longestHours
  if (command.minutes * minuteMs > longest * hourMs)
    throw new RefusedError(`静音最长 ${longest} 小时${policy === undefined ? '' : `（${policy.source}）`}，到期可重新设置`)
  const { id, scope, about } = command
  return { id, scope, about, reason, by: actor, from: now, until: addMs(now, command.minutes * minuteMs) }
}

export function isActive({ until }: Mute, now: Instant): boolean {
  return msBetween(now, until) > 0
}

/** Whether the mute is about this notice and may keep it. What the system says of itself is about a person at most. */
export function covers(one: Mute, notice: Pick<Notice, 'subject' | 'recipient' | 'grade'>): boolean {
  return mayKeep(one, notice.grade) && isAbout(one, notice)
}

/** One officer's mute of a person or a lesser incident must not silence what is, or has become, 重大. */
export function mayKeep({ by }: Pick<Mute, 'by'>, grade: Grade | null): boolean {
  return grade !== 'I' && (grade !== 'II' || can(by, 'notice.mute-major'))
}

function isAbout({ scope }: Mute, notice: Pick<Notice, 'subject' | 'recipient' | 'grade'>): boolean {
  switch (scope.kind) {
    case 'person':
      return notice.recipient.contactId === scope.contactId
    case 'incident':
      return notice.subject.kind === 'incident' && notice.subject.id === scope.incidentId
    case 'grade':
      return notice.subject.kind === 'incident' && notice.grade === scope.grade
    default:
      return scope satisfies never
  }
}

/** 静音至 2026-11-28 14:00（对象：理由）. */
export function muteWords({ about, reason, until }: Mute): string {
  return `静音至 ${chinaWallTime(until)}（${about}：${reason}）`
}
