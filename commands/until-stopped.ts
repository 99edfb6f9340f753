const forceAfterMs = 15_000

/** Resolves at the first SIGINT or SIGTERM. A second one, or a shutdown that takes too long, ends the process with 1. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    const stop = (): void => {
      if (asked) process.exit(1)
      asked = true
      setTimeout(() => process.exit(1), forceAfterMs).unref()
      resolve()
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  })
}
