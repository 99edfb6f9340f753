import type { Disguises } from '../../core/lexicon.ts'
import type { Stretch } from './clauses.ts'
import { isLetter, isPictureStart, runEnd, type DisguiseFold } from './disguise-fold.ts'
import { PairSet } from './pair-set.ts'
import { syllableOf } from './pinyin.ts'

/** By UTF-16 unit. */
type Targets = (number[] | undefined)[]
/** Copied, since to make one of so many anew takes some milliseconds. */
const noTargets: Targets = Array.from({ length: 0x10000 })

/** From this length on any unusual character of the same sound may stand in; in a word of two it would be chance too often. */
export const shortestOfAnySound = 3
/** How far a term may reach around a character that stands in, and around parts, letters and pictures. */
const standInReach = 8
const otherReach = 24
/** In a cell of the kinds: two flags, and below them the number of the sound of an unusual character. */
const listed = 0x8000
const other = 0x4000
const sounds = 0x3fff

/**
 * Where in a text a disguise could be at all: nearly nowhere, so that the folding and comparing is spared nearly always. A
 * character is suspect when it may stand for one with which, beside its neighbour, a term is written.
 */
export class DisguiseSuspects {
  readonly #fold: DisguiseFold
  readonly #kinds = new Uint16Array(0x10000)
  /** What a character may stand for, as listed and by its sound. */
  readonly #listedTargets: Targets = noTargets.slice()
  readonly #soundTargets: Targets = noTargets.slice()
  /** Neighbours in terms, and in terms that unusual characters may stand in. */
  readonly #pairs = new PairSet(18)
  readonly #longPairs = new PairSet(18)
  /** Neighbours in the latter with the sound of one in place of it: what settles nearly all that is unusual. */
  readonly #beforeSound = new PairSet(16)
  readonly #afterSound = new PairSet(16)
  readonly #standIns: ReadonlyMap<string, string>
  readonly #everyday: ReadonlySet<string>

  constructor(words: readonly string[], tables: Disguises, fold: DisguiseFold) {
    this.#fold = fold
    this.#standIns = new Map(Object.entries(tables.homophones))
    this.#everyday = new Set(tables.everyday)
    const long = words.filter((word) => word.length >= shortestOfAnySound)
    for (const word of words) for (let at = 1; at < word.length; at++) this.#pairs.add(word.charCodeAt(at - 1), word.charCodeAt(at))
    for (const word of long) for (let at = 1; at < word.length; at++) this.#longPairs.add(word.charCodeAt(at - 1), word.charCodeAt(at))
    this.#addListed(new Set(words.flatMap((word) => Array.from(word))))
    this.#addUnusual(long)
    for (let code = 0; code < 0x10000; code++) {
      if (fold.isSplitStart(code) || isLetter(code) || isPictureStart(code)) this.#kinds[code] = (this.#kinds[code] ?? 0) | other
    }
  }

  isListed(written: number, wanted: number): boolean {
    return this.#standIns.get(String.fromCharCode(wanted))?.includes(String.fromCharCode(written)) ?? false
  }

  /** A known character that few texts have: 副 in 拉横副. */
  isUnusual(written: number): boolean {
    const character = String.fromCharCode(written)
    return syllableOf.has(character) && !this.#everyday.has(character)
  }

  /** In order, none touching another, none beginning or ending in a row of letters. */
  stretchesIn(text: string): Stretch[] {
    const found: { from: number; to: number }[] = []
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      const kind = this.#kinds[code] ?? 0
      if (kind === 0) continue
      if ((kind & sounds) !== 0 && this.#mayBeUnusual(text, at, kind & sounds)) add(found, text, at, at + 1, standInReach)
      else if ((kind & listed) !== 0 && this.#mayBeListed(text, at)) add(found, text, at, at + 1, standInReach)
      if ((kind & other) === 0) continue
      const end = isLetter(code) ? runEnd(text, at) : at + 1
      if (this.#isOther(text, at, end)) add(found, text, at, end, otherReach)
      at = end - 1
    }
    return found
  }

  #mayBeListed(text: string, at: number): boolean {
    const before = text.charCodeAt(at - 1)
    const after = text.charCodeAt(at + 1)
    for (const target of this.#listedTargets[text.charCodeAt(at)] ?? []) {
      if (this.#pairs.has(before, target) || this.#pairs.has(target, after)) return true
    }
    return false
  }

  /** Two characters beside it must be as the term has them. */
  #mayBeUnusual(text: string, at: number, sound: number): boolean {
    const before = text.charCodeAt(at - 1)
    const after = text.charCodeAt(at + 1)
    if (!this.#beforeSound.has(before, sound) && !this.#afterSound.has(sound, after)) return false
    const pairs = this.#longPairs
    for (const target of this.#soundTargets[text.charCodeAt(at)] ?? []) {
      const fitsBefore = pairs.has(before, target)
      const fitsAfter = pairs.has(target, after)
      if (fitsBefore && (fitsAfter || pairs.has(text.charCodeAt(at - 2), before))) return true
      if (fitsAfter && pairs.has(after, text.charCodeAt(at + 2))) return true
    }
    return false
  }

  #isOther(text: string, at: number, end: number): boolean {
    if (isLetter(text.charCodeAt(at))) return this.#fold.syllablesIn(text, at, end) !== null
    return this.#fold.drawnBy(text.codePointAt(at) ?? 0) !== undefined || this.#fold.splitAt(text, at) !== null
  }

  #addListed(own: ReadonlySet<string>): void {
    for (const [character, standIns] of this.#standIns) {
      if (own.has(character)) for (const one of standIns) this.#addTarget(this.#listedTargets, listed, one, character)
    }
  }

  #addUnusual(words: readonly string[]): void {
    const bySyllable = Map.groupBy(new Set(words.flatMap((word) => Array.from(word))), (character) => syllableOf.get(character) ?? '')
    const numbers = new Map([...bySyllable.keys()].map((syllable, index) => [syllable, index + 1]))
    for (const [character, syllable] of syllableOf) {
      if (this.#everyday.has(character)) continue
      for (const target of bySyllable.get(syllable) ?? []) {
        if (target !== character) this.#addTarget(this.#soundTargets, numbers.get(syllable) ?? 0, character, target)
      }
    }
    for (const word of words) {
      for (let at = 1; at < word.length; at++) {
        const soundOf = (place: number): number => numbers.get(syllableOf.get(word.charAt(place)) ?? '') ?? 0
        this.#beforeSound.add(word.charCodeAt(at - 1), soundOf(at))
        this.#afterSound.add(soundOf(at - 1), word.charCodeAt(at))
      }
    }
  }

  #addTarget(targets: Targets, kind: number, written: string, wanted: string): void {
    const code = written.charCodeAt(0)
    this.#kinds[code] = (this.#kinds[code] ?? 0) | kind
    targets[code] = [...(targets[code] ?? []), wanted.charCodeAt(0)]
  }
}

function add(found: { from: number; to: number }[], text: string, at: number, end: number, reach: number): void {
  const last = found.at(-1)
  let from = Math.max(0, at - reach, last?.to ?? 0)
  while (from > (last?.to ?? 0) && !isBoundary(text, from)) from--
  let to = Math.min(text.length, end + reach)
  while (to < text.length && !isBoundary(text, to)) to++
  if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to)
  else found.push({ from, to })
}

/** Neither inside a row of letters nor inside a pair. */
function isBoundary(text: string, at: number): boolean {
  const after = text.charCodeAt(at)
  return !(isLetter(text.charCodeAt(at - 1)) && isLetter(after)) && !(after >= 0xdc00 && after <= 0xdfff)
}
