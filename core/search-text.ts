/** Characters that take no room on the screen: soft hyphen, zero-width spaces and joiners, direction marks, variation selectors, BOM. */
// oxlint-disable-next-line no-misleading-character-class -- the variation selectors are meant each for itself
const zeroWidth = /[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]/g
const hasZeroWidth = new RegExp(zeroWidth.source)
/** One class and one pair of spaces: faster than three alternatives. */
const needsMore = new RegExp(`[${zeroWidth.source.slice(1, -1)}\\t\\n\\v\\f\\r\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]|  `)

/**
 * The form in which texts and queries are compared by search, the same on every engine: NFKC (full width to half width),
 * lower case, zero-width characters removed, each run of white space one space. Traditional characters stay as they are.
 */
export function normaliseForSearch(text: string): string {
  const visible = hasZeroWidth.test(text) ? text.replace(zeroWidth, '') : text
  const folded = visible.normalize('NFKC').toLowerCase()
  // Most texts are done here: every mention that is stored comes by.
  return needsMore.test(folded) ? folded.replace(zeroWidth, '').replace(/\s+/g, ' ') : folded
}
