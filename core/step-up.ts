import type { Contact } from './department.ts'
import type { Reach } from './escalation.ts'
import { noticeId } from './notice-id.ts'
import type { Grade } from './grade.ts'
import type { Sha256 } from './incident/chain.ts'
import type { IncidentEventBody } from './incident/events.ts'
import { addMs, chinaWallTime, minuteMs, type Instant } from './instant.ts'
import type { Notice, NoticeRow, StepUp } from './notice.ts'
import { hasArrived } from './proven-stages.ts'
import type { Policy } from './policy.ts'

type Of<T extends IncidentEventBody['type']> = Extract<IncidentEventBody, { type: T }>

/** All notices of one matter to one person: the same incident, reason and round, over whatever channel. */
export interface Matter {
  readonly rows: readonly NoticeRow[]
  /** The person's addresses as the configuration has them now; null where it has the person no more. */
  readonly contact: Contact | null
  /** Channels that are on, by id. */
  readonly channels: Readonly<Record<string, Reach>>
  readonly now: Instant
  readonly sha256: Sha256
}

export interface Recordable<T extends 'stepped-up' | 'call-listed'> {
  readonly cause: string
  readonly body: Of<T>
}

/** What a matter asks for now. `ended`: ids of notices whose step is taken, or not needed any more. */
export interface StepUpDecision {
  readonly notice: Notice | null
  readonly event: Recordable<'stepped-up'> | Recordable<'call-listed'> | null
  readonly ended: readonly string[]
}

/** What a first notice carries of its person's ladder; nothing where the policy has none for the grade. */
export function stepUpFor(policy: Policy, grade: Grade | null, contact: Contact, now: Instant): { readonly stepUp?: StepUp } {
  const rule = policy.stepUp
  if (rule === undefined || grade === null || !rule.grades.includes(grade)) return {}
  return {
    stepUp: {
      channels: contact.channelOrder ?? rule.channels,
      at: addMs(now, rule.afterMinutes * minuteMs),
      afterMinutes: rule.afterMinutes,
      after: []
    }
  }
}

/**
 * The step that is due, computed from the stored rows alone. A notice that steps up names those in whose stead it goes: one that was
 * asked for before a crash is found by that, and so is no second step. When no channel is left that reaches the person and nothing
 * is under way, a human has to call.
 */
export function stepUp(matter: Matter): StepUpDecision {
  const { rows, now } = matter
  // Nobody is to be called whom a mute spares. What a full hour holds has its minutes as any other: an hour is longer than they are.
  const waits = rows.some(({ state }) => state === 'muted')
  const open = rows.filter(({ state, stepUpAt }) => stepUpAt !== null && state !== 'muted' && state !== 'digested')
  if (rows.some(({ marks }) => hasArrived(marks))) return { notice: null, event: null, ended: idsOf(open) }
  const failed = open.filter(hasFailed(now))
  const [first] = failed
  if (first !== undefined && waits) return { notice: null, event: null, ended: idsOf(failed) }
  if (first === undefined) return { notice: null, event: null, ended: [] }
  const failedIds = idsOf(failed)
  const taken = rows.find(({ notice }) => notice.stepUp?.after.some((id) => failedIds.includes(id)) === true)
  // A later step has its minutes still: what failed before it is no reason to pass it over.
  if (taken === undefined && open.some((row) => isStep(row) && !failed.includes(row))) return { notice: null, event: null, ended: failedIds }
  const next = taken === undefined ? nextNotice(matter, failed) : taken.notice
  if (next !== null) {
    const instead = next.stepUp?.after ?? []
    const from = rows.filter(({ notice }) => instead.includes(notice.id))
    return { notice: next, event: steppedUp(matter, next, from), ended: instead }
  }
  const isUnderWay = open.length > failed.length
  return { notice: null, event: isUnderWay ? null : callListed(matter, first.notice), ended: failedIds }
}

function isStep({ notice }: NoticeRow): boolean {
  return (notice.stepUp?.after.length ?? 0) > 0
}

function hasFailed(now: Instant): (row: NoticeRow) => boolean {
  return ({ state, stepUpAt }) => state === 'dead' || (stepUpAt !== null && stepUpAt <= now)
}

/** Over the first channel of the ladder that was not tried and reaches the person; null where there is none. */
function nextNotice({ rows, contact, channels, now, sha256 }: Matter, failed: readonly NoticeRow[]): Notice | null {
  const model = failed.at(-1)?.notice
  if (model?.stepUp === undefined || contact === null) return null
  const tried = new Set(rows.map(({ notice }) => notice.channel))
  for (const channel of model.stepUp.channels) {
    const way = tried.has(channel) ? undefined : channels[channel]?.(contact)
    if (way === undefined || 'unreachable' in way) continue
    const { afterMinutes } = model.stepUp
    return {
      ...model,
      id: noticeId(sha256, model.subject, `step-up:${model.reason}`, model.round, contact.id, channel),
      channel,
      recipient: { ...model.recipient, address: way.address },
      body: `改用此渠道补发：${chinaWallTime(model.requestedAt)} 的通知未证实送到。\n${withoutPreface(model.body)}`,
      requestedAt: now,
      fetchedElapsedMs: null,
      stepUp: { ...model.stepUp, at: addMs(now, afterMinutes * minuteMs), after: idsOf(failed) }
    }
  }
  return null
}

/** The third channel does not repeat what the second began with. */
function withoutPreface(body: string): string {
  return body.replace(/^改用此渠道补发：.*\n/, '')
}

function steppedUp({ sha256 }: Matter, to: Notice, from: readonly NoticeRow[]): Recordable<'stepped-up'> {
  return {
    cause: `stepped-up:${sha256(to.id)}`,
    body: {
      type: 'stepped-up',
      contactId: to.recipient.contactId,
      name: to.recipient.name,
      from: from.map(({ notice, ...row }) => ({ channel: notice.channel, why: whyNot(row) })),
      to: to.channel
    }
  }
}

function callListed({ rows, sha256 }: Matter, { subject, recipient, reason, round }: Notice): Recordable<'call-listed'> {
  const cause = `call-listed:${subject.id}:${recipient.contactId}:${reason}:${round}`
  return {
    cause,
    body: {
      type: 'call-listed',
      callId: sha256(cause).slice(0, 16),
      contactId: recipient.contactId,
      name: recipient.name,
      role: recipient.role,
      departmentId: recipient.departmentId,
      reason,
      why: rows.map(({ notice, ...row }) => `${notice.channel}：${whyNot(row)}`)
    }
  }
}

function whyNot({ state, detail }: Pick<NoticeRow, 'state' | 'detail'>): string {
  if (state === 'dead') return detail ?? '无法送达'
  if (state === 'accepted') return '渠道已收下，规定时间内未证实送到'
  return detail === null ? '规定时间内未发出' : `规定时间内未发出（${detail}）`
}

function idsOf(rows: readonly NoticeRow[]): string[] {
  return rows.map(({ notice }) => notice.id)
}
