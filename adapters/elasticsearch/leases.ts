import { InvalidInputError } from '../../core/errors.ts'
import type { Leases } from '../../core/ports.ts'
import { changeDocument, type Change } from './compare-and-set.ts'
import { Documents } from './documents.ts'
import { storedText, type IndexKind } from './index-kind.ts'
import { farthestEndMs, maxLeaseMs } from './lease-time.ts'
import type { StoreDeps } from './open.ts'

export interface LeaseSource {
  readonly holder: string | null
  readonly fence: number
  readonly untilMs: number
}

const leaseProperties = {
  holder: storedText,
  fence: { type: 'long', index: false, doc_values: false },
  untilMs: { type: 'double', index: false, doc_values: false }
} as const satisfies IndexKind['properties']

export const leaseKind: IndexKind = { name: 'leases', version: 1, dated: false, shards: 1, properties: leaseProperties }

/** Held while an index is upgraded. A kind of its own, whose mapping never changes, since that of other leases may be the one upgraded. */
export const upgradeLeaseKind: IndexKind = { ...leaseKind, name: 'upgrade-leases' }

/** A document each name, never deleted, so that its fence only grows. */
export function createLeases(deps: StoreDeps, kind = leaseKind): Leases {
  const documents = new Documents<LeaseSource>(deps, kind)
  return {
    async acquire(name, holder, nowElapsedMs, leaseMs) {
      if (!(leaseMs > 0 && leaseMs <= maxLeaseMs)) throw new InvalidInputError(`lease ${name}: lasts at most ${maxLeaseMs} ms`)
      const untilMs = nowElapsedMs + leaseMs
      return changeDocument(documents, name, deps.random, (found): Change<LeaseSource, { fence: number } | null> => {
        if (found === null) return { write: { holder, fence: 1, untilMs }, result: { fence: 1 } }
        const { source } = found
        if (!isFree(source, nowElapsedMs) && source.holder !== holder) return { result: null }
        // The holder renews under its fence; a new holder gets the next.
        const fence = source.holder === holder ? source.fence : source.fence + 1
        return { write: { holder, fence, untilMs }, result: { fence } }
      })
    },
    async release(name, holder) {
      await changeDocument(documents, name, deps.random, (found): Change<LeaseSource, null> =>
        found?.source.holder === holder ? { write: { ...found.source, holder: null, untilMs: 0 }, result: null } : { result: null }
      )
    }
  }
}

function isFree({ holder, untilMs }: LeaseSource, nowElapsedMs: number): boolean {
  return holder === null || untilMs <= nowElapsedMs || untilMs > nowElapsedMs + farthestEndMs
}
