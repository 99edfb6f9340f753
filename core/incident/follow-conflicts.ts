import { publicClaims } from '../public-claims.ts'
import { publicConflicts, type PublicText } from '../public-conflicts.ts'
import type { IncidentEventBody } from './events.ts'
import type { Followed } from './follow.ts'
import { publicityOf } from './publicity.ts'
import type { Release } from './release.ts'
import type { IncidentState } from './state.ts'
import { unitKey, wordingsInForce, type Wording } from './wording.ts'

const speaks: ReadonlySet<IncidentEventBody['type']> = new Set<IncidentEventBody['type']>([
  'wording-approved',
  'release-recorded',
  'release-lost',
  'release-changed'
])

/**
 * 口径不一致: whenever a wording comes into force or a page is recorded or lost, what units then say that excludes each other, and what has
 * ended. Computed from what stands, so that asking twice changes nothing.
 */
export function followConflicts({ bodies, after }: Followed): IncidentEventBody[] {
  if (after.status !== 'open' || !bodies.some(({ type }) => speaks.has(type))) return []
  const standing = publicConflicts(publicTexts(after))
  const known = publicityOf(after).conflicts.filter(({ endedAt }) => endedAt === null)
  return [
    ...known
      .filter(({ id }) => !standing.some((one) => one.id === id))
      .map(({ id, about }): IncidentEventBody => ({ type: 'public-conflict-ended', id, about })),
    ...standing
      .filter(({ id }) => !known.some((one) => one.id === id))
      .map(({ id, sort, about, sides }): IncidentEventBody => ({
        type: 'public-conflict-found',
        conflict: { id, sort, about, sides: [{ ...sides[0] }, { ...sides[1] }] }
      }))
  ]
}

/** What is said in public now: wordings in force and recorded pages that stand. */
function publicTexts(state: IncidentState): PublicText[] {
  const wordings = wordingsInForce(state)
  return [...wordings.map(textOfWording), ...state.releases.filter(({ lost }) => lost === undefined).map((release) => textOfRelease(state, release))]
}

function textOfWording(wording: Wording): PublicText {
  const at = wording.approvedAt ?? wording.draftedAt
  return { unit: unitName(wording), what: `口径第 ${wording.version} 版`, at, url: null, claims: publicClaims(wording.text, wording.draftedAt) }
}

/** A page that carries a wording speaks for the wording's unit; another one for its outlet. */
function textOfRelease({ wordings = [] }: IncidentState, release: Release): PublicText {
  const { comparison, outlet, title, publishedAt, fetchedAt, url, claims = [] } = release
  const carried = comparison?.carries === true ? wordings.find(({ version }) => version === comparison.version) : undefined
  return { unit: carried === undefined ? outlet : unitName(carried), what: `发布《${title ?? '无标题'}》`, at: publishedAt ?? fetchedAt, url, claims }
}

function unitName(wording: Wording): string {
  return wording.unit?.name ?? (unitKey(wording) || '本单位口径')
}
