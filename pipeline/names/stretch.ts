export interface Stretch {
  readonly start: number
  readonly end: number
}

/** Up to so many, putting each in its place is quicker than sorting, and nearly all texts have fewer. */
const few = 48

/** The longest of those that overlap, in the order of the text; of equally long ones the earlier, of the same place the first given. */
export function longestOf<T extends Stretch>(found: readonly T[]): T[] {
  const sorted = byStart(found)
  const kept: T[] = []
  let from = 0
  let end = 0
  for (let at = 0; at < sorted.length; at++) {
    const one = sorted[at] as T
    if (at > from && one.start >= end) {
      keepLongest(sorted, from, at, kept)
      from = at
    }
    if (one.end > end) end = one.end
  }
  keepLongest(sorted, from, sorted.length, kept)
  return kept
}

function byStart<T extends Stretch>(found: readonly T[]): T[] {
  if (found.length > few) return [...found].sort((a, b) => a.start - b.start)
  const sorted: T[] = []
  for (let index = 0; index < found.length; index++) {
    const one = found[index] as T
    let at = index
    for (; at > 0 && (sorted[at - 1] as T).start > one.start; at--) sorted[at] = sorted[at - 1] as T
    sorted[at] = one
  }
  return sorted
}

/** Of a run, from one place of the list to another, in which each overlaps one before it. */
function keepLongest<T extends Stretch>(sorted: readonly T[], from: number, to: number, kept: T[]): void {
  if (to - from <= 1) {
    if (to > from) kept.push(sorted[from] as T)
    return
  }
  if (to - from === 2) {
    const first = sorted[from] as T
    const second = sorted[from + 1] as T
    kept.push(second.end - second.start > first.end - first.start ? second : first)
    return
  }
  const run = sorted.slice(from, to)
  const origin = run[0]?.start ?? 0
  const taken = new Uint8Array(run.reduce((last, { end }) => Math.max(last, end), 0) - origin)
  const chosen: T[] = []
  for (const one of run.sort((a, b) => b.end - b.start - (a.end - a.start))) {
    // What is taken already is at least as long, so it covers an end of what it overlaps.
    if (taken[one.start - origin] === 1 || taken[one.end - 1 - origin] === 1) continue
    taken.fill(1, one.start - origin, one.end - origin)
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
