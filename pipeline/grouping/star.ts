import type { Features } from './features.ts'
import { isAkin, type LinkSettings } from './link.ts'

/** Texts beyond these are taken on trust: a story of hundreds of texts is held together by many. */
const mostChecked = 48
/** Texts tried as the centre of two stars that become one. */
const mostTried = 16
const mostCentres = 8

/** Whether the centre is akin to every one of the texts. */
export function holds(centre: Features, texts: Iterable<Features>, settings: LinkSettings): boolean {
  let checked = 0
  for (const text of texts) {
    if (text !== centre && !isAkin(centre, text, settings)) return false
    if (++checked >= mostChecked) break
  }
  return true
}

/** The first of those tried, the fullest first, that is akin to all of both sets; the smaller set is asked first. */
export function commonCentre(
  fewer: readonly Features[],
  more: readonly Features[],
  settings: LinkSettings,
  tried: readonly Features[]
): Features | null {
  const fullest = tried.toSorted(byFullness).slice(0, mostTried)
  return fullest.find((text) => holds(text, fewer, settings) && holds(text, more, settings)) ?? null
}

/**
 * Centres for texts that somebody put together: one where one will do, else as many as it takes, those first that are akin
 * to most. Not all of a large set need be covered.
 */
export function centresOf(texts: readonly Features[], settings: LinkSettings): Features[] {
  const open = new Set([...texts].sort(byFullness).slice(0, mostChecked))
  const tried = [...open]
  const centres: Features[] = []
  while (open.size > 0 && centres.length < mostCentres) {
    let best: { centre: Features; covered: Features[] } | null = null
    for (const centre of tried.slice(0, mostTried)) {
      const covered = [...open].filter((text) => text === centre || isAkin(centre, text, settings))
      if (best === null || covered.length > best.covered.length) best = { centre, covered }
      if (covered.length === open.size) break
    }
    if (best === null || best.covered.length === 0) break
    centres.push(best.centre)
    for (const text of best.covered) open.delete(text)
  }
  return centres
}

/** What says most stands for the others; the earlier of equals, the id breaking ties: a function of the set. */
function byFullness(a: Features, b: Features): number {
  return fullness(b) - fullness(a) || a.at - b.at || (a.id < b.id ? -1 : 1)
}

function fullness({ sketch, spots, organisations, figures, terms }: Features): number {
  return Math.min(sketch.size, 300) + 20 * (spots.size + organisations.size + figures.size) + 4 * terms.size
}
