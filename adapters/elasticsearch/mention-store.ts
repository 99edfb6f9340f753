import type { Stores } from '../../core/ports.ts'
import { EarlyAssignments } from './early-assignments.ts'
import { aliasOf, type IndexKind } from './index-kind.ts'
import { assignMentions } from './mention-assign.ts'
import { arrivedMentions } from './mention-arrivals.ts'
import { facetMentions } from './mention-facets.ts'
import { mentionKind } from './mention-kind.ts'
import type { MentionParts } from './mention-parts.ts'
import { putMentions } from './mention-put.ts'
import { mentionReads } from './mention-reads.ts'
import { rollupMentions } from './mention-rollup.ts'
import { tallyMentions } from './mention-tally.ts'
import { searchMentions } from './mention-search.ts'
import type { StoreDeps } from './open.ts'
import { Refresher } from './refresher.ts'
import { SoundIndices } from './sound-indices.ts'
import { Whereabouts } from './whereabouts.ts'

/** Mentions in dated indices behind one alias, each where it was first seen. */
export function createMentionStore(deps: StoreDeps, kind: IndexKind = mentionKind): Stores['mentions'] {
  const alias = aliasOf(deps.options, kind)
  const parts: MentionParts = {
    client: deps.client,
    random: deps.random,
    logger: deps.logger,
    clock: deps.clock,
    alias,
    whereabouts: new Whereabouts(deps, kind),
    early: new EarlyAssignments(deps),
    refresher: new Refresher(deps.client, alias),
    sound: new SoundIndices(deps, kind)
  }
  return {
    ...mentionReads(parts),
    putMany: (mentions) => putMentions(parts, mentions),
    assign: (pairs) => assignMentions(parts, pairs),
    rollups: (incidents) => rollupMentions(parts, incidents),
    tally: (range) => tallyMentions(parts, range),
    facets: (query) => facetMentions(parts, query),
    arrived: (query) => arrivedMentions(parts, query),
    search: (query) => searchMentions(parts, query)
  }
}
