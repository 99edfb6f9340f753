import type { Running } from '../core/ports.ts'

const everyMs = 1000

/**
 * Calls `work` now and each second, never twice at once. Measured by the machine's running time and not by its clock: one that is
 * set back by two hours must not make the next sweep wait for two hours. `work` answers for its own failures.
 */
export function startWakeUps(work: () => Promise<void>): Running {
  let timer: NodeJS.Timeout | undefined
  let isClosed = false
  let round = once()

  async function once(): Promise<void> {
    const begunMs = performance.now()
    await work()
    if (isClosed) return
    timer = setTimeout(
      () => {
        round = once()
      },
      Math.max(0, everyMs - (performance.now() - begunMs))
    )
  }

  return {
    async close() {
      isClosed = true
      clearTimeout(timer)
      await round
    }
  }
}
