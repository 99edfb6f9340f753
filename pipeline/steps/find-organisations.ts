import type { Span } from '../../core/assessment.ts'
import { hitsOf, type Hits, type Vocabulary } from '../rules/vocabulary.ts'
import { nameBefore } from './name-before.ts'
import type { Normalised } from './normalise.ts'

/** Offices, companies, schools and hospitals by the suffix of their names; an inner suffix (公安局派出所) belongs to the longer name. */
export function findOrganisations(deps: { suffixes: readonly string[]; vocabulary: Vocabulary }): (document: Normalised, hits: Hits, words: readonly string[]) => Span[] {
  const terms = new Set(deps.vocabulary.addAll(deps.suffixes))
  return function organisationsOf(document, hits, words) {
    const found: { start: number; end: number }[] = []
    for (const hit of hitsOf(terms, hits).sort((a, b) => b.end - a.end || a.start - b.start)) {
      const start = nameBefore(document.plain, words, hit.start, hit.end, 10)
      if (start !== null && !found.some((other) => start < other.end && other.start < hit.end)) found.push({ start, end: hit.end })
    }
    return found.sort((a, b) => a.start - b.start).slice(0, 40).map(({ start, end }) => document.span(start, end))
  }
}
