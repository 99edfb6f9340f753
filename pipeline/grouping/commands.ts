import type { GroupCommand } from '../../core/records.ts'
import { restoreOne } from './restore.ts'
import { followSplit } from './split.ts'
import type { GrouperDeps, Keeper, WorkingSet } from './working-set.ts'

/** People's decisions about grouping, which stand in the documents already: the working set follows them. */
export async function followCommand(deps: GrouperDeps, clusters: WorkingSet, keeper: Keeper, command: GroupCommand): Promise<void> {
  const document = await deps.incidents.get(command.incidentId)
  if (document === null) {
    deps.logger.warn({ command: command.commandId, incident: command.incidentId }, 'command names an unknown incident')
    return
  }
  const group = keeper.groupOf(document.id) ?? (await restoreOne(deps, clusters, keeper, document))
  switch (command.kind) {
    case 'open':
      return
    case 'ended':
      keeper.heard(document)
      return
    case 'merge': {
      const into = await deps.incidents.get(command.into)
      if (into === null) return
      const target = keeper.groupOf(into.id) ?? (await restoreOne(deps, clusters, keeper, into))
      keeper.moved(document.id, into.id, into)
      await keeper.observeGroup(clusters.unite(target, group))
      return
    }
    case 'split': {
      const into = await deps.incidents.get(command.into)
      if (into === null) return
      keeper.heard(document)
      const target = keeper.groupOf(into.id) ?? (await restoreOne(deps, clusters, keeper, into))
      await followSplit(deps, clusters, keeper, { group, document }, target, command.mentionIds)
      return
    }
    default:
      command satisfies never
  }
}
