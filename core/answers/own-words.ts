import type { IncidentState } from '../incident/state.ts'
import { namesIn } from './elsewhere.ts'

/** What a person wrote on opening an incident is what it is about; none of one that mentions opened, whose words are theirs. */
export function ownWords({ foundingMentionId, title, summary }: Pick<IncidentState, 'foundingMentionId' | 'title' | 'summary'>): string[] {
  return foundingMentionId === null ? [title, summary].filter((text) => text !== '') : []
}

const division = /\p{Script=Han}{2,3}?(?:(?<!小)区|县|市|镇|乡)/gu

/** Places as such words name them, of which no machine has read any: 南开区, 白堤路. */
export function placesIn(words: readonly string[]): string[] {
  return [...new Set(words.flatMap((text) => [...namesIn(text), ...Array.from(text.matchAll(division), ([name]) => name)]))]
}
