import type { IncidentDocument } from '../incident/state.ts'
import { PastDecision } from '../past-decision.ts'
import type { StoredMention } from '../records.ts'
import { reassigned } from './overrides.ts'

const mostTerms = 6

/**
 * What the machine is to learn from people's assignment of an incident where they gave the lead to another department than it
 * proposed: the words of the rules that fired, most often met first. `isLocal` tells whose duties end at a border: their
 * decisions hold for the incident's places alone. Null where nobody decided otherwise, or where no rule's words tell the matter.
 */
export function pastDecisionOf(
  { state, events }: IncidentDocument,
  mentions: readonly StoredMention[],
  isLocal: (departmentId: string) => boolean
): PastDecision | null {
  if (state.drill || state.status === 'merged' || state.status === 'dismissed') return null
  const assigned = reassigned(events)
  const [departmentId] = assigned?.departments ?? []
  const terms = commonest(mentions.flatMap(({ assessment }) => assessment?.rules.flatMap(({ matches }) => matches.map(({ text }) => text)) ?? []))
  if (departmentId === undefined || terms.length === 0) return null
  return PastDecision.parse({
    terms,
    eventType: state.eventType,
    places: isLocal(departmentId) ? state.places.map(({ code, text }) => code ?? text) : [],
    departmentId,
    insteadOf: assigned?.insteadOf ?? null
  })
}

function commonest(words: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, mostTerms)
    .map(([word]) => word)
}
