import { anchorWords } from '../countdown.ts'
import { RefusedError } from '../errors.ts'
import { addMs, chinaWallTime, dayMs } from '../instant.ts'
import { countingAnchor } from './anchor.ts'
import { begin, type CommandContext } from './command.ts'
import type { PublishedEvidence } from './events.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** 记录权威发布. The evidence is what the system itself fetched and keeps; without it this verb cannot be called. */
export function recordRelease(state: IncidentState, command: { readonly evidence: PublishedEvidence }, context: CommandContext): Decision {
  begin(state, context, 'incident.record-release')
  demandSince(state, command.evidence)
  const known = state.releases.some((release) => release.url === command.evidence.url && release.textHash === command.evidence.textHash)
  return known ? [] : [{ type: 'release-recorded', evidence: command.evidence }]
}

/**
 * A page from before the matter began is no answer to it.
 * @throws RefusedError naming both moments; a page that shows no time is judged by when it was fetched
 */
export function demandSince(state: IncidentState, evidence: PublishedEvidence): void {
  const anchor = countingAnchor(state.policy, state.anchors)
  if (anchor === null || evidence.publishedAt === null) return
  const latest = evidence.publishedPrecision === 'day' ? addMs(evidence.publishedAt, dayMs) : evidence.publishedAt
  if (latest >= anchor.at) return
  const moments = `${chinaWallTime(evidence.publishedAt)}，早于本事件的${anchorWords[anchor.kind]} ${chinaWallTime(anchor.at)}`
  throw new RefusedError(`该页面发布于 ${moments}，不能作为本事件的发布`, { metadata: { url: evidence.url } })
}
