import type { NameWords } from '../../core/lexicon.ts'
import { isChinese } from '../rules/automaton.ts'
import type { Findings, Vocabulary } from '../rules/vocabulary.ts'
import { tableOf } from './character-table.ts'
import { readNameStart, type NameWordKinds } from './name-start.ts'
import type { Stretch } from './stretch.ts'
import type { Words } from './words.ts'

const most = { characters: 8, words: 3 }
const none: ReadonlyMap<number, number> = new Map()
const divisionEnds = tableOf('省市区县州旗盟镇乡')
/** Ends of the smaller divisions, whose name is all that stands behind the larger one: 甲乙县|丙丁镇. */
const smallDivision = /^(?:镇|乡|村|街道?|大街|路|大?道)$/
const longestSmallName = 4
/** 南京路|上, 海河|边: the place ends before what the segmenter took for one word with its end. */
const beside = /[上边旁畔侧岸]/

/**
 * Roads, villages, buildings, waters: names by their suffix, with the words that belong to them. A known place before one is
 * a place of its own, unless nothing else makes the name (南京路, 天津港).
 */
export function readSpots(deps: {
  names: NameWords['places']
  kinds: NameWordKinds
  vocabulary: Vocabulary
}): (found: Findings, words: Words, known: ReadonlyMap<number, number>) => Stretch[] {
  const { names, kinds, vocabulary } = deps
  const isLong = (suffix: string): boolean => suffix.length > 1
  const longStreets = vocabulary.looseList(names.streets.filter(isLong))
  const longSuffixes = vocabulary.looseList(names.suffixes.filter(isLong))
  // Single characters are looked up in a table: they stand in so many words that the segmenter's veto would say nothing.
  const streetEnds = tableOf(names.streets.filter((suffix) => !isLong(suffix)).join(''))
  const otherEnds = tableOf(names.suffixes.filter((suffix) => !isLong(suffix)).join(''))
  const ordinary = new Set(names.ordinary)

  return function spotsOf(found, words, known) {
    const { plain } = words
    const spots: Stretch[] = []
    for (const hit of found.of(longStreets)) take(hit, true)
    for (const hit of found.of(longSuffixes)) take(hit, false)
    for (let at = 2; at < plain.length; at++) {
      const code = plain.charCodeAt(at)
      if (streetEnds[code] === 1) take({ start: at, end: at + 1 }, true)
      else if (otherEnds[code] === 1) take({ start: at, end: at + 1 }, false)
    }
    return spots

    function take(hit: Stretch, isStreet: boolean): void {
      if (known.has(hit.end)) return
      const start = startOf(hit, isStreet)
      if (start !== null && hit.end - start >= 3) spots.push({ start, end: hit.end })
    }

    function startOf(hit: Stretch, isStreet: boolean): number | null {
      const isShort = hit.end - hit.start === 1
      const wordEnd = words.endOf(hit.end - 1)
      const isBesideIt = isShort && wordEnd === hit.end + 1 && beside.test(plain.charAt(hit.end)) && words.startOf(hit.start) === hit.start
      if ((wordEnd !== hit.end && !isBesideIt) || (isShort && ordinary.has(plain.slice(hit.end - 2, hit.end)))) return null
      const chained = isStreet ? behindDivision(plain, hit, known) : null
      if (chained !== null) return chained
      const wordStart = Math.min(words.startOf(hit.end - 1), hit.start)
      if (wordStart === hit.start && known.has(wordStart)) return known.get(wordStart) ?? null
      const word = plain.slice(wordStart, hit.end)
      const kind = wordStart < hit.start ? kinds.get(word) : undefined
      if (kind === 'verb' || (wordStart < hit.start && ordinary.has(word))) return null
      const shortest = isShort ? 2 : 1
      const isName = wordStart < hit.start && kind === undefined
      if (isName && isShort && hit.start - wordStart >= shortest) return wordStart
      const { start, proper, nouns } = readNameStart({ words, kinds, most, places: none, owners: none }, wordStart)
      const from = behindKnown(known, start, wordStart)
      const isMade = proper || (isStreet && nouns > 0 && kind === undefined && !isBesideIt)
      if (!(isName && !isShort) && !(from < wordStart && isMade)) return null
      return hit.start - from >= shortest ? from : null
    }
  }
}

/** A known place within the name is another place: the name begins behind it. */
function behindKnown(known: ReadonlyMap<number, number>, start: number, end: number): number {
  for (let at = end; at > start; at--) if (known.has(at)) return at
  return start
}

/** 甲乙市|丙丁|镇: behind a division all that is left is the name of the smaller one, whatever words the segmenter saw. */
function behindDivision(plain: string, hit: Stretch, known: ReadonlyMap<number, number>): number | null {
  if (!smallDivision.test(plain.slice(hit.start, hit.end))) return null
  for (let at = hit.start - 1; at >= hit.start - longestSmallName && at > 0; at--) {
    if (!isChinese(plain.charCodeAt(at))) return null
    if (known.has(at)) return divisionEnds[plain.charCodeAt(at - 1)] === 1 ? at : null
  }
  return null
}
