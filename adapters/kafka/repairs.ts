import { createRequire } from 'node:module'

interface RequestQueue {
  readonly pending: readonly unknown[]
  readonly throttledUntil: number
  throttleCheckTimeoutId: NodeJS.Timeout | null
  checkPendingRequests(): void
}

type Prototype<Self, Name extends string, Result> = Record<Name, (this: Self) => Result>

const pendingCheckMs = 10
const load = createRequire(import.meta.url)

/** Two faults of kafkajs 2.2.4 that cannot be answered from outside; nobody releases it any more. */
export function repairKafkajs(): void {
  stopIdleTimers(load('kafkajs/src/network/requestQueue/index.js') as { prototype: Prototype<RequestQueue, 'scheduleCheckPendingRequests', void> })
  connectOnce(load('kafkajs/src/network/connection.js') as { prototype: Prototype<object, 'connect', Promise<unknown>> })
}

/**
 * A timer with a negative delay is armed again and again on every connection: Node warns of it and fires it each millisecond
 * for ever, a hundredth of a core a connection (tulios/kafkajs#1751). The check is only needed while requests wait.
 */
function stopIdleTimers({ prototype }: { prototype: Prototype<RequestQueue, 'scheduleCheckPendingRequests', void> }): void {
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

/** Requests that find a connection closed each open a socket, of which all but one are forgotten. They share one attempt here. */
function connectOnce({ prototype }: { prototype: Prototype<object, 'connect', Promise<unknown>> }): void {
  const connect = prototype.connect
  if (connect.name === connectShared.name) return
  const attempts = new WeakMap<object, Promise<unknown>>()
  prototype.connect = connectShared

  function connectShared(this: object): Promise<unknown> {
    const underWay = attempts.get(this)
    if (underWay !== undefined) return underWay
    const attempt = connect.call(this).finally(() => attempts.delete(this))
    attempts.set(this, attempt)
    return attempt
  }
}
