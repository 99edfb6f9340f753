/**
 * How many there were in all, from two independent ways of finding and what both found. N̂ = (n₁+1)(n₂+1)/(m+1) − 1 and its variance
 * (n₁+1)(n₂+1)(n₁−m)(n₂−m)/((m+1)²(m+2)): Chapman 1951, "Some properties of the hypergeometric distribution with applications to
 * zoological sample censuses"; Seber 1970 for the variance. The interval is that of Chao 1987 on the logarithm of the unseen, which never
 * goes below what was seen. Both ways must find independently of each other, and each matter as easily; where what one way finds is
 * told to the other, the unseen are underrated.
 */
export interface CaptureRecapture {
  /** Found by the first way, by the second, by both. */
  readonly first: number
  readonly second: number
  readonly both: number
  readonly seen: number
  /** Null: too few to tell. */
  readonly estimate: { readonly total: number; readonly unseen: number; readonly low: number; readonly high: number } | null
  /** Why there is no estimate; null where there is one. */
  readonly unknownBecause: string | null
}

/** With fewer than seven found by both, the estimator is biased (Robson and Regier 1964). */
export const fewestRecaptured = 7

const normal95 = 1.959964

/** @throws RangeError when more were found by both than by one */
export function captureRecapture(first: number, second: number, both: number): CaptureRecapture {
  if (!(both >= 0 && first >= both && second >= both)) throw new RangeError(`both ${both} of ${first} and ${second}`)
  const seen = first + second - both
  const found = { first, second, both, seen }
  if (both < fewestRecaptured) {
    return { ...found, estimate: null, unknownBecause: `两种途径都发现的只有 ${both} 起，不足 ${fewestRecaptured} 起，无法推算` }
  }
  const total = ((first + 1) * (second + 1)) / (both + 1) - 1
  const variance = ((first + 1) * (second + 1) * (first - both) * (second - both)) / ((both + 1) ** 2 * (both + 2))
  const unseen = Math.max(0, total - seen)
  // One way found all that the other did: nothing points to anything unseen.
  if (unseen === 0) return { ...found, estimate: { total: seen, unseen: 0, low: seen, high: seen }, unknownBecause: null }
  const factor = Math.exp(normal95 * Math.sqrt(Math.log(1 + variance / unseen ** 2)))
  return { ...found, estimate: { total, unseen, low: seen + unseen / factor, high: seen + unseen * factor }, unknownBecause: null }
}
