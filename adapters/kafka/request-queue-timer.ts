import { createRequire } from 'node:module'

interface RequestQueue {
  readonly pending: readonly unknown[]
  readonly throttledUntil: number
  throttleCheckTimeoutId: NodeJS.Timeout | null
  checkPendingRequests(): void
}

const pendingCheckMs = 10

/**
 * kafkajs 2.2.4 re-arms a timer with a negative delay on every connection: Node warns of it and fires it each millisecond
 * for ever, a hundredth of a core a connection (tulios/kafkajs#1751). The check is only needed while requests wait.
 */
export function stopIdleTimers(): void {
  const path: string = 'kafkajs/src/network/requestQueue/index.js'
  const { prototype } = createRequire(import.meta.url)(path) as { prototype: { scheduleCheckPendingRequests(this: RequestQueue): void } }
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
}
