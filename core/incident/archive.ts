import { keptFor, type ArchiveRules, type KeptFor } from '../archive/rules.ts'
import { RefusedError } from '../errors.ts'
import { gradeWords } from '../grade.ts'
import { demand } from '../permission.ts'
import type { FiledPackage } from './after.ts'
import type { CommandContext } from './command.ts'
import { demandEnded } from './ended.ts'
import type { IncidentEvent } from './events.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/**
 * 归档: the last event there ever is. Names the package, which holds every event before this one.
 * @param events the timeline as it is now: a package of an older one is not filed
 */
export function archive(
  state: IncidentState,
  events: readonly IncidentEvent[],
  command: { readonly rules: ArchiveRules | null; readonly number: string; readonly package: FiledPackage },
  context: CommandContext
): Decision {
  const kept = demandArchivable(state, command.rules, context)
  if (events.at(-1)?.hash !== command.package.headHash) throw new RefusedError('制作归档包期间事件又有变化，请重新归档')
  return [{ type: 'archived', number: command.number, keptFor: kept, package: command.package }]
}

/** How long it will be kept. @throws ForbiddenError, RefusedError where it may not be filed (yet) */
export function demandArchivable(state: IncidentState, rules: ArchiveRules | null, context: CommandContext): KeptFor {
  demand(context.actor, 'incident.archive')
  demandEnded(state, '归档')
  if (rules === null) throw new RefusedError('没有配置归档规则（wanglou.yaml 的 archive），不知道保管期限，不能归档')
  const { grade, status, after } = state
  const isReviewed = after !== undefined && after.review !== null
  if (status === 'closed' && grade !== null && rules.reviewedFirst.includes(grade) && !isReviewed)
    throw new RefusedError(`${gradeWords[grade]}事件须先评估，再归档`)
  const kept = keptFor(rules, grade)
  if (kept === null) throw new RefusedError(`归档规则没有写明${grade === null ? '未定级' : gradeWords[grade]}事件的保管期限`)
  return kept
}
