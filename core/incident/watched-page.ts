import { z } from 'zod'
import { Instant } from '../instant.ts'
import { PublishedEvidence } from './events.ts'
import type { IncidentState } from './state.ts'
import type { Decision } from './update.ts'

/** What became of a page after it was recorded. */
export const pageCourse = {
  /** Gone, taken back, or it says something else now: it counts no more and stays on the record. */
  lost: z.object({ at: Instant, reason: z.string() }).optional(),
  /** 无法核实: since then nothing could be read there, which says nothing of the page. Absent while it can be. */
  unreadable: z.object({ since: Instant }).optional()
}

/** A page that showed that a conference was held. */
export const Conference = PublishedEvidence.extend(pageCourse)
export type Conference = z.infer<typeof Conference>

type Key = Pick<Conference, 'url' | 'textHash'>

export function isPage(page: Key & Pick<Conference, 'lost'>, { url, textHash }: Key): boolean {
  return page.lost === undefined && page.url === url && page.textHash === textHash
}

/** 无法核实 for so long that somebody has to look: told once, and no clock runs by it. */
export function missPage(state: IncidentState, { url, textHash }: Key, seen: { readonly reason: string; readonly since: Instant }): Decision {
  const [page] = standingAs(state, { url, textHash })
  return page === undefined || page.unreadable !== undefined ? [] : [{ type: 'page-unreadable', url, textHash, ...seen }]
}

export function findPageAgain(state: IncidentState, { url, textHash }: Key): Decision {
  const [page] = standingAs(state, { url, textHash })
  return page?.unreadable === undefined ? [] : [{ type: 'page-readable', url, textHash }]
}

/** One address may have shown a release and a conference. */
function standingAs({ releases, conferences, status }: IncidentState, key: Key): Conference[] {
  return status === 'open' || status === 'closed' ? [...releases, ...conferences].filter((page) => isPage(page, key)) : []
}

/** `since`: null when it can be read again. */
export function withReadability(state: IncidentState, key: Key, since: Instant | null): IncidentState {
  const marked = <Page extends Conference>(page: Page): Page => {
    if (!isPage(page, key)) return page
    const { unreadable: _before, ...read } = page
    return (since === null ? read : { ...page, unreadable: { since } }) as Page
  }
  return { ...state, releases: state.releases.map(marked), conferences: state.conferences.map(marked) }
}
