import { RE2JS } from 're2js'
import { z } from 'zod'
import { normalise } from '../steps/normalise.ts'
import { isOrnament } from './automaton.ts'

/** A compiled RE2 pattern. */
export interface Pattern {
  /** Of each of these groups one stands in every text that it matches. Without any, every text must be looked at. */
  readonly literals: readonly (readonly string[])[]
  /** About how much work it is for each character: the size of its program. */
  readonly cost: number
  /** Places in a normalised text, at most so many, without empty ones. */
  find(plain: string, most: number): { readonly start: number; readonly end: number }[]
}

/** @throws RE2JSException for what is no RE2 pattern; the loader has refused it before. */
export function compilePattern(source: string): Pattern {
  const compiled = compileNormalised(source)
  return {
    literals: literalsOf(source),
    cost: compiled.programSize(),
    find(plain, most) {
      // Whether there is one at all is asked of the state machine, which is much faster than finding where.
      if (!compiled.test(plain)) return []
      const matcher = compiled.matcher(plain)
      const places: { start: number; end: number }[] = []
      while (places.length < most && matcher.find()) {
        if (matcher.end() > matcher.start()) places.push({ start: matcher.start(), end: matcher.end() })
      }
      return places
    }
  }
}

/** Text is matched as normalised, so what the pattern spells must be too: 「（」 is written (. */
function compileNormalised(source: string): RE2JS {
  try {
    return RE2JS.compile(normalised(source), flagsOf(source))
  } catch {
    // A range whose ends changed places, such as one between traditional characters.
    return RE2JS.compile(source, flagsOf(source))
  }
}

/** `^` and `$` are the ends of a line: the title is one. Ignoring case costs RE2JS its own look for fixed words first. */
function flagsOf(source: string): number {
  return /[a-z]/i.test(source.replace(/\\./gs, '')) ? RE2JS.MULTILINE | RE2JS.CASE_INSENSITIVE : RE2JS.MULTILINE
}

function normalised(source: string): string {
  return source.replace(/[\u0080-\u{10ffff}]/gu, (character) => RE2JS.quote(plainOf(character)))
}

function plainOf(words: string): string {
  return normalise({ title: null, text: words }).plain.slice(1)
}

interface Needed {
  readonly type: number
  readonly str: string
  readonly subs: readonly Needed[]
}

/** What RE2JS found that a text must hold before it is worth matching. No part of its documented face: anything else means "unknown". */
const Needed: z.ZodType<Needed> = z.lazy(() => z.object({ type: z.number(), str: z.string(), subs: z.array(Needed) }))
const kinds = { exact: 1, and: 2, or: 3 } as const

/** Asked of the pattern as it is written: one that ignores case has no fixed words for RE2JS, but the text is in small letters anyway. */
function literalsOf(source: string): readonly (readonly string[])[] {
  const needed = Needed.safeParse(RE2JS.compile(source, RE2JS.MULTILINE).re2().prefilter)
  return needed.success ? groupsOf(needed.data) : []
}

function groupsOf(needed: Needed): string[][] {
  if (needed.type === kinds.and) return needed.subs.flatMap(groupsOf)
  const words = alternatives(needed)
  return words === null ? [] : [words]
}

/** Words of which one must be there; null where that cannot be said. */
function alternatives({ type, str, subs }: Needed): string[] | null {
  if (type === kinds.exact) {
    const word = longestPiece(plainOf(str))
    return word === null ? null : [word]
  }
  const parts = subs.map(alternatives)
  if (type === kinds.and) return parts.find((part) => part !== null) ?? null
  if (type !== kinds.or || parts.length === 0) return null
  return parts.reduce((all, part) => (all === null || part === null ? null : [...all, ...part]))
}

/** The automaton steps over ornaments, so a word with one is asked for by its longest piece; single letters are in every text. */
function longestPiece(word: string): string | null {
  const pieces = Array.from(word, (character) =>
    character.length === 1 && (isOrnament(character.charCodeAt(0)) || character === '\n') ? '\u0000' : character
  )
    .join('')
    .split('\u0000')
    .sort((a, b) => b.length - a.length)
  const piece = pieces[0] ?? ''
  return piece.length >= 2 || /^[\u0080-\u{10ffff}]/u.test(piece) ? piece : null
}
