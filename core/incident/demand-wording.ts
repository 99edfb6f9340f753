import { compareWording, differenceWords, type WordingComparison } from '../compare-wording.ts'
import { RefusedError } from '../errors.ts'
import { releaseRules } from '../release-policy.ts'
import type { SeenPage } from './published-page.ts'
import type { IncidentState } from './state.ts'
import { wordingsInForce, type Wording } from './wording.ts'

/**
 * What the page carries of the wording in force; null where none is approved. Where several units have one, it is that which the
 * page carries, else the nearest, else the newest.
 */
export function compareWithApproved(state: IncidentState, page: SeenPage): WordingComparison | null {
  const compared = wordingsInForce(state).map((wording) => compareWith(state, page, wording))
  return compared.reduce<WordingComparison | null>((best, one) => (best === null || isNearer(one, best) ? one : best), null)
}

function isNearer(one: WordingComparison, other: WordingComparison): boolean {
  return one.carries === other.carries ? one.share > other.share : one.carries
}

function compareWith(state: IncidentState, page: SeenPage, wording: Wording): WordingComparison {
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
