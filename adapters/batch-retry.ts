import { WanglouError } from '../core/errors.ts'

const firstBackOffMs = 100
/** Soon enough that work goes on when whatever was away is back; a batch that fails costs little. */
const maxBackOffMs = 2000
/** A batch that failed so often in a way that says "not again" is told of. */
const hopelessTries = 10

/** How long a log waits before a batch that failed so many times in a row comes again. */
export function backOffMs(failures: number): number {
  return Math.min(maxBackOffMs, firstBackOffMs * 2 ** (failures - 1))
}

/** Whether a person should hear of it. The batch goes on being tried all the same: its order must be kept. */
export function isHopeless(error: unknown, failures: number): boolean {
  return failures >= hopelessTries && !(error instanceof WanglouError && 'retryable' in error && error.retryable === true)
}
