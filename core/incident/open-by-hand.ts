import { type DepartmentShare, type Facts, type Place } from '../assessment.ts'
import type { Anchor } from '../countdown.ts'
import { RefusedError } from '../errors.ts'
import type { Grade } from '../grade.ts'
import type { Instant } from '../instant.ts'
import { demand } from '../permission.ts'
import type { Policy } from '../policy.ts'
import { countingAnchor } from './anchor.ts'
import { demandDistinct, demandOneLead } from './assign.ts'
import { clockGrade, clocksStartedBy } from './clocks.ts'
import { demandReason, type CommandContext } from './command.ts'
import { typedFigures } from './typed-figures.ts'
import { demandTypedMoment } from './typed-moment.ts'
import type { Decision } from './update.ts'

export interface OpenByHand {
  readonly title: string
  readonly summary: string
  readonly eventType: string | null
  readonly eventGrade: Grade | null
  readonly opinionGrade: Grade | null
  readonly occurredAt: Instant | null
  readonly departments: readonly DepartmentShare[]
  readonly places?: readonly Place[]
  readonly facts?: Facts
  /** How it came to us: telephone, a department's report, missed by the machine. */
  readonly reason: string
}

export interface Opening {
  readonly jurisdiction: string
  readonly policy: Policy
  readonly drill: boolean
  readonly blindSources: readonly string[]
  /** Those that rules, checklists, templates and departments name; left out where none is held against them. */
  readonly eventTypes?: readonly string[]
}

const mostNamed = 20

/**
 * 人工立案: anyone on duty opens what the machine has not seen. The grade is a person's from the start, so it is confirmed,
 * and its clocks run at once from the occurrence where it is known, else from now.
 */
export function openByHand(command: OpenByHand, opening: Opening, context: CommandContext): Decision {
  demand(context.actor, 'incident.open')
  const title = command.title.trim()
  if (title === '') throw new RefusedError('请填写事件标题')
  if (command.occurredAt !== null) demandTypedMoment(command.occurredAt, context.now, '事发时间')
  if (command.departments.some(({ role }) => role === 'lead')) demandOneLead(command.departments)
  demandDistinct(command.departments)
  demandKnownType(command.eventType, opening.eventTypes)
  const reason = demandReason(command.reason)
  const anchors = anchorsOf(command, context, reason)
  const countdowns = clocksStartedBy(
    { policy: opening.policy, countdowns: [] },
    clockGrade(opening.policy, command.eventGrade, command.opinionGrade, 'must-respond')
  )
  return [
    {
      type: 'opened',
      jurisdiction: opening.jurisdiction,
      drill: opening.drill,
      title,
      foundingMentionId: null,
      eventType: command.eventType,
      summary: command.summary.trim(),
      responseValue: 'must-respond',
      responseReason: `人工立案：${reason}`,
      policy: opening.policy,
      blindSources: [...opening.blindSources]
    },
    ...anchors.map((anchor) => ({ type: 'anchor-set' as const, anchor })),
    { type: 'grade-confirmed', eventGrade: command.eventGrade, opinionGrade: command.opinionGrade, reason, secondedBy: null },
    { type: 'facts-established', facts: command.facts ?? typedFigures(title, command.summary.trim()), from: null },
    { type: 'places-established', places: [...(command.places ?? [])] },
    { type: 'departments-proposed', departments: [...command.departments] },
    ...(countingAnchor(opening.policy, anchors) === null ? [] : countdowns)
  ]
}

/** @throws RefusedError naming what is known */
function demandKnownType(eventType: string | null, known: readonly string[] | undefined): void {
  if (eventType === null || known === undefined || known.includes(eventType)) return
  const some = known.length === 0 ? '配置中没有事件类型' : `已知的：${known.slice(0, mostNamed).join('、')}${known.length > mostNamed ? '等' : ''}`
  throw new RefusedError(`没有事件类型“${eventType}”；不确定可不填。${some}`)
}

function anchorsOf(command: OpenByHand, context: CommandContext, reason: string): Anchor[] {
  const detected: Anchor = { kind: 'detected', at: context.now, precision: 'second', setBy: 'person', reason }
  if (command.occurredAt === null) return [detected]
  return [{ kind: 'occurred', at: command.occurredAt, precision: 'minute', setBy: 'person', reason }, detected]
}
