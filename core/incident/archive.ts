import { demandArchivable } from '../archive/demand-archivable.ts'
import type { ArchiveRules } from '../archive/rules.ts'
import { RefusedError } from '../errors.ts'
import type { FiledPackage } from './after.ts'
import type { CommandContext } from './command.ts'
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
