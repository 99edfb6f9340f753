import type { Sha256 } from '../core/incident/chain.ts'
import type { AssessedMention } from '../core/ports.ts'
import { Clusters, type Cluster, type ClusterSettings, type Node } from './grouping/clusters.ts'
import { deskSettings } from './grouping/desk-settings.ts'
import { featuresOf } from './grouping/features.ts'
import { incidentIdOf } from './grouping/incident-id.ts'
import { fileLinkSettings, linkBetween, type Link } from './grouping/link.ts'

export interface Grouped {
  readonly id: string
  /** Null: an incident of its own, or none. */
  readonly incidentId: string | null
  readonly relevant: boolean
  /** Why it stands where it stands. */
  readonly reason: string
}

/** For data without places and dates, such as months of reposts: nothing is too old and no number too great to be compared with. */
const looseSettings: ClusterSettings = { link: fileLinkSettings, mostCompared: Number.MAX_SAFE_INTEGER, mostBystanders: Number.MAX_SAFE_INTEGER }

/**
 * Groups mentions of a file in memory. As the desk does: the same comparison and the same thresholds, and what is not relevant
 * joins only what it answers. With `all` everything counts as relevant and wording tells, more loosely, whatever the time. One
 * line an input, in the order of the input.
 */
export function groupMentions(items: readonly AssessedMention[], options: { readonly all: boolean; readonly sha256: Sha256 }): Grouped[] {
  const settings = options.all ? looseSettings : deskSettings
  const clusters = new Clusters<null>(settings, () => false)
  for (const { mention, assessment } of items) clusters.place(featuresOf(mention, options.all ? { ...assessment, relevant: true } : assessment), null)
  const members = new Map<Cluster<null>, Node<null>[]>()
  return items.map(({ mention, assessment }) => {
    const node = clusters.node(mention.id)
    const { relevant } = assessment
    const line = { id: mention.id, relevant }
    if (node === undefined || node.cluster.nodes.size === 1) return { ...line, incidentId: null, reason: whyAlone(relevant || options.all) }
    const before = members.get(node.cluster) ?? []
    members.set(node.cluster, before)
    const reason = whyTogether(node, before, settings)
    before.push(node)
    return { ...line, incidentId: incidentIdOf(options.sha256, before[0]?.id ?? mention.id), reason }
  })
}

function whyAlone(counts: boolean): string {
  return counts ? '没有与它相连的信息，自成一个事件' : '不相关，不归并（要一并归并，加 --all）'
}

/** Enough to find one that links; a story of hundreds links many. */
const mostAsked = 48

/** By the best link to one that stands before it in the file. */
function whyTogether(node: Node<null>, before: readonly Node<null>[], { link: settings }: ClusterSettings): string {
  if (before.length === 0) return '此事件的第一条'
  let best: { readonly id: string; readonly link: Link } | null = null
  for (const { id, features } of before.slice(0, mostAsked)) {
    const link = linkBetween(node.features, features, settings)
    if (link !== null && id !== node.id && link.score > (best?.link.score ?? 0)) best = { id, link }
  }
  return best === null ? '经此事件的其他信息相连' : `与 ${best.id} 相连：${best.link.reasons.join('；')}`
}
