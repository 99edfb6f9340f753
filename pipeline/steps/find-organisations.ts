import type { Span } from '../../core/assessment.ts'
import type { NameWords } from '../../core/lexicon.ts'
import { tableOf } from '../names/character-table.ts'
import { NameEnds } from '../names/name-ends.ts'
import { mayBeAnchored, readNameStart, type NameReading, type NameWordKinds } from '../names/name-start.ts'
import { isNear, longestOf, type Stretch } from '../names/stretch.ts'
import { longestWord, type Words } from '../names/words.ts'
import { isInWork } from '../names/works.ts'
import { isBoundary } from '../rules/clauses.ts'
import type { Findings, Hit, Vocabulary } from '../rules/vocabulary.ts'
import type { PlaceReading } from './find-places.ts'
import type { Normalised } from './normalise.ts'

const mostNames = 40
const most = { characters: 20, words: 7 }
const mostBeforeTitle = { characters: 8, words: 3 }
/** How near a word of sports must stand to a city for the city to be a club, in characters. */
const sportsReach = 60
const divisionEnds = tableOf('省市区县州旗盟镇乡街')
const letterOrDigit = tableOf('0123456789abcdefghijklmnopqrstuvwxyz')
const team = '队'.charCodeAt(0)
/** What goes on behind 队: 队员, 队伍, 队长. */
const teamGoesOn = tableOf('员伍长友列里内形')

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

  const placeEnds = new NameEnds()
  const owners = new NameEnds()

  return function organisationsOf(document, found, words, places) {
    const { plain } = document
    const named = wellKnown(plain, found)
    const ofOffices = found.of(offices)
    const reading = { words, kinds, most, places: filled(placeEnds, plain, [places.known]), owners: filled(owners, plain, [named, ofOffices]) }
    const beforeTitles = { ...reading, most: mostBeforeTitle }
    const read: Stretch[] = [...named]
    for (const hit of ofOffices) read.push(withPlaces(reading, hit))
    for (const hit of found.of(suffixes)) bySuffix(reading, hit, read)
    for (const hit of found.of(titles)) beforeTitle(beforeTitles, hit, read)
    bureausIn(reading, bureaus, read)
    teamsIn(plain, places.known, read)
    teamsIn(plain, named, read)
    if (read.length === 0) return []
    // A building that bears the name of an organisation is a place, and so is 南开区 though 南开 may be a university.
    const kept = new Set(read)
    const mayBeWork = plain.includes('《')
    const spans: Span[] = []
    for (const one of longestOf([...read, ...places.spots, ...places.known])) {
      if (!kept.has(one) || (mayBeWork && isInWork(plain, one.start))) continue
      if (spans.length === mostNames) break
      spans.push(document.span(one.start, one.end))
    }
    return spans
  }

  function wellKnown(plain: string, found: Findings): Hit[] {
    const named = found.of(known).filter((hit) => isOnItsOwn(plain, hit))
    for (const hit of found.of(clubs)) {
      if ((!shared.has(hit.term) || isNear(found.of(sports), hit, sportsReach)) && isOnItsOwn(plain, hit)) named.push(hit)
    }
    return named
  }
}

function filled(ends: NameEnds, plain: string, lists: readonly (readonly Stretch[])[]): NameEnds {
  ends.clear(plain.length)
  for (const list of lists) for (const one of list) ends.putLongest(one)
  return ends
}

/** An office is a name in itself; a place before it, and a division that no gazetteer has (某某县|公安局), is part of the name. */
function withPlaces(reading: NameReading, hit: Stretch): Stretch {
  const { plain } = reading.words
  const ofDivision = divisionEnds[plain.charCodeAt(hit.start)] === 1 || divisionEnds[plain.charCodeAt(hit.start - 1)] === 1
  if (!ofDivision && !mayBeAnchored(reading, hit.start)) return hit
  const { start, anchored, proper } = readNameStart(reading, hit.start)
  return { start: anchored || (proper && ofDivision) ? start : hit.start, end: hit.end }
}

/** 大学, 公司: a name with a proper name or a place before it. */
function bySuffix(reading: NameReading, hit: Stretch, read: Stretch[]): void {
  const { words, kinds, owners } = reading
  if (owners.has(hit.end) || isBare(reading, hit.start) || words.endOf(hit.end - 1) !== hit.end) return
  const wordStart = Math.min(words.startOf(hit.end - 1), hit.start)
  // 国有银行 in one word is no more a name than in two.
  const isName =
    wordStart < hit.start && kinds.of(words.plain, wordStart, hit.end) === undefined && kinds.of(words.plain, wordStart, hit.start) === undefined
  const { start, proper, anchored } = readNameStart(reading, wordStart)
  const stem = hit.start - start
  if (stem >= (isName ? 1 : 2) && (isName || proper || anchored)) read.push({ start, end: hit.end })
}

/** Whether nothing stands before it that a name could be made of. */
function isBare({ words, places, owners }: NameReading, at: number): boolean {
  return at === 0 || (isBoundary(words.plain.charCodeAt(at - 1)) && !places.has(at) && !owners.has(at))
}

/** The proper name right before a post: 某某珠宝|总裁. */
function beforeTitle(reading: NameReading, hit: Stretch, read: Stretch[]): void {
  if (isBare(reading, hit.start)) return
  const { start, proper } = readNameStart(reading, hit.start)
  const length = hit.start - start
  if (proper && length >= 3 && length <= mostBeforeTitle.characters) read.push({ start, end: hit.start })
}

/** 局 and its like behind a place or another office. */
function bureausIn(reading: NameReading, bureaus: Uint8Array, read: Stretch[]): void {
  const { words, kinds, places, owners } = reading
  if (places.isEmpty && owners.isEmpty) return
  const { plain } = words
  for (let at = 2; at < plain.length; at++) {
    if (bureaus[plain.charCodeAt(at)] !== 1 || !mayBeAnchored(reading, at, most.characters + longestWord) || words.endOf(at) !== at + 1) continue
    const wordStart = words.startOf(at)
    if (wordStart < at && kinds.of(plain, wordStart, at + 1) === 'verb') continue
    const { start, anchored } = readNameStart(reading, wordStart)
    if (anchored) read.push({ start, end: at + 1 })
  }
}

/** 中国队, 曼联队. */
function teamsIn(plain: string, named: readonly Stretch[], read: Stretch[]): void {
  for (const { start, end } of named) {
    if (plain.charCodeAt(end) === team && teamGoesOn[plain.charCodeAt(end + 1)] !== 1) read.push({ start, end: end + 1 })
  }
}

/** 中行 within a word is settled by the vocabulary; letters are not its business. */
function isOnItsOwn(plain: string, { start, end }: Stretch): boolean {
  return !joins(plain, start - 1, start) && !joins(plain, end, end - 1)
}

function joins(plain: string, outside: number, inside: number): boolean {
  return letterOrDigit[plain.charCodeAt(outside)] === 1 && letterOrDigit[plain.charCodeAt(inside)] === 1
}
