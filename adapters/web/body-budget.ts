/** From this size on a body counts as large. */
export const largeBodyBytes = 512_000

/**
 * Places for large bodies in memory: whoever reads one waits for a place, and the other side's sender waits with it. So a hundred endless
 * pages at once cost no more than a few.
 */
export interface BodyBudget {
  /** Resolves with what gives the place back. */
  take(): Promise<() => void>
}

export function createBodyBudget(places: number): BodyBudget {
  let free = places
  const waiting: (() => void)[] = []
  const give = (): void => {
    const next = waiting.shift()
    if (next === undefined) free += 1
    else next()
  }
  return {
    async take() {
      if (free > 0) free -= 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
      let given = false
      return () => {
        if (given) return
        given = true
        give()
      }
    }
  }
}
