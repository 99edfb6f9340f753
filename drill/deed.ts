import type { z } from 'zod'
import { sha256 } from '../adapters/hash.ts'
import type { supervisionRequests } from '../dashboard-api/contract-supervision.ts'
import type { incidentRequests } from '../dashboard-api/contract-verbs.ts'
import type { workRequests } from '../dashboard-api/contract-work.ts'
import type { IncidentDetail } from '../dashboard-api/contract.ts'
import type { Instant } from '../core/instant.ts'
import type { DeskClient } from './desk-client.ts'

type Requests = typeof incidentRequests & typeof workRequests & typeof supervisionRequests
/** Everything that a person may ask of one incident. */
export type DeskVerb = keyof Requests
type RequestOf<V extends DeskVerb> = z.input<Requests[V]>

/** What a person has before their eyes when about to act. */
export interface Sight {
  /** The moment of the script: what was said or held lies before it. */
  readonly at: Instant
  readonly detail: IncidentDetail
  readonly desk: DeskClient
}

/** One verb of the contract, with what is written in its form once the desk shows the incident. Several requests: the same verb of each. */
export interface Deed {
  readonly do: 'deed'
  readonly verb: DeskVerb
  readonly write: (sight: Sight) => Promise<unknown>
}

type Written<T> = T | readonly T[]

/** @param write the request, or several. A second try may leave out what the first did; what it asks again it must ask in the same words. */
export function deed<V extends DeskVerb>(verb: V, write: (sight: Sight) => Written<RequestOf<V>> | Promise<Written<RequestOf<V>>>): Deed {
  return {
    do: 'deed',
    verb,
    write: async (sight) => write(sight)
  }
}

/** Of several requests each has a key of its own words, so that a second try of the act repeats none. */
export async function performDeed({ verb, write }: Deed, sight: Sight, key: string): Promise<void> {
  const written = await write(sight)
  const { desk, detail } = sight
  if (!Array.isArray(written)) return await desk.act(detail, verb, written, key)
  for (const request of written) await desk.act(detail, verb, request, `${key}/${sha256(JSON.stringify(request)).slice(0, 16)}`)
}
