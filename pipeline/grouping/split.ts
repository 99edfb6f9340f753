import type { IncidentDocument } from '../../core/incident/state.ts'
import type { MentionId } from '../../core/mention.ts'
import { featuresOf } from './features.ts'
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
  const leaving = new Set<MentionId>(mentionIds)
  for (const id of leaving) {
    for (const { features } of from.group.nodes.values()) if (features.parentId === id) leaving.add(features.id)
  }
  for (const row of await deps.mentions.getMany([...leaving])) {
    const node = clusters.node(row.mention.id)
    if (node?.cluster === from.group && row.assessment !== null) clusters.move(node, featuresOf(row.mention, row.assessment), into)
    else if (node === undefined && row.incidentId !== null && source.has(row.incidentId)) putStored(deps, clusters, into, row)
  }
  await keeper.write(new Set(leaving))
  await keeper.observeGroup(from.group)
}

/** What a person took out of which incident, by the timeline of what was opened with it. */
export function splitsOf({ events }: IncidentDocument): readonly { readonly incidentId: string; readonly mentionIds: readonly MentionId[] }[] {
  return events.flatMap(({ body }) => (body.type === 'split-from' ? [{ incidentId: body.incidentId, mentionIds: body.mentionIds }] : []))
}
