import type { Leases } from '../../core/ports.ts'

const theOnly = 'the system of this folder'

/**
 * Leases for the one system that has the lock of the folder: whoever held one before is dead, so that nobody waits for it to run out. A
 * restart goes on at once with what the last life had in hand.
 */
export function soleLeases(leases: Leases): Leases {
  return {
    acquire: (name, _holder, nowElapsedMs, leaseMs) => leases.acquire(name, theOnly, nowElapsedMs, leaseMs),
    release: (name) => leases.release(name, theOnly)
  }
}
