import type { Span } from '../../core/assessment.ts'
import type { ContextWords, Lexicon } from '../../core/lexicon.ts'
import type { Findings, Hit, Vocabulary } from '../rules/vocabulary.ts'
import { namesWork } from './frames.ts'
import type { Normalised } from './normalise.ts'

/** A turn that the text takes: it reports a drill, denies a rumour, looks back. How far it reaches `weighContexts` says. */
export interface Context {
  readonly id: ContextWords['id']
  readonly name: string
  readonly evidence: readonly Span[]
  /** By how much it lowers the relevance of which kinds of happening. */
  readonly lowers: number
  readonly lowersType: (eventType: string) => boolean
  /** So many different words of its list must stand in the text. */
  readonly least: number
  /** Where its words stand in the normalised text. */
  readonly places: readonly { readonly start: number; readonly end: number }[]
}

const openingLength = 80
const yearsAgo = /(?:\d{1,3}|[一二两三四五六七八九十百几数多]{1,3})(?:多)?年前/
const clauseEnds = /[，。；！？,;!?:：\n]/
const hashtags = /#[^#\n]{1,30}#|#[^#\s]{1,20}/g

type Stretch = Context['places'][number]

/**
 * Contexts that the text speaks in. Terms count here only as whole words: a fire in a 电影院 is no film, nor one in a 剧本杀店 or
 * at a 周年庆. A clause can say that its word does not count: 此前未组织应急演练 reports no drill. What a hashtag says is anybody's
 * claim and counts for nothing.
 */
export function readContext(deps: { lexicon: Lexicon; vocabulary: Vocabulary }): (document: Normalised, found: Findings) => Context[] {
  const lists = deps.lexicon.contexts
    .filter(({ reach }) => reach === 'text' || reach === 'anywhere')
    .map((list) => ({ list, terms: deps.vocabulary.list(list.words), namesThing: thingOf(list.notBefore) }))
  const history = deps.lexicon.contexts.find(({ id }) => id === 'history')

  return function contextsOf(document, found) {
    const opening = document.titleEnd + 1 + openingLength
    let tags: readonly Stretch[] | undefined
    const isTagged = (hit: Hit): boolean => (tags ??= hashtagsIn(document.plain)).some(({ start, end }) => hit.start >= start && hit.end <= end)
    const contexts = lists.flatMap(({ list, terms, namesThing }): Context[] => {
      const hits = found.of(terms)
      if (hits.length === 0 || list.unlessText.some((word) => document.plain.includes(word))) return []
      const counts = (hit: Hit): boolean =>
        (hit.whole || hit.end - hit.start > 3) && !namesThing(document.plain, hit.end) && !isCalledOff(document.plain, hit, list.unless)
      const places = hits.filter((hit) => counts(hit) && !isTagged(hit)).sort((a, b) => a.start - b.start)
      const first = places[0]
      if (first === undefined) return []
      if (list.reach === 'text' && (first.start >= opening || !isEnough(list, places, document.plain))) return []
      return [contextOf(list, document, places)]
    })
    const ago = history === undefined || contexts.some(({ id }) => id === 'history') ? null : longAgo(document, history.unless)
    return history === undefined || ago === null ? contexts : [...contexts, contextOf(history, document, [ago])]
  }
}

function isEnough({ id, least }: ContextWords, places: readonly Hit[], plain: string): boolean {
  return new Set(places.map((hit) => hit.term)).size >= least || (id === 'fiction' && namesWork(plain))
}

/** The context of a list, from its words in the document. */
export function contextOf(
  list: Pick<ContextWords, 'id' | 'name' | 'least' | 'lowers' | 'eventTypes' | 'exceptEventTypes'>,
  document: Normalised,
  places: Context['places']
): Context {
  return {
    id: list.id,
    name: list.name,
    evidence: places.slice(0, 3).map(({ start, end }) => document.span(start, end)),
    least: list.least,
    lowers: list.lowers,
    lowersType: (eventType) => (list.eventTypes.length === 0 || list.eventTypes.includes(eventType)) && !list.exceptEventTypes.includes(eventType),
    places
  }
}

/** Tells whether what follows a word makes it the name of a thing: 剧本杀 + 密室逃脱店, 周年 + 庆. */
function thingOf(ends: readonly string[]): (plain: string, at: number) => boolean {
  if (ends.length === 0) return () => false
  const follows = new RegExp(`(?:(?![在的到于里了是])[\\u4e00-\\u9fff]){0,4}?(?:${ends.join('|')})`, 'y')
  return (plain, at) => {
    follows.lastIndex = at
    return follows.test(plain)
  }
}

function hashtagsIn(plain: string): Stretch[] {
  if (!plain.includes('#')) return []
  return Array.from(plain.matchAll(hashtags), ({ index, 0: words }) => ({ start: index, end: index + words.length }))
}

/** 五年前 in the title or the first sentence; further on it is the background of something new. */
function longAgo({ plain, titleEnd }: Normalised, unless: readonly string[]): Stretch | null {
  const opening = plain.slice(0, titleEnd + 1 + openingLength)
  if (!opening.includes('年前')) return null
  const firstEnd = plain.slice(titleEnd + 1, titleEnd + 1 + openingLength).search(/[。！？!?\n]/)
  const ago = yearsAgo.exec(firstEnd < 0 ? opening : opening.slice(0, titleEnd + 1 + firstEnd))
  if (ago === null) return null
  const place = { start: ago.index, end: ago.index + ago[0].length }
  return isCalledOff(plain, place, unless) ? null : place
}

function isCalledOff(plain: string, place: Stretch, unless: readonly string[]): boolean {
  if (unless.length === 0) return false
  let from = place.start
  while (from > 0 && place.start - from < openingLength && !clauseEnds.test(plain.charAt(from - 1))) from--
  const to = plain.slice(place.end, place.end + openingLength).search(clauseEnds)
  const clause = plain.slice(from, place.end + (to < 0 ? openingLength : to))
  return unless.some((word) => clause.includes(word))
}
