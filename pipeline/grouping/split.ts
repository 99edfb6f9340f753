import type { IncidentDocument } from '../../core/incident/state.ts'
import type { MentionId } from '../../core/mention.ts'
import { putStored } from './put-stored.ts'
import type { Group, GrouperDeps, Keeper, WorkingSet } from './working-set.ts'

/**
 * Follows a split by a person: the mentions and the answers to them leave for the incident of their own, and what comes is
 * compared with them there. What has left by another way meanwhile stays where it is. Doing it again changes nothing.
 */
export async function followSplit(
  deps: GrouperDeps,
  clusters: WorkingSet,
  keeper: Keeper,
  from: { readonly group: Group; readonly document: IncidentDocument },
  into: Group,
  mentionIds: readonly MentionId[]
): Promise<void> {
  const source = keeper.kept(from.document.id)?.ids ?? new Set([from.document.id])
  const missing = mentionIds.filter((id) => clusters.node(id) === undefined)
  for (const row of missing.length === 0 ? [] : await deps.mentions.getMany(missing)) {
    if (row.incidentId !== null && source.has(row.incidentId)) putStored(deps, clusters, into, row)
  }
  const leaving = new Set<string>(mentionIds)
  for (const id of leaving) {
    for (const { features } of from.group.nodes.values()) if (features.parentId === id) leaving.add(features.id)
  }
  for (const id of leaving) {
    const node = clusters.node(id)
    if (node?.cluster === from.group) clusters.move(node, into)
  }
  await keeper.write(new Set(leaving))
  await keeper.observeGroup(from.group)
}

/** What a person took out of which incident, by the timeline of what was opened with it. */
export function splitsOf({ events }: IncidentDocument): readonly { readonly incidentId: string; readonly mentionIds: readonly MentionId[] }[] {
  return events.flatMap(({ body }) => (body.type === 'split-from' ? [{ incidentId: body.incidentId, mentionIds: body.mentionIds }] : []))
}
