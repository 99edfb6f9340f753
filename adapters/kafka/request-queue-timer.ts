import { createRequire } from 'node:module'

interface RequestQueue {
  readonly pending: readonly unknown[]
  readonly throttledUntil: number
  throttleCheckTimeoutId: NodeJS.Timeout | null
  readonly requestTimeoutIntervalId: NodeJS.Timeout | null
  checkPendingRequests(): void
}

interface Timers {
  scheduleCheckPendingRequests: (this: RequestQueue) => void
  scheduleRequestTimeoutCheck: (this: RequestQueue) => void
}

const pendingCheckMs = 10

/**
 * kafkajs 2.2.4 re-arms a timer with a negative delay on every connection: Node warns of it and fires it each millisecond
 * for ever, a hundredth of a core a connection (tulios/kafkajs#1751). The check is only needed while requests wait. Another
 * timer, which looks for requests without an answer, outlives a socket that was destroyed: it must not keep the process alive.
 */
export function stopIdleTimers(): void {
  const path: string = 'kafkajs/src/network/requestQueue/index.js'
  const { prototype } = createRequire(import.meta.url)(path) as { prototype: Timers }
  prototype.scheduleCheckPendingRequests = function scheduleCheckPendingRequests(this: RequestQueue): void {
    if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return
    const throttledMs = this.throttledUntil - Date.now()
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null
        this.checkPendingRequests()
      },
      throttledMs > 0 ? throttledMs : pendingCheckMs
    )
  }
  if (patched.has(prototype)) return
  patched.add(prototype)
  const { scheduleRequestTimeoutCheck } = prototype
  prototype.scheduleRequestTimeoutCheck = function letTheProcessEnd(this: RequestQueue): void {
    scheduleRequestTimeoutCheck.call(this)
    this.requestTimeoutIntervalId?.unref()
  }
}

/** Once a process: kafkajs has one module for all clients. */
const patched = new WeakSet<Timers>()
