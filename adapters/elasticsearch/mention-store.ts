import type { MentionStore } from '../../core/ports.ts'
import { EarlyAssignments } from './early-assignments.ts'
import { aliasOf } from './index-kind.ts'
import { mentionKind } from './mention-kind.ts'
import type { MentionParts } from './mention-parts.ts'
import { mentionReads } from './mention-reads.ts'
import { rollupMentions } from './mention-rollup.ts'
import { searchMentions } from './mention-search.ts'
import { mentionWrites } from './mention-writes.ts'
import type { StoreDeps } from './open.ts'
import { Refresher } from './refresher.ts'
import { Whereabouts } from './whereabouts.ts'

/** Mentions in dated indices behind one alias, each where it was first seen. */
export function createMentionStore(deps: StoreDeps): MentionStore {
  const alias = aliasOf(deps.options, mentionKind)
  const parts: MentionParts = {
    client: deps.client,
    options: deps.options,
    random: deps.random,
    alias,
    whereabouts: new Whereabouts(deps),
    early: new EarlyAssignments(deps),
    refresher: new Refresher(deps.client, alias)
  }
  return {
    ...mentionWrites(parts),
    ...mentionReads(parts),
    rollup: (incidentIds) => rollupMentions(parts, incidentIds),
    search: (query) => searchMentions(parts, query)
  }
}
