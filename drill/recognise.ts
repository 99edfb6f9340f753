import type { IncidentDetail, IncidentRow } from '../dashboard-api/contract.ts'
import type { DeskClient } from './desk-client.ts'
import { numberInUrl, type Scenario } from './scenario.ts'

/** A list of the desk, by the status of what stands in it. */
export type Queue = 'open' | 'closed' | 'dismissed'

/** Finds the incident of a key in the queues of the desk; null while it stands in none of them. */
export type Recognise = (desk: DeskClient, incident: string, queues: readonly Queue[]) => Promise<IncidentDetail | null>

/**
 * A person knows an incident by what most of its newest mentions speak of, and one that was opened by hand by its name. What was looked at
 * once is remembered: each act is about one incident, and the desk has many.
 */
export function recogniser({ items, incidents }: Pick<Scenario, 'items' | 'incidents'>): Recognise {
  const about = new Map(items.map(({ number, incident }) => [number, incident]))
  const seen = new Map<string, { readonly version: number; readonly key: string | null }>()

  async function look(desk: DeskClient, row: IncidentRow): Promise<string | null> {
    const known = seen.get(row.id)
    if (known !== undefined && (known.key !== null || known.version === row.version)) return known.key
    const key = incidents.find(({ name, byHand }) => byHand === true && name === row.title)?.key ?? keyOf(await desk.incident(row.id))
    seen.set(row.id, { version: row.version, key })
    return key
  }

  function keyOf({ mentions: { rows } }: IncidentDetail): string | null {
    const keys = rows.map(({ url }) => (url === null ? null : (about.get(numberInUrl(url) ?? 0) ?? null)))
    return keys.find((key) => key !== null && keys.filter((other) => other === key).length * 2 > keys.length) ?? null
  }

  return async (desk, incident, queues) => {
    const known = [...seen].find(([, { key }]) => key === incident)?.[0]
    const detail = known === undefined ? null : await desk.incident(known)
    // One that went into another is sought anew.
    if (detail !== null && detail.status !== 'merged') return queues.some((status) => status === detail.status) ? detail : null
    if (known !== undefined) seen.delete(known)
    for (const status of queues) {
      for (const row of (await desk.queue(status)).rows) if ((await look(desk, row)) === incident) return await desk.incident(row.id)
    }
    return null
  }
}
