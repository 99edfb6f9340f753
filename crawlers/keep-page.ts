import type { Fetched } from '../core/ports.ts'
import type { Visit } from './crawler.ts'

const snapshotBytes = 2_000_000

/** The evidence key of the bytes as fetched; null for a page too big to be kept whole, since a cut one would not hold its hash. */
export async function keepPage(visit: Visit, fetched: Fetched): Promise<string | null> {
  if (fetched.bytes.byteLength > snapshotBytes) return null
  return visit.evidence.put(fetched.bytes, { url: fetched.finalUrl, contentType: fetched.contentType, at: visit.clock.now() })
}
