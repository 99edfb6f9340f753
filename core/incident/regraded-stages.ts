import { severityOf } from '../grade.ts'
import type { Stage, StagedRule } from '../staged-countdown.ts'
import type { WorkingTime } from '../working-days.ts'
import type { Followed } from './follow.ts'
import type { IncidentStage } from './incident-stage.ts'
import { courseOrReason } from './stage-course.ts'
import { stagesOf } from './stages.ts'
import { detectedAnchor, gradeOf, rulesFor, type WantedStage } from './wanted-stages.ts'

/** What a change of grade does to the clocks that run. */
export interface Regraded {
  readonly ended: readonly IncidentStage[]
  /** Of those that ended: what runs in their place, from the same anchor. */
  readonly replaced: readonly WantedStage[]
  readonly reason: string
}

/**
 * A rise puts a tighter stage in the place of a looser one and ends nothing else; a person's confirmed lowering ends what the lower
 * grade does not ask for. A machine's lowering touches no clock.
 */
export function regradedStages({ before, bodies, after }: Followed, rules: readonly StagedRule[], time: WorkingTime): Regraded {
  const none = { ended: [], replaced: [], reason: '' }
  if (before === null) return none
  const [then, now] = [gradeOf(before), gradeOf(after)]
  const confirmed = bodies.find((body) => body.type === 'grade-confirmed')
  const rose = severityOf(now) > severityOf(then)
  if (!rose && (confirmed === undefined || severityOf(now) === severityOf(then))) return none
  const ended: IncidentStage[] = []
  const replaced: WantedStage[] = []
  for (const clock of stagesOf(after).filter(({ settled }) => settled === null)) {
    const stage = rulesFor(rules, after)
      .find(({ kind }) => kind === clock.kind)
      ?.stages.find(({ id }) => id === clock.stage.id)
    if (rose ? stage === undefined || !isTighter(stage, clock, time) : stage !== undefined && isSameTime(stage, clock.stage)) continue
    ended.push(clock)
    if (stage !== undefined)
      replaced.push({
        kind: clock.kind,
        stage,
        department: clock.department,
        anchor: (clock.anchor.kind === 'detected' ? detectedAnchor(after) : null) ?? clock.anchor
      })
  }
  return { ended, replaced, reason: rose ? '等级上调，由更紧的时限取代' : `等级下调：${confirmed?.reason ?? ''}` }
}

function isSameTime(one: Stage, other: Stage): boolean {
  return JSON.stringify([one.from, one.within]) === JSON.stringify([other.from, other.within])
}

/** An extension that was approved stays. */
function isTighter(stage: Stage, clock: IncidentStage, time: WorkingTime): boolean {
  if (isSameTime(stage, clock.stage)) return false
  const course = courseOrReason(stage, clock.anchor, time)
  return typeof course !== 'string' && course.dueAt < clock.dueAt
}
