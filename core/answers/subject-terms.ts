/** Letter pairs that any matter has: they tell nothing of what one is about. */
const common =
  /[的了是在有和就不人都一这那你我他她它们个么什怎谁哪吗呢吧啊没给为何时候请问说被把也还要会能让到从对与及等上下前后再又很太最多少几已将于]/u
const mostTerms = 16
const longestText = 2000

/**
 * Letter pairs that stand for what a matter is about: those of its title, and those that mentions share. Names of places are left out, since
 * a reply about something else at the same place names them too.
 */
export function subjectTerms(title: string, mentions: readonly string[], places: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const text of mentions)
    for (const pair of new Set(pairsOf(without(text.slice(0, longestText), places)))) counts.set(pair, (counts.get(pair) ?? 0) + 1)
  for (const pair of new Set(pairsOf(without(title, places)))) counts.set(pair, (counts.get(pair) ?? 0) + 2)
  return [...counts]
    .filter(([, count]) => count >= 2)
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostTerms)
    .map(([pair]) => pair)
}

/** How many of the terms a text has. */
export function termsIn(text: string, terms: readonly string[]): number {
  return terms.filter((term) => text.includes(term)).length
}

/** Every such pair of some texts. */
export function subjectPairs(texts: readonly string[], places: readonly string[]): Set<string> {
  return new Set(texts.flatMap((text) => pairsOf(without(text.slice(0, longestText), places))))
}

function without(text: string, places: readonly string[]): string {
  return places.filter((place) => place.length > 1).reduce((rest, place) => rest.replaceAll(place, '\n'), text)
}

function pairsOf(text: string): string[] {
  const pairs: string[] = []
  for (const [run] of text.matchAll(/\p{Script=Han}{2,}/gu)) {
    for (let at = 0; at + 2 <= run.length; at++) {
      const pair = run.slice(at, at + 2)
      if (!common.test(pair)) pairs.push(pair)
    }
  }
  return pairs
}
