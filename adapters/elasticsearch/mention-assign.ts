import type { MentionId } from '../../core/mention.ts'
import { writeBulk } from './bulk.ts'
import { MentionRefusedError } from './errors.ts'
import { documentIdOf } from './mention-document.ts'
import type { MentionParts } from './mention-parts.ts'

const triesOnConflict = 3

/** Sets the incident of mentions; of mentions that are not stored yet it is kept until they are. */
export async function assignMentions(parts: MentionParts, pairs: readonly { readonly id: MentionId; readonly incidentId: string }[]): Promise<void> {
  if (pairs.length === 0) return
  const { whereabouts, early, refresher } = parts
  const wanted = new Map(pairs.map(({ id, incidentId }) => [id, incidentId]))
  const missing = await assignStored(parts, wanted)
  if (missing.size > 0) {
    await early.put([...missing].map(([id, incidentId]) => ({ id, incidentId })))
    await early.ring()
    whereabouts.heard(await early.read())
    // Whoever stored one meanwhile may have looked for its assignment before it was there.
    const stillMissing = await assignStored(parts, missing)
    await early.remove(await early.of([...missing.keys()].filter((id) => !stillMissing.has(id))))
  }
  refresher.wrote()
}

/** Assigns those that are stored; the others come back. */
async function assignStored(parts: MentionParts, wanted: ReadonlyMap<MentionId, string>): Promise<Map<MentionId, string>> {
  let places = await parts.whereabouts.locate([...wanted.keys()])
  const missing = new Map([...wanted].filter(([id]) => !places.has(id)))
  while (places.size > 0) {
    const { again, gone } = await assignIn(parts, places, wanted)
    const found = await parts.whereabouts.lookElsewhere(gone, 'everywhere')
    for (const id of gone.keys()) if (!found.has(id)) missing.set(id, wanted.get(id) ?? '')
    places = new Map([...again, ...found])
  }
  return missing
}

type Places = Map<MentionId, string>

async function assignIn(parts: MentionParts, places: Places, wanted: ReadonlyMap<MentionId, string>): Promise<{ again: Places; gone: Places }> {
  const order = [...places]
  const outcomes = await writeBulk(
    parts,
    order.map(([id, index]) => ({
      action: { update: { _index: index, _id: documentIdOf(id), retry_on_conflict: triesOnConflict } },
      document: { doc: { incidentId: wanted.get(id) } }
    }))
  )
  const again: Places = new Map()
  const gone: Places = new Map()
  const refused = new Map<MentionId, string>()
  for (const [place, [id, index]] of order.entries()) {
    const outcome = outcomes[place]
    if (outcome?.kind === 'refused') refused.set(id, `${outcome.type} ${outcome.reason}`)
    else if (outcome?.kind === 'conflict') again.set(id, index)
    else if (outcome?.kind === 'missing') {
      parts.whereabouts.forget(id)
      gone.set(id, index)
    } else parts.whereabouts.remember(id, index)
  }
  if (refused.size > 0) throw MentionRefusedError.of(refused)
  return { again, gone }
}
