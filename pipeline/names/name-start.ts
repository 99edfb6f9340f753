import { isChinese } from '../rules/automaton.ts'
import { isBoundary } from '../rules/clauses.ts'
import { tableOf } from './character-table.ts'
import type { NameEnds } from './name-ends.ts'
import type { WordTable } from './word-table.ts'
import type { Words } from './words.ts'

/** What a word does in a name: stands in none, makes none alone (國有 neither), stands before names. Other words make names. */
export type NameWordKind = 'verb' | 'noun' | 'generic' | 'before'
export type NameWordKinds = WordTable<NameWordKind>

/** A name read leftwards from its suffix. */
export interface NameStart {
  readonly start: number
  /** Whether a proper name belongs to it. */
  readonly proper: boolean
  /** Whether it begins with a known place or organisation. */
  readonly anchored: boolean
  /** How many ordinary words belong to it. */
  readonly nouns: number
}

export interface NameReading {
  readonly words: Words
  readonly kinds: NameWordKinds
  /** How far a name may reach to the left. */
  readonly most: { readonly characters: number; readonly words: number }
  /** The known places; a name takes them in, one before the other, and begins with them. */
  readonly places: NameEnds
  /** The known organisations: at most one, and places before it. */
  readonly owners: NameEnds
}

/** Characters that as words of their own belong to no name. */
export const never = tableOf(
  '的在于和与及到了从往向沿是有被把将对至经为这那该某各每本此其并也都就但而或他她它我你们个位名条座间家处给让请因由以所上下内外里中前后时当要会能可不没未又再还只很最更已正说称讯电据道者日月年等着过去来起得地用入出比跟同吗呢吧啊哦呀嘛副原几除'
)
const letters = tableOf('abcdefghijklmnopqrstuvwxyz')
const latin = tableOf('0123456789abcdefghijklmnopqrstuvwxyz&.')

/**
 * Reads words to the left of a suffix for as long as they can belong to the name: proper names, then the places that stand
 * before them; ordinary words only next to the suffix, or between a place and what follows it.
 */
export function readNameStart(reading: NameReading, suffixStart: number): NameStart {
  const { words, kinds, most, places, owners } = reading
  let at = suffixStart
  // Ordinary words left of a proper name are only kept when a proper name or a place stands before them.
  let start = suffixStart
  let nounsKept = 0
  let proper = false
  let anchored = false
  let owned = false
  let nouns = 0
  for (let read = 0; at > 0 && read < most.words; read++) {
    const owner: number = owned ? -1 : owners.startOf(at)
    const known: number = owner >= 0 ? owner : places.startOf(at)
    if (known >= 0) {
      owned ||= owner >= 0
      start = known
      at = known
      nounsKept = nouns
      anchored = true
      continue
    }
    if (anchored) break
    const before = wordBefore(words, at)
    if (before < 0 || suffixStart - before > most.characters) break
    if (at - before === 1 && never[words.plain.charCodeAt(before)] === 1) break
    const kind = kinds.of(words.plain, before, at)
    if (kind === 'verb' || kind === 'before' || kind === 'generic') break
    at = before
    if (kind === 'noun') nouns++
    if (kind === 'noun' && proper) continue
    if (kind === undefined) {
      if (proper && nouns > nounsKept) break
      proper = true
    }
    start = at
    nounsKept = nouns
  }
  return { start, proper, anchored, nouns: nounsKept }
}

/** Where the word that ends here begins: one of the segmenter's, or a run of Latin letters. -1 where no name goes on. */
function wordBefore(words: Words, at: number): number {
  const { plain } = words
  if (isChinese(plain.charCodeAt(at - 1))) return words.startOf(at - 1)
  let start = at
  let hasLetter = false
  for (; start > 0; start--) {
    const code = plain.charCodeAt(start - 1)
    if (latin[code] !== 1) break
    hasLetter ||= letters[code] === 1
  }
  return hasLetter ? start : -1
}

/**
 * Whether a known place or organisation ends in the characters before and nothing ends the clause in between: else no name that
 * ends here begins with one, and nobody need read it.
 */
export function mayBeAnchored({ words, most, places, owners }: NameReading, suffix: number, reach = most.characters): boolean {
  const first = Math.max(1, suffix - reach)
  for (let at = suffix; at >= first; at--) {
    if (places.has(at) || owners.has(at)) return true
    if (isBoundary(words.plain.charCodeAt(at - 1))) return false
  }
  return false
}
