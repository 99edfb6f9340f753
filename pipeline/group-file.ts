import type { Sha256 } from '../core/incident/chain.ts'
import type { AssessedMention } from '../core/ports.ts'
import { Clusters } from './grouping/clusters.ts'
import { featuresOf } from './grouping/features.ts'
import { incidentIdOf } from './grouping/incident-id.ts'
import { fileLinkSettings } from './grouping/link.ts'

export interface Grouped {
  readonly id: string
  /** Null: an incident of its own, or none. */
  readonly incidentId: string | null
}

/**
 * Groups mentions of a file by the comparison that the pipeline uses, in memory. Without `all`, what is not relevant
 * belongs to nothing. One line an input, in the order of the input.
 */
export function groupMentions(items: readonly AssessedMention[], options: { readonly all: boolean; readonly sha256: Sha256 }): Grouped[] {
  const clusters = new Clusters<null>(
    { link: fileLinkSettings, mostCompared: Number.MAX_SAFE_INTEGER, mostBystanders: Number.MAX_SAFE_INTEGER },
    () => false
  )
  for (const { mention, assessment } of items) {
    if (!options.all && !assessment.relevant) continue
    clusters.place(featuresOf(mention, options.all ? { ...assessment, relevant: true } : assessment), null)
  }
  return items.map(({ mention }) => {
    const nodes = clusters.node(mention.id)?.cluster.nodes
    const [first] = nodes?.keys() ?? []
    return { id: mention.id, incidentId: first === undefined || nodes?.size === 1 ? null : incidentIdOf(options.sha256, first) }
  })
}
