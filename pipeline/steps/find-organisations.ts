import type { Span } from '../../core/assessment.ts'
import type { NameWords } from '../../core/lexicon.ts'
import { tableOf } from '../names/character-table.ts'
import { readNameStart, type NameReading, type NameWordKinds } from '../names/name-start.ts'
import { isNear, longestOf, type Stretch } from '../names/stretch.ts'
import type { Words } from '../names/words.ts'
import { isInWork } from '../names/works.ts'
import type { Findings, Vocabulary } from '../rules/vocabulary.ts'
import type { PlaceReading } from './find-places.ts'
import type { Normalised } from './normalise.ts'

const mostNames = 40
const most = { characters: 20, words: 7 }
const mostBeforeTitle = { characters: 8, words: 3 }
/** How near a word of sports must stand to a city for the city to be a club, in characters. */
const sportsReach = 60
const divisionEnds = tableOf('省市区县州旗盟镇乡街')
const letterOrDigit = /[0-9a-z]/
/** What goes on behind 队: 队员, 队伍, 队长. */
const teamGoesOn = /[员伍长友列里内形]/

/**
 * Offices, companies, schools, clubs: well-known names, and names by their suffix with what belongs to them on the left. Of
 * names that overlap the longest stands, so 公安局派出所 and 建设银行太原分行 are one each.
 */
export function findOrganisations(deps: {
  names: NameWords['organisations']
  kinds: NameWordKinds
  /** Words that a club may share with a city or with everyday language. */
  otherwise: ReadonlySet<string>
  vocabulary: Vocabulary
}): (document: Normalised, found: Findings, words: Words, places: Pick<PlaceReading, 'known' | 'spots'>) => Span[] {
  const { names, kinds, otherwise, vocabulary } = deps
  const known = vocabulary.list(names.known.flat())
  const clubs = vocabulary.list(names.clubs)
  const sports = vocabulary.looseList(names.sports)
  const offices = vocabulary.list(names.offices)
  const suffixes = vocabulary.looseList(names.suffixes)
  const titles = vocabulary.looseList(names.titles)
  const bureaus = tableOf(names.bureaus.join(''))
  const shared = new Set(vocabulary.addAll(names.clubs.filter((name) => otherwise.has(name))))

  return function organisationsOf(document, found, words, places) {
    const { plain } = document
    const sportsHits = found.of(sports)
    const named = [...found.of(known), ...found.of(clubs).filter((hit) => !shared.has(hit.term) || isNear(sportsHits, hit, sportsReach))].filter(
      (hit) => isOnItsOwn(plain, hit)
    )
    const reading = { words, kinds, most, places: byEnd(places.known), owners: byEnd([...named, ...found.of(offices)]) }
    const read = [
      ...named,
      ...found.of(offices).map((hit) => withPlaces(reading, hit)),
      ...found.of(suffixes).flatMap((hit) => bySuffix(reading, hit)),
      ...found.of(titles).flatMap((hit) => beforeTitle(reading, hit)),
      ...bureausIn(reading, bureaus),
      ...teams(plain, [...places.known, ...named])
    ]
    // A building that bears the name of an organisation is a place, and so is 南开区 though 南开 may be a university.
    const within = longestOf<Stretch>([...read, ...places.spots, ...places.known])
    const kept = new Set<Stretch>(read)
    return within
      .filter((one) => kept.has(one) && !isInWork(plain, one.start))
      .slice(0, mostNames)
      .map(({ start, end }) => document.span(start, end))
  }
}

function byEnd(stretches: readonly Stretch[]): Map<number, number> {
  const starts = new Map<number, number>()
  for (const { start, end } of stretches) starts.set(end, Math.min(start, starts.get(end) ?? start))
  return starts
}

/** An office is a name in itself; a place before it, and a division that no gazetteer has (某某县|公安局), is part of the name. */
function withPlaces(reading: NameReading, hit: Stretch): Stretch {
  const { start, anchored, proper } = readNameStart(reading, hit.start)
  const { plain } = reading.words
  const ofDivision = divisionEnds[plain.charCodeAt(hit.start)] === 1 || divisionEnds[plain.charCodeAt(hit.start - 1)] === 1
  return { start: anchored || (proper && ofDivision) ? start : hit.start, end: hit.end }
}

/** 大学, 公司: a name with a proper name or a place before it. */
function bySuffix(reading: NameReading, hit: Stretch): Stretch[] {
  const { words, kinds, owners } = reading
  if (words.endOf(hit.end - 1) !== hit.end || owners.has(hit.end)) return []
  const wordStart = Math.min(words.startOf(hit.end - 1), hit.start)
  // 国有银行 in one word is no more a name than in two.
  const isName = wordStart < hit.start && !kinds.has(words.plain.slice(wordStart, hit.end)) && !kinds.has(words.plain.slice(wordStart, hit.start))
  const { start, proper, anchored } = readNameStart(reading, wordStart)
  const stem = hit.start - start
  return stem >= (isName ? 1 : 2) && (isName || proper || anchored) ? [{ start, end: hit.end }] : []
}

/** The proper name right before a post: 某某珠宝|总裁. */
function beforeTitle(reading: NameReading, hit: Stretch): Stretch[] {
  const { start, proper } = readNameStart({ ...reading, most: mostBeforeTitle }, hit.start)
  const length = hit.start - start
  return proper && length >= 3 && length <= mostBeforeTitle.characters ? [{ start, end: hit.start }] : []
}

/** 局 and its like behind a place or another office. */
function bureausIn(reading: NameReading, bureaus: Uint8Array): Stretch[] {
  const { words, kinds } = reading
  const found: Stretch[] = []
  for (let at = 2; at < words.plain.length; at++) {
    if (bureaus[words.plain.charCodeAt(at)] !== 1 || words.endOf(at) !== at + 1) continue
    const wordStart = words.startOf(at)
    if (wordStart < at && kinds.get(words.plain.slice(wordStart, at + 1)) === 'verb') continue
    const { start, anchored } = readNameStart(reading, wordStart)
    if (anchored) found.push({ start, end: at + 1 })
  }
  return found
}

/** 中国队, 曼联队. */
function teams(plain: string, named: readonly Stretch[]): Stretch[] {
  return named
    .filter(({ end }) => plain.charAt(end) === '队' && !teamGoesOn.test(plain.charAt(end + 1)))
    .map(({ start, end }) => ({ start, end: end + 1 }))
}

/** 中行 within a word is settled by the vocabulary; letters are not its business. */
function isOnItsOwn(plain: string, { start, end }: Stretch): boolean {
  const joins = (outside: string, inside: string): boolean => letterOrDigit.test(outside) && letterOrDigit.test(inside)
  return !joins(plain.charAt(start - 1), plain.charAt(start)) && !joins(plain.charAt(end), plain.charAt(end - 1))
}
