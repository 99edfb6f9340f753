import type { Facts, Occurrence, Span } from '../../core/assessment.ts'
import { dayMs, msBetween, type Instant } from '../../core/instant.ts'
import type { ContextWords, Lexicon } from '../../core/lexicon.ts'
import type { Findings, Hit, Hits, Vocabulary } from '../rules/vocabulary.ts'
import type { Normalised } from './normalise.ts'

/** A turn that the whole text takes: it reports a drill, denies a rumour, looks back. */
export interface Context {
  readonly id: ContextWords['id']
  readonly name: string
  readonly evidence: readonly Span[]
}

const openingLength = 80
const recentDays = 10
const yearsAgo = /(?:\d{1,3}|[一二两三四五六七八九十百几数多]{1,3})(?:多)?年前/
/** Who speaks when something happened: a text with figures and two of these is no novel. */
const official = /消防救援|应急管理|警方|公安|指挥部|医院救治|送医|通报|伤者|事故原因|善后/g

/**
 * Contexts that colour the whole text, and what figures of speech (爆炸性新闻) take out before the rules see it. Terms count
 * here only as whole words: a fire in a 电影院 is no film.
 */
export function readContext(deps: { lexicon: Lexicon; vocabulary: Vocabulary }): {
  contextsOf: (document: Normalised, found: Findings) => Context[]
  withoutFigures: (found: Findings) => Hits
} {
  const lists = deps.lexicon.contexts.map((list) => ({ list, terms: deps.vocabulary.list(list.words) }))
  const figures = lists.filter(({ list }) => list.reach === 'phrase').map(({ terms }) => terms)
  return { contextsOf, withoutFigures }

  function contextsOf(document: Normalised, found: Findings): Context[] {
    const opening = document.titleEnd + 1 + openingLength
    const contexts = lists.flatMap(({ list, terms }): Context[] => {
      if (list.reach === 'phrase') return []
      const places = found
        .of(terms)
        .filter((hit) => hit.whole || hit.end - hit.start > 3)
        .sort((a, b) => a.start - b.start)
      const first = places[0]
      if (first === undefined || (list.reach === 'text' && (new Set(places.map((hit) => hit.term)).size < list.least || first.start >= opening)))
        return []
      return [{ id: list.id, name: list.name, evidence: places.slice(0, 3).map((hit) => document.span(hit.start, hit.end)) }]
    })
    const ago = yearsAgo.exec(document.plain.slice(0, opening))
    if (ago === null || contexts.some((context) => context.id === 'history')) return contexts
    return [...contexts, { id: 'history', name: '回顾往事', evidence: [document.span(ago.index, ago.index + ago[0].length)] }]
  }

  function withoutFigures(found: Findings): Hits {
    const covering = figures.flatMap((list) => found.of(list))
    if (covering.length === 0) return found.hits
    const isFigure = (hit: Hit): boolean => covering.some((figure) => figure.start <= hit.start && hit.end <= figure.end)
    return new Map(
      [...found.hits].map(([term, places]) => [term, places.filter((hit) => !isFigure(hit))] as const).filter(([, places]) => places.length > 0)
    )
  }
}

/**
 * What remains of the contexts once the facts are known: a text that dates harm to the last days is no look back, and one
 * in which offices report figures is no novel and no gossip.
 */
export function standingContexts(
  contexts: readonly Context[],
  document: Normalised,
  facts: Facts,
  occurred: Occurrence | null,
  publishedAt: Instant | null
): Context[] {
  const harm = (['deaths', 'injuries', 'missing', 'trapped'] as const).some((name) => (facts[name]?.value ?? 0) > 0)
  if (!harm) return [...contexts]
  const age = occurred === null || publishedAt === null ? null : msBetween(occurred.at, publishedAt)
  const recent = age !== null && age >= 0 && age <= recentDays * dayMs
  const reported = (document.plain.match(official)?.length ?? 0) >= 2
  return contexts.filter(({ id }) => !(id === 'history' && recent) && !((id === 'fiction' || id === 'offtopic') && reported))
}
