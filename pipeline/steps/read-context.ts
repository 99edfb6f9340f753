import type { ContextWords, Lexicon } from '../../core/lexicon.ts'
import type { Span } from '../../core/assessment.ts'
import type { Hit, Hits, Vocabulary } from '../rules/vocabulary.ts'
import type { Normalised } from './normalise.ts'

/** A turn that the whole text takes: it reports a drill, denies a rumour, looks back. */
export interface Context {
  readonly id: ContextWords['id']
  readonly name: string
  readonly evidence: readonly Span[]
}

const openingLength = 80

/**
 * Contexts that colour the whole text: their words stand in the title or the opening, or three times anywhere. Besides, hits
 * inside figures of speech (爆炸性新闻) are taken out before the rules see them.
 */
export function readContext(deps: { lexicon: Lexicon; vocabulary: Vocabulary }): {
  contextsOf: (document: Normalised, hits: Hits) => Context[]
  withoutFigures: (hits: Hits) => Hits
} {
  const lists = deps.lexicon.contexts.map((list) => ({ list, terms: deps.vocabulary.addAll(list.words) }))
  const figures = lists.filter(({ list }) => list.id === 'figure').flatMap(({ terms }) => terms)
  return { contextsOf, withoutFigures }

  function contextsOf(document: Normalised, hits: Hits): Context[] {
    const opening = document.titleEnd + 1 + openingLength
    return lists.flatMap(({ list, terms }) => {
      if (list.id === 'figure') return []
      const places = terms.flatMap((term) => hits.get(term) ?? [])
      const early = places.some((hit) => hit.start < opening)
      if (places.length === 0 || (list.reach === 'text' && !early && places.length < 3)) return []
      return [{ id: list.id, name: list.name, evidence: places.slice(0, 3).map((hit) => document.span(hit.start, hit.end)) }]
    })
  }

  function withoutFigures(hits: Hits): Hits {
    const covering = figures.flatMap((term) => hits.get(term) ?? [])
    if (covering.length === 0) return hits
    const isFigure = (hit: Hit): boolean => covering.some((figure) => figure.start <= hit.start && hit.end <= figure.end)
    return new Map([...hits].map(([term, places]) => [term, places.filter((hit) => !isFigure(hit))] as const).filter(([, places]) => places.length > 0))
  }
}
