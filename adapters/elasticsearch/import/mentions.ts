import type { MovedEarlyAssignment, MovedMention, MoveTarget } from '../../../core/moved.ts'
import type { MentionStore } from '../../../core/ports.ts'
import { EarlyAssignments } from '../early-assignments.ts'
import { datedIndexOf } from '../index-kind.ts'
import { documentIdOf, documentOf, readState, stateFields, type StoredStateFields } from '../mention-document.ts'
import { earlyAssignmentKind, mentionKind } from '../mention-kind.ts'
import { periodOf } from '../mention-period.ts'
import type { StoreDeps } from '../open.ts'
import { countOf, findAll } from './find-all.ts'
import { putAll } from './put-all.ts'

/** Mentions with everything that was ever seen of them, each in the index of the period in which it was first seen. */
export function mentionTarget(deps: StoreDeps): MoveTarget<MovedMention> {
  const { options } = deps
  const placeOf = ({ mention, firstSeenAt }: MovedMention) => ({
    index: datedIndexOf(options, mentionKind, periodOf(firstSeenAt, options.period)),
    id: documentIdOf(mention.id)
  })
  return {
    put: (rows) =>
      putAll(
        deps,
        rows.map((row) => ({ ...placeOf(row), source: documentOf(row) }))
      ),
    async find(rows) {
      const found = await findAll<StoredStateFields>(deps, rows.map(placeOf), stateFields)
      return found.map((fields) => (fields === null ? null : readState(fields)))
    },
    count: () => countOf(deps, mentionKind)
  }
}

/** To be filled after the mentions: an assignment waits only where its mention is not stored. */
export function earlyAssignmentTarget(deps: StoreDeps, mentions: Pick<MentionStore, 'assign'>): MoveTarget<MovedEarlyAssignment> {
  return {
    put: (rows) => mentions.assign(rows),
    async find(rows) {
      const early = new EarlyAssignments(deps)
      await early.read()
      const found = await early.of(rows.map(({ id }) => id))
      return rows.map(({ id }) => {
        const assignment = found.get(id)
        return assignment === undefined ? null : { id, incidentId: assignment.incidentId }
      })
    },
    /** One document is the sentinel. */
    count: async () => Math.max(0, (await countOf(deps, earlyAssignmentKind)) - 1)
  }
}
