declare global {
  interface Window {
    /** What early.ts asked for before the page was there. */
    wanglouEarly?: Map<string, Promise<Response | null>>
  }
}

/** What was asked for before its time is old after this. */
const freshMs = 10_000

/** The answer that was asked for early, once; undefined where it was not, or is old; null where it turned out not to be asked for. */
export function takeEarly(path: string): Promise<Response | null> | undefined {
  const answer = performance.now() < freshMs ? window.wanglouEarly?.get(path) : undefined
  window.wanglouEarly?.delete(path)
  return answer
}
