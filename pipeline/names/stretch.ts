export interface Stretch {
  readonly start: number
  readonly end: number
}

/** The longest of those that overlap, in the order of the text; of equally long ones the earlier, of the same place the first given. */
export function longestOf<T extends Stretch>(found: readonly T[]): T[] {
  const sorted = [...found].sort((a, b) => a.start - b.start)
  const kept: T[] = []
  let from = 0
  let end = 0
  for (let at = 0; at < sorted.length; at++) {
    const one = sorted[at]
    if (one === undefined) break
    if (at > from && one.start >= end) {
      keepLongest(sorted.slice(from, at), kept)
      from = at
    }
    end = Math.max(end, one.end)
  }
  keepLongest(sorted.slice(from), kept)
  return kept
}

/** Of a run in which each overlaps one before it. */
function keepLongest<T extends Stretch>(run: readonly T[], kept: T[]): void {
  if (run.length <= 1) {
    kept.push(...run)
    return
  }
  const origin = run[0]?.start ?? 0
  const taken = new Uint8Array(run.reduce((last, { end }) => Math.max(last, end), 0) - origin)
  const chosen: T[] = []
  for (const one of [...run].sort((a, b) => b.end - b.start - (a.end - a.start))) {
    // What is taken already is at least as long, so it covers an end of what it overlaps.
    if (taken[one.start - origin] === 1 || taken[one.end - 1 - origin] === 1) continue
    for (let at = one.start; at < one.end; at++) taken[at - origin] = 1
    chosen.push(one)
  }
  kept.push(...chosen.sort((a, b) => a.start - b.start))
}

/** Whether one of the stretches, given in the order of their ends, lies within `reach` characters of it. */
export function isNear(sorted: readonly Stretch[], { start, end }: Stretch, reach: number): boolean {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle]?.end ?? 0) <= start - reach) low = middle + 1
    else high = middle
  }
  const first = sorted[low]
  return first !== undefined && first.start < end + reach
}
