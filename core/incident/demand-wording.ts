import { compareWording, differenceWords, type WordingComparison } from '../compare-wording.ts'
import { RefusedError } from '../errors.ts'
import { releaseRules } from '../release-policy.ts'
import type { SeenPage } from './published-page.ts'
import type { IncidentState } from './state.ts'
import { approvedWording } from './wording.ts'

/** What the page carries of the approved wording; null where none is approved. */
export function compareWithApproved(state: IncidentState, page: SeenPage): WordingComparison | null {
  const wording = approvedWording(state)
  if (wording === null) return null
  const places = state.places.flatMap(({ text, name }) => [text, ...(typeof name === 'string' ? [name] : [])])
  const { share } = releaseRules(state.policy)
  return compareWording(`${page.evidence.title ?? ''}\n${page.text}`, wording.text, { version: wording.version, asked: share, places })
}

/**
 * Null where no wording is approved and the policy asks for none.
 * @throws RefusedError where the page says something else than the approved wording, naming the passages, or none is approved and one has to be
 */
export function demandWording(state: IncidentState, page: SeenPage): WordingComparison | null {
  const { wording, source } = releaseRules(state.policy)
  const comparison = compareWithApproved(state, page)
  const metadata = { url: page.evidence.url }
  if (comparison === null) {
    if (wording === 'when-approved') return null
    throw new RefusedError(`本事件还没有已核准的口径，政策要求先核准口径再发布（${source}），时限继续计算`, { metadata })
  }
  if (comparison.carries) return comparison
  throw new RefusedError(`页面与已核准的口径（第 ${comparison.version} 版）不符，时限继续计算。${differenceWords(comparison)}`, { metadata })
}
