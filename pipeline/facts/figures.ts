import { tableOf } from '../names/character-table.ts'
import { harmIn } from './harm-words.ts'

/** What may follow a number where people are counted, one bit a sort: 3名, 3具, 3死 and 3人死, 一女子, 三男. */
export const followBit = { counted: 1, held: 2, harmed: 4, person: 8, men: 16 } as const
/** What may stand right before one: 死3人, 由3人. */
export const leadBit = { death: 1, change: 2 } as const

/** A number of a sentence where figures of people can stand: after it, or before it, comes what counts them. */
export interface Figure {
  /** Where the number begins. */
  readonly at: number
  /** Bits of what follows it. */
  readonly follows: number
  /** Bits of the words of harm behind it up to the end of the clause, and of those before it in the clause. */
  readonly ahead: number
  readonly behind: number
  /** Bits of what stands right before it. */
  readonly leads: number
}

/** Finds the figures of a sentence. @param persons words for a person: 女子, 工人 */
export function readFigures(persons: readonly string[]): (sentence: string) => Figure[] {
  const follows = new Uint8Array(0x10000)
  mark(follows, '名人位个口例', followBit.counted)
  mark(follows, '名位具个', followBit.held)
  mark(follows, '人死重轻微伤', followBit.harmed)
  mark(follows, persons.map((word) => word.charAt(0)).join(''), followBit.person)
  mark(follows, '男', followBit.men)

  return function figuresOf(sentence) {
    const figures: Figure[] = []
    for (let at = 0; at < sentence.length; at++) {
      const sort = numeral[sentence.charCodeAt(at)] ?? 0
      if (sort === 0 || sort === insideNumber) continue
      const end = sort === digit ? digitsEnd(sentence, at) : wordsEnd(sentence, at)
      const next = follows[sentence.charCodeAt(unitEnd(sentence, end))] ?? 0
      const before = at > 0 ? (leads[sentence.charCodeAt(at - 1)] ?? 0) : 0
      if (next !== 0 || before !== 0) figures.push(figureOf(sentence, at, end, next, before))
      at = end - 1
    }
    return figures
  }
}

const digit = 1
const word = 2
/** Stands in a number that digits began: 1,203 and 1.5. */
const insideNumber = 3
const numeral = new Uint8Array(0x10000)
mark(numeral, '0123456789', digit)
mark(numeral, '零〇一二两三四五六七八九十百千', word)
mark(numeral, ',.', insideNumber)
const leads = new Uint8Array(0x10000)
mark(leads, '死亡', leadBit.death)
mark(leads, '由从', leadBit.change)
const scales = tableOf('万亿千')
const mores = tableOf('多余几')
const clauseEnds = tableOf(',。;:、!?()')

function digitsEnd(sentence: string, from: number): number {
  let end = from + 1
  while (end < sentence.length && isDigitPart(sentence.charCodeAt(end))) end++
  return end
}

function isDigitPart(code: number): boolean {
  const sort = numeral[code]
  return sort === digit || sort === insideNumber
}

function wordsEnd(sentence: string, from: number): number {
  let end = from + 1
  while (end < sentence.length && numeral[sentence.charCodeAt(end)] === word) end++
  return end
}

/** Behind 万 and 多: 3万多人. */
function unitEnd(sentence: string, from: number): number {
  let end = from
  if (scales[sentence.charCodeAt(end)] === 1) end++
  if (mores[sentence.charCodeAt(end)] === 1) end++
  return end
}

function figureOf(sentence: string, at: number, end: number, follows: number, leads: number): Figure {
  let to = end
  while (to < sentence.length && clauseEnds[sentence.charCodeAt(to)] !== 1) to++
  let from = at
  // A colon may stand between a word and its number: 死亡:3人.
  while (from > 0 && (clauseEnds[sentence.charCodeAt(from - 1)] !== 1 || sentence[from - 1] === ':')) from--
  return { at, follows, ahead: harmIn(sentence, end, to), behind: harmIn(sentence, from, at), leads }
}

function mark(table: Uint8Array, characters: string, bit: number): void {
  for (const character of characters) table[character.charCodeAt(0)] = (table[character.charCodeAt(0)] ?? 0) | bit
}
