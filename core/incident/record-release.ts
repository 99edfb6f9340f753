import { anchorWords } from '../countdown.ts'
import { RefusedError } from '../errors.ts'
import { chinaWallTime, latestOf, addMs, hourMs } from '../instant.ts'
import { pageRetraction } from '../page-retraction.ts'
import { publicClaims, type PublicClaim } from '../public-claims.ts'
import { demandAbout } from './about-incident.ts'
import { countingAnchor } from './anchor.ts'
import { begin, type CommandContext } from './command.ts'
import { demandWording } from './demand-wording.ts'
import type { PublishedPage, SeenPage } from './published-page.ts'
import { isSamePage } from './same-page.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/**
 * 记录权威发布. The evidence is what the system itself fetched and keeps, and its text carries the approved wording; without it this
 * verb cannot be called.
 */
export function recordRelease(state: IncidentState, page: PublishedPage, context: CommandContext): Decision {
  begin(state, context, 'incident.record-release')
  const { evidence } = page
  demandSince(state, evidence)
  const comparison = demandWording(state, page)
  if (comparison === null) {
    demandNotTakenBack(page)
    demandAbout(state, page, '发布证据')
  }
  const known = state.releases.some((release) => release.lost === undefined && isSamePage(release, evidence))
  return known ? [] : [{ type: 'release-recorded', evidence, comparison, ...claimsOf(page) }]
}

/** What the page says that another unit can contradict. */
export function claimsOf({ evidence: { title, publishedAt, fetchedAt }, text }: SeenPage): { claims?: PublicClaim[] } {
  const claims = publicClaims(`${title ?? ''}\n${text}`, publishedAt ?? fetchedAt)
  return claims.length === 0 ? {} : { claims }
}

/** Where no wording is approved the page speaks alone: what it says against itself still counts. @throws RefusedError with its words */
function demandNotTakenBack({ evidence: { title, url }, text }: PublishedPage): void {
  const back = pageRetraction(`${title ?? ''}\n${text}`)
  if (back !== null) throw new RefusedError(`页面写明「${back}」，不能作为发布证据，时限继续计算`, { metadata: { url } })
}

/** Clocks of two machines differ by less. */
const clockSkewMs = hourMs

/**
 * A page of tomorrow is none yet. A page from before the matter began is no answer to it. Where the page shows no time, the server's own word that it was last
 * modified before that counts against it; that word never makes it newer.
 * @throws RefusedError naming both moments
 */
export function demandSince(state: IncidentState, evidence: SeenPage['evidence']): void {
  const anchor = countingAnchor(state.policy, state.anchors)
  const shown = evidence.publishedAt ?? evidence.marks?.lastModified ?? null
  if (anchor === null || shown === null) return
  if (shown > addMs(evidence.fetchedAt, clockSkewMs)) {
    throw new RefusedError(`该页面写明的时间 ${chinaWallTime(shown)} 还没有到，不能作为发布证据，时限继续计算`, { metadata: { url: evidence.url } })
  }
  const latest = evidence.publishedAt === null ? shown : latestOf(shown, evidence.publishedPrecision)
  if (latest >= anchor.at) return
  const moments = `${chinaWallTime(shown)}，早于本事件的${anchorWords[anchor.kind]} ${chinaWallTime(anchor.at)}`
  throw new RefusedError(`该页面${evidence.publishedAt === null ? '最后修改' : '发布'}于 ${moments}，不能作为本事件的发布`, {
    metadata: { url: evidence.url }
  })
}
