import { canonicalJson } from '../canonical-json.ts'
import type { IncidentEvent } from './events.ts'

/** SHA-256 as lower-case hex; comes in as a function because core has no I/O and no node modules. */
export type Sha256 = (text: string) => string

/** What the first event of a chain names as its previous. */
export const chainStart = '0'.repeat(64)

export function seal(sha256: Sha256, event: Omit<IncidentEvent, 'hash'>): IncidentEvent {
  return { ...event, hash: sha256(canonicalJson(event)) }
}

/** The first fault of a chain in words, or null when every link holds. */
export function findFault(sha256: Sha256, events: readonly IncidentEvent[]): string | null {
  let previous = chainStart
  const seen = new Set<string>()
  for (const [index, { hash, ...rest }] of events.entries()) {
    const place = `event ${index + 1}`
    if (rest.seq !== index + 1) return `${place}: its number is ${rest.seq}`
    if (rest.previous !== previous) return `${place}: does not follow the event before it`
    if (sha256(canonicalJson(rest)) !== hash) return `${place}: its content does not fit its hash`
    if (seen.has(rest.id)) return `${place}: the cause ${rest.id} stands twice`
    seen.add(rest.id)
    previous = hash
  }
  return null
}
