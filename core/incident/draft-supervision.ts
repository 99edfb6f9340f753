import type { Actor, Person } from '../actor.ts'
import { RefusedError } from '../errors.ts'
import { addMs, chinaWallTime, dayMs, hourMs, type Instant } from '../instant.ts'
import { demand, type Action } from '../permission.ts'
import { stepBefore, supervisionWords, type Finding, type SupervisionKind, type SupervisionRules } from '../supervision.ts'
import { begin, type CommandContext } from './command.ts'
import { demandPart, hasPart } from './demand-part.ts'
import { demandNotFiled } from './ended.ts'
import type { IncidentEvent } from './events.ts'
import { stagesOf } from './stages.ts'
import type { IncidentState } from './state.ts'
import type { SupervisedUnit, SupervisionEntry } from './supervision-entry.ts'
import { demandFault, evidenceFor, type EvidenceWanted } from './supervision-evidence.ts'
import type { SupervisionEventBody } from './supervision-events.ts'

/** What a supervisor writes at each step of the ladder. */
export interface SupervisionCommand extends EvidenceWanted {
  readonly unit: SupervisedUnit
  readonly finding: Finding
  readonly text: string
  /** Until when the unit puts things right, where the step asks for that. */
  readonly rectifyBy: Instant | null
  /** Why the step before is left out; empty where it is not. */
  readonly skipReason: string
}

/** What a verb of the ladder is given besides: the unit's rules, and the timeline that evidence is taken from. */
export interface SupervisionGround {
  readonly rules: SupervisionRules
  readonly events: readonly IncidentEvent[]
}

/** Less is no finding. */
const shortestFinding = 10
const farthestRectificationMs = 366 * dayMs

/**
 * A step of the ladder: its document is written, and goes out at once where nobody has to sign it.
 * @throws ForbiddenError; RefusedError for a step out of its order without a reason, without evidence, or without a due date it needs
 */
export function draftSupervision(
  state: IncidentState,
  kind: SupervisionKind,
  command: SupervisionCommand,
  now: Instant,
  { rules, events }: SupervisionGround
): SupervisionEventBody[] {
  const rule = rules.steps.find((step) => step.kind === kind)
  if (rule === undefined) throw new RefusedError(`本单位没有${supervisionWords[kind]}的规则`)
  const text = command.text.trim()
  if (text.length < shortestFinding) throw new RefusedError(`请写明认定的事实与理由，至少 ${shortestFinding} 字，现有 ${text.length} 字`)
  const named = { id: `supervision-${entriesOf(state).length + 1}`, kind, unit: command.unit }
  refuseSecond(state, kind, command, text)
  demandConcerned(state, command, events)
  const signs = rule.signedBy.length > 0
  const evidence = evidenceFor(state, events, command, now)
  if (kind === 'criticism' || kind === 'summons') demandFault(evidence, supervisionWords[kind])
  const drafted = {
    type: 'supervision-drafted' as const,
    ...named,
    finding: command.finding,
    text,
    evidence,
    skipReason: skipReasonOf(state, kind, command),
    signedBy: rule.signedBy,
    statementBy: signs && rule.statementHours !== null ? addMs(now, rule.statementHours * hourMs) : null,
    rectifyBy: rectifyByOf(rule.rectification, command.rectifyBy, now, kind),
    numberPattern: rule.number,
    source: rule.source
  }
  if (signs) return [drafted]
  return [drafted, { type: 'supervision-issued', ...named, note: '', heard: 'not-asked' }]
}

/**
 * The first line of every verb of the ledger. It goes on after an incident is closed, since what was late shows by then; not on what
 * was merged or dismissed. A person decides, never a machine.
 * @throws ForbiddenError, RefusedError
 */
export function beginSupervision(state: IncidentState, context: CommandContext, action: Action): void {
  if (state.status === 'closed') {
    demand(context.actor, action)
    demandNotFiled(state)
    demandPart(state, context.actor, action)
  } else begin(state, context, action)
  demandSupervisor(context.actor)
}

