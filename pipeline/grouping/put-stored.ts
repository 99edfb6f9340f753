import { memberOf } from '../../core/incident/digest.ts'
import type { StoredMention } from '../../core/records.ts'
import { featuresOf } from './features.ts'
import type { Group, GrouperDeps, WorkingSet } from './working-set.ts'

/** Brings one stored mention into an incident's group, unless it stands somewhere already. */
export function putStored(deps: GrouperDeps, clusters: WorkingSet, group: Group, { mention, assessment, incidentId }: StoredMention): void {
  if (assessment === null || clusters.node(mention.id) !== undefined) return
  clusters.restore(
    featuresOf(mention, assessment),
    { member: memberOf(mention, assessment, deps.tierOf(mention)), storedIn: incidentId, arrived: true, compared: false, fetchedElapsedMs: null },
    group
  )
}
