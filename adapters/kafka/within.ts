/** The work's own end, or `late` after so many milliseconds; the work goes on, and what it ends with then is nobody's. */
export async function within<T>(ms: number, work: Promise<T>, late: () => T | Promise<T>): Promise<T> {
  const limit = Promise.withResolvers<T>()
  const timer = setTimeout(() => limit.resolve((async () => late())()), Math.max(0, ms))
  try {
    return await Promise.race([work, limit.promise])
  } finally {
    clearTimeout(timer)
    work.catch(() => {})
  }
}
