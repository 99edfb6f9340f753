import type { Span } from '../../core/assessment.ts'
import type { Findings, Vocabulary } from '../rules/vocabulary.ts'
import { nameBefore } from './name-before.ts'
import type { Normalised } from './normalise.ts'

/** Offices, companies, schools and hospitals by the suffix of their names; an inner suffix (公安局派出所) belongs to the longer name. */
export function findOrganisations(deps: {
  suffixes: readonly string[]
  vocabulary: Vocabulary
}): (document: Normalised, findings: Findings) => Span[] {
  const suffixes = deps.vocabulary.list(deps.suffixes)
  return function organisationsOf(document, findings) {
    const found: { start: number; end: number }[] = []
    for (const hit of [...findings.of(suffixes)].sort((a, b) => b.end - a.end || a.start - b.start)) {
      const start = nameBefore(document.plain, hit.start, hit.end, 10)
      if (start !== null && !found.some((other) => start < other.end && other.start < hit.end)) found.push({ start, end: hit.end })
    }
    return found
      .sort((a, b) => a.start - b.start)
      .slice(0, 40)
      .map(({ start, end }) => document.span(start, end))
  }
}
