import { RefusedError } from '../errors.ts'
import { gradeWords } from '../grade.ts'
import type { CommandContext } from '../incident/command.ts'
import { demandEnded } from '../incident/ended.ts'
import { openSupervision } from '../incident/unfinished.ts'
import type { IncidentState } from '../incident/state.ts'
import { demand } from '../permission.ts'
import { keptFor, type ArchiveRules, type KeptFor } from './rules.ts'

/** How long it will be kept. @throws ForbiddenError, RefusedError where it may not be filed (yet) */
export function demandArchivable(state: IncidentState, rules: ArchiveRules | null, context: CommandContext): KeptFor {
  demand(context.actor, 'incident.archive')
  demandEnded(state, '归档')
  if (rules === null) throw new RefusedError('没有配置归档规则（wanglou.yaml 的 archive），不知道保管期限，不能归档')
  const { grade, status, after } = state
  const isReviewed = after !== undefined && after.review !== null
  if (status === 'closed' && grade !== null && rules.reviewedFirst.includes(grade) && !isReviewed)
    throw new RefusedError(`${gradeWords[grade]}事件须先评估，再归档`)
  const supervised = openSupervision(state)
  if (supervised.length > 0) throw new RefusedError(`督办尚未了结：${supervised.join('、')}。归档后不能再写，请先了结`)
  const kept = keptFor(rules, grade)
  if (kept === null) throw new RefusedError(`归档规则没有写明${grade === null ? '未定级' : gradeWords[grade]}事件的保管期限`)
  return kept
}
