import type { MentionRow } from '../../dashboard-api/contract.ts'

/** What the live tail holds: what stands there, and what waits above it while somebody reads. */
export interface Tail {
  readonly shown: readonly MentionRow[]
  readonly waiting: readonly MentionRow[]
}

export const emptyTail: Tail = { shown: [], waiting: [] }

const most = 100

/** Newly found ones come on top, in the order in which they were found; while it is held they wait. */
export function withFound(tail: Tail, found: readonly MentionRow[], isHeld: boolean): Tail {
  const newest = new Map(found.map((row) => [row.id, row]))
  const known = new Set([...tail.shown, ...tail.waiting].map(({ id }) => id))
  const fresh = found.filter(({ id }) => !known.has(id)).toSorted(byFinding)
  const shown = tail.shown.map((row) => newest.get(row.id) ?? row)
  const waiting = [...fresh, ...tail.waiting]
  return isHeld ? { shown, waiting: waiting.slice(0, most) } : { shown: [...waiting, ...shown].slice(0, most), waiting: [] }
}

/** Nobody reads any more: what waited comes in. */
export function released({ shown, waiting }: Tail): Tail {
  return { shown: [...waiting, ...shown].slice(0, most), waiting: [] }
}

function byFinding(a: MentionRow, b: MentionRow): number {
  return a.firstSeenAt < b.firstSeenAt ? 1 : a.firstSeenAt > b.firstSeenAt ? -1 : 0
}
