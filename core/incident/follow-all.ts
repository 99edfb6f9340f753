import type { Follow } from './follow.ts'

/** Several things that follow from one change; none of them follows from another. */
export function followAll(...follows: readonly Follow[]): Follow {
  return (change) => follows.flatMap((follow) => follow(change))
}
