import { setTimeout as pause } from 'node:timers/promises'
import { UnreachableError } from '../../core/errors.ts'
import type { Random } from '../../core/ports.ts'
import { StoreOverloadedError } from './errors.ts'

const firstPauseMs = 100
const longestPauseMs = 2_000

/**
 * Tries again while the server cannot be reached or cannot take it, for about so long; then throws what it said last. For what
 * does harm when it is not written. The work must bear that an earlier try was done though its answer was lost.
 */
export async function patiently<T>({ random }: { readonly random: Random }, mostMs: number, work: () => Promise<T>): Promise<T> {
  const begunAt = performance.now()
  for (let tries = 0; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof UnreachableError || error instanceof StoreOverloadedError)) throw error
      const [byte = 0] = random(1)
      const most = Math.min(longestPauseMs, firstPauseMs * 2 ** tries)
      const wait = (most / 2) * (1 + byte / 255)
      if (performance.now() - begunAt + wait > mostMs) throw error
      await pause(wait)
    }
  }
}
