import { RefusedError } from '../errors.ts'
import type { Instant } from '../instant.ts'
import type { CommandContext } from './command.ts'
import { beginSupervision } from './draft-supervision.ts'
import type { IncidentState } from './state.ts'
import { demandTypedMoment } from './typed-moment.ts'
import type { Decision } from './update.ts'

/**
 * 他方报告: a matter that the machine found was reported by people too (telephone, hotline, a department, a superior). How often both
 * ways find the same is what the estimate of the missed rests on.
 */
export function recordOtherReport(
  state: IncidentState,
  command: { readonly way: string; readonly reportedAt: Instant },
  context: CommandContext
): Decision {
  beginSupervision(state, context, 'incident.record-other-report')
  const way = command.way.trim()
  if (way === '') throw new RefusedError('请写明经何种途径得知')
  demandTypedMoment(command.reportedAt, context.now, '报告时间')
  return [{ type: 'reported-otherwise', way, reportedAt: command.reportedAt }]
}
