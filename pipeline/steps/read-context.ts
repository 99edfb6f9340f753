import type { Span } from '../../core/assessment.ts'
import type { ContextWords, Lexicon } from '../../core/lexicon.ts'
import type { Findings, Hit, Vocabulary } from '../rules/vocabulary.ts'
import type { Normalised } from './normalise.ts'

/** A turn that the whole text takes: it reports a drill, denies a rumour, looks back. */
export interface Context {
  readonly id: ContextWords['id']
  readonly name: string
  readonly evidence: readonly Span[]
  /** By how much it lowers the relevance of which kinds of happening. */
  readonly lowers: number
  readonly lowersType: (eventType: string) => boolean
  /** Where its words stand in the normalised text. */
  readonly places: readonly { readonly start: number; readonly end: number }[]
}

const openingLength = 80
const yearsAgo = /(?:\d{1,3}|[一二两三四五六七八九十百几数多]{1,3})(?:多)?年前/
const clauseEnds = /[，。；！？,;!?:：\n]/

/**
 * Contexts that colour the whole text. Terms count here only as whole words: a fire in a 电影院 is no film. A clause can say
 * that its word does not count: 此前未组织应急演练 reports no drill.
 */
export function readContext(deps: { lexicon: Lexicon; vocabulary: Vocabulary }): (document: Normalised, found: Findings) => Context[] {
  const lists = deps.lexicon.contexts
    .filter(({ reach }) => reach === 'text' || reach === 'anywhere')
    .map((list) => ({ list, terms: deps.vocabulary.list(list.words) }))
  const history = deps.lexicon.contexts.find(({ id }) => id === 'history')

  return function contextsOf(document, found) {
    const opening = document.titleEnd + 1 + openingLength
    const contexts = lists.flatMap(({ list, terms }): Context[] => {
      const hits = found.of(terms)
      if (hits.length === 0) return []
      const places = hits
        .filter((hit) => (hit.whole || hit.end - hit.start > 3) && !isCalledOff(document.plain, hit, list.unless))
        .sort((a, b) => a.start - b.start)
      const first = places[0]
      if (first === undefined) return []
      if (list.reach === 'text' && (new Set(places.map((hit) => hit.term)).size < list.least || first.start >= opening)) return []
      return [contextOf(list, document, places)]
    })
    const ago = history === undefined || contexts.some(({ id }) => id === 'history') ? null : longAgo(document, history.unless)
    return history === undefined || ago === null ? contexts : [...contexts, contextOf(history, document, [ago])]
  }
}

/** The context of a list, from its words in the document. */
export function contextOf(
  list: Pick<ContextWords, 'id' | 'name' | 'lowers' | 'eventTypes' | 'exceptEventTypes'>,
  document: Normalised,
  places: Context['places']
): Context {
  return {
    id: list.id,
    name: list.name,
    evidence: places.slice(0, 3).map(({ start, end }) => document.span(start, end)),
    lowers: list.lowers,
    lowersType: (eventType) => (list.eventTypes.length === 0 || list.eventTypes.includes(eventType)) && !list.exceptEventTypes.includes(eventType),
    places
  }
}

/** 五年前 in the title or the first sentence; further on it is the background of something new. */
function longAgo({ plain, titleEnd }: Normalised, unless: readonly string[]): { start: number; end: number } | null {
  const opening = plain.slice(0, titleEnd + 1 + openingLength)
  if (!opening.includes('年前')) return null
  const firstEnd = plain.slice(titleEnd + 1, titleEnd + 1 + openingLength).search(/[。！？!?\n]/)
  const ago = yearsAgo.exec(firstEnd < 0 ? opening : opening.slice(0, titleEnd + 1 + firstEnd))
  if (ago === null) return null
  const place = { start: ago.index, end: ago.index + ago[0].length }
  return isCalledOff(plain, place, unless) ? null : place
}

function isCalledOff(plain: string, place: Pick<Hit, 'start' | 'end'>, unless: readonly string[]): boolean {
  if (unless.length === 0) return false
  let from = place.start
  while (from > 0 && place.start - from < openingLength && !clauseEnds.test(plain.charAt(from - 1))) from--
  const to = plain.slice(place.end, place.end + openingLength).search(clauseEnds)
  const clause = plain.slice(from, place.end + (to < 0 ? openingLength : to))
  return unless.some((word) => clause.includes(word))
}
