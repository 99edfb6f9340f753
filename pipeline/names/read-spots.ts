import type { NameWords } from '../../core/lexicon.ts'
import { isChinese } from '../rules/automaton.ts'
import { isBoundary } from '../rules/clauses.ts'
import type { Findings, Vocabulary } from '../rules/vocabulary.ts'
import { groupsOf, tableOf } from './character-table.ts'
import { NameEnds } from './name-ends.ts'
import { readNameStart, type NameReading, type NameWordKinds } from './name-start.ts'
import { streetAtOpening } from './street-at-opening.ts'
import type { Stretch } from './stretch.ts'
import { WordTable } from './word-table.ts'
import type { Words } from './words.ts'

const most = { characters: 8, words: 3 }
const divisionEnds = tableOf('省市区县州旗盟镇乡')
/** Ends of the smaller divisions, whose name is all that stands behind the larger one: 甲乙县|丙丁镇. */
const smallDivision = /^(?:镇|乡|村|街道?|大街|路|大?道)$/
const longestSmallName = 4
/** 西青区|一条路 has no name. */
const counting = tableOf('一某各多这那的有部两几数每')
/** 南京路|上, 海河|边: the place ends before what the segmenter took for one word with its end. */
const beside = tableOf('上边旁畔侧岸')
const street = 1
const other = 2

/**
 * Roads, villages, buildings, waters: names by their suffix, with the words that belong to them. A known place before one is
 * a place of its own, unless nothing else makes the name (南京路, 天津港).
 */
export function readSpots(deps: {
  names: NameWords['places']
  kinds: NameWordKinds
  vocabulary: Vocabulary
}): (found: Findings, words: Words, known: NameEnds) => Stretch[] {
  const { names, kinds, vocabulary } = deps
  const isLong = (suffix: string): boolean => suffix.length > 1
  const longStreets = vocabulary.looseList(names.streets.filter(isLong))
  const longSuffixes = vocabulary.looseList(names.suffixes.filter(isLong))
  // Single characters are looked up in a table: they stand in so many words that the segmenter's veto would say nothing.
  const ends = groupsOf([names.streets, names.suffixes].map((suffixes) => suffixes.filter((suffix) => !isLong(suffix)).join('')))
  const ordinary = new WordTable(new Map(names.ordinary.map((word) => [word, true])))
  const none = new NameEnds()

  return function spotsOf(found, words, known) {
    const { plain } = words
    const spots: Stretch[] = []
    none.clear(plain.length)
    const reading: NameReading = { words, kinds, most, places: none, owners: none }
    for (const { start, end } of found.of(longStreets)) take(start, end, true)
    for (const { start, end } of found.of(longSuffixes)) take(start, end, false)
    for (let at = 2; at < plain.length; at++) {
      const sort = ends[plain.charCodeAt(at)]
      if (sort === street) take(at, at + 1, true)
      else if (sort === other) take(at, at + 1, false)
    }
    return spots

    function take(suffix: number, end: number, isStreet: boolean): void {
      if (known.has(end)) return
      const start = startOf(suffix, end, isStreet)
      if (start >= 0 && end - start >= 3) spots.push({ start, end })
    }

    /** Of the name that ends in the suffix; -1 where none does. What can be told without the segmenter is told first. */
    function startOf(suffix: number, end: number, isStreet: boolean): number {
      const isShort = end - suffix === 1
      if (isShort && ordinary.of(plain, end - 2, end) === true) return -1
      const before = known.startOf(suffix)
      if (before < 0 && (suffix === 0 || isBoundary(plain.charCodeAt(suffix - 1)))) return -1
      const opening = isShort && isStreet ? streetAtOpening(words, kinds, suffix) : -1
      if (opening >= 0) return opening
      const wordEnd = words.endOf(end - 1)
      const isBesideIt = isShort && wordEnd === end + 1 && beside[plain.charCodeAt(end)] === 1 && words.startOf(suffix) === suffix
      if (wordEnd !== end && !isBesideIt) return -1
      const chained = isStreet ? behindDivision(plain, suffix, end, known) : -1
      if (chained >= 0) return chained
      const wordStart = Math.min(words.startOf(end - 1), suffix)
      if (wordStart === suffix && before >= 0) return before
      const kind = wordStart < suffix ? kinds.of(plain, wordStart, end) : undefined
      if (kind === 'verb' || (wordStart < suffix && ordinary.of(plain, wordStart, end) === true)) return -1
      const shortest = isShort ? 2 : 1
      const isName = wordStart < suffix && kind === undefined
      if (isName && isShort && suffix - wordStart >= shortest) return wordStart
      const { start, proper, nouns } = readNameStart(reading, wordStart)
      const from = behindKnown(known, start, wordStart)
      const isMade = proper || (isStreet && nouns > 0 && kind === undefined && !isBesideIt)
      if (!(isName && !isShort) && !(from < wordStart && isMade)) return -1
      return suffix - from >= shortest ? from : -1
    }
  }
}

/** A known place within the name is another place: the name begins behind it. */
function behindKnown(known: NameEnds, start: number, end: number): number {
  for (let at = end; at > start; at--) if (known.has(at)) return at
  return start
}

/** 甲乙市|丙丁|镇: behind a division all that is left is the name of the smaller one, whatever words the segmenter saw. -1: it is not. */
function behindDivision(plain: string, suffix: number, end: number, known: NameEnds): number {
  if (known.isEmpty) return -1
  for (let at = suffix - 1; at >= suffix - longestSmallName && at > 0; at--) {
    if (!isChinese(plain.charCodeAt(at))) return -1
    if (!known.has(at)) continue
    return divisionEnds[plain.charCodeAt(at - 1)] === 1 && counting[plain.charCodeAt(at)] !== 1 && smallDivision.test(plain.slice(suffix, end))
      ? at
      : -1
  }
  return -1
}
