import { hourMs, msOf } from '../../core/instant.ts'
import type { AssessedRecord } from '../../core/records.ts'
import type { MentionId } from '../../core/mention.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import { IdMarks } from './id-marks.ts'
import { putStored } from './put-stored.ts'
import { restoreOne } from './restore.ts'
import type { Group, GrouperDeps, Keeper, WorkingSet } from './working-set.ts'

/** Moves the incidents of which nothing was seen for the whole window out of memory, and back when one of their mentions is. */
export interface Retirement {
  /** Brings back from the store what the records speak of: a retired mention seen again, or an answer to one. */
  recall(records: readonly AssessedRecord[]): Promise<void>
  /** Lets go of what no new mention can link any more. What it lets go of is durable. */
  retire(): Promise<void>
}

/** Looking through all of them takes a moment. */
const everyMs = hourMs

export function createRetirement(deps: GrouperDeps, clusters: WorkingSet, keeper: Keeper): Retirement {
  const retired = new IdMarks()
  let lookedAt = Number.NEGATIVE_INFINITY

  const bringBack = async (id: string): Promise<Group | null> => {
    const document = await survivorOf(deps, id)
    return document === null ? null : (keeper.groupOf(document.id) ?? (await restoreOne(deps, clusters, keeper, document)))
  }
  return {
    async recall(records) {
      const wanted = new Set<MentionId>()
      for (const record of records) {
        if (record.type !== 'mention') continue
        for (const id of [record.mention.id, record.mention.parentId])
          if (id !== null && clusters.node(id) === undefined && retired.has(id)) wanted.add(id)
      }
      if (wanted.size === 0) return
      for (const row of await deps.mentions.getMany([...wanted])) {
        const group = row.incidentId === null || clusters.node(row.mention.id) !== undefined ? null : await bringBack(row.incidentId)
        // It came with the others of its incident, unless that was in memory without it.
        if (group !== null) putStored(deps, clusters, group, row)
      }
    },
    async retire() {
      if (clusters.oldestLinked < lookedAt + everyMs) return
      lookedAt = clusters.oldestLinked
      for (const group of keeper.groups()) {
        if (!isQuiet(group, clusters.oldestLinked)) continue
        await keeper.letGo(group)
        for (const id of group.nodes.keys()) retired.add(id)
        clusters.letGo(group)
      }
    }
  }
}

/** Its counts are a sign of life as well: who is looked at every hour would come and go every hour. */
function isQuiet({ nodes }: Group, since: number): boolean {
  for (const { features, load } of nodes.values()) {
    if (features.seenAt >= since) return false
    if (load.member !== null && msOf(load.member.mention.observedAt) >= since) return false
  }
  return true
}

/** The incident that a mention stored under this id belongs to now. */
async function survivorOf(deps: GrouperDeps, incidentId: string): Promise<IncidentDocument | null> {
  const seen = new Set<string>()
  let document = await deps.incidents.get(incidentId)
  while (document?.state.status === 'merged' && document.state.mergedInto !== null && !seen.has(document.id)) {
    seen.add(document.id)
    document = await deps.incidents.get(document.state.mergedInto)
  }
  return document
}