/** @throws RefusedError for a machine */
export function demandSupervisor(actor: Actor): Person {
  if (actor.kind !== 'person') throw new RefusedError('督办只能由人决定')
  return actor
}

export function entriesOf({ supervision }: Pick<IncidentState, 'supervision'>): readonly SupervisionEntry[] {
  return supervision?.entries ?? []
}

/** @throws RefusedError when there is no such document */
export function demandEntry(state: IncidentState, id: string): SupervisionEntry {
  const entry = entriesOf(state).find((one) => one.id === id)
  if (entry === undefined) throw new RefusedError('没有这份督办文书', { metadata: { entry: id } })
  return entry
}

/** A handler speaks for the own unit. @throws RefusedError */
export function demandOwnEntry(state: IncidentState, id: string, person: Person): SupervisionEntry {
  const entry = demandEntry(state, id)
  if (entry.unit.id !== person.departmentId) throw new RefusedError('只能办理本部门的督办文书', { metadata: { entry: id } })
  return entry
}

/** One document of a kind for one finding of a unit while it is open; one that asks for no rectification is not said twice in the same words. */
function refuseSecond(state: IncidentState, kind: SupervisionKind, { unit, finding }: SupervisionCommand, text: string): void {
  const before = entriesOf(state).filter((entry) => entry.kind === kind && entry.unit.id === unit.id && entry.status !== 'refused')
  const waiting = before.find(({ status }) => status === 'awaiting-signature')
  if (waiting !== undefined) throw new RefusedError(`对${unit.name}已有一份${supervisionWords[kind]}待签发`, { metadata: { entry: waiting.id } })
  const open = before.find((entry) => entry.finding === finding && isOpen(entry, text))
  if (open !== undefined)
    throw new RefusedError(`对${unit.name}已有一份认定相同的${supervisionWords[kind]}，尚未了结`, { metadata: { entry: open.id } })
}

function isOpen({ rectification, text }: SupervisionEntry, words: string): boolean {
  return rectification === 'none' ? text === words : rectification !== 'accepted'
}

/**
 * Who has a part in the matter or had one, or is on record to have known of it. Reports go up from the desk, so a late one may be any
 * unit's. @throws RefusedError
 */
function demandConcerned(state: IncidentState, { unit, clocks }: SupervisionCommand, events: readonly IncidentEvent[]): void {
  const had = events.some(({ body }) => {
    if (body.type === 'assigned') return body.departments.some(({ id }) => id === unit.id)
    return body.type === 'prior-knowledge-recorded' && body.unit.id === unit.id
  })
  const reportsUp = stagesOf(state).some(({ id, kind }) => kind === 'report-up' && clocks.includes(id))
  if (!had && !reportsUp && !hasPart(state, unit.id))
    throw new RefusedError(`${unit.name}在本事件中没有职责：未交办、无任务，也未登记事前已知，不能督办`, { metadata: { unit: unit.id } })
}

/** Null where the step before went out already, or there is none before. @throws RefusedError where it is skipped without a word */
function skipReasonOf(state: IncidentState, kind: SupervisionKind, { unit, skipReason }: SupervisionCommand): string | null {
  const before = stepBefore(kind)
  if (before === null) return null
  const stands = entriesOf(state).some((entry) => entry.kind === before && entry.unit.id === unit.id && entry.status === 'issued')
  if (stands) return null
  const reason = skipReason.trim()
  if (reason === '') throw new RefusedError(`尚未对${unit.name}作出${supervisionWords[before]}；越级须写明理由`)
  return reason
}

function rectifyByOf(isNeeded: boolean, wanted: Instant | null, now: Instant, kind: SupervisionKind): Instant | null {
  if (wanted === null && isNeeded) throw new RefusedError(`${supervisionWords[kind]}须写明整改期限`)
  if (wanted !== null && wanted <= now) throw new RefusedError(`整改期限 ${chinaWallTime(wanted)} 已过，请改为今后的时刻`)
  if (wanted !== null && wanted > addMs(now, farthestRectificationMs))
    throw new RefusedError(`整改期限 ${chinaWallTime(wanted)} 在一年以后，请核对年份`)
  return wanted
}
