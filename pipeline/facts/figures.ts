import { tableOf } from '../names/character-table.ts'
import { numeralWords } from './chinese-number.ts'
import { harmIn } from './harm-words.ts'

/**
 * What may follow a number where people are counted, one bit a sort: 3名, 3具, 3死 and 3人死, 一女子, 三男, 3条(命), the end of
 * a clause (死亡3,受伤4) and 俩, which counts by itself.
 */
export const followBit = { counted: 1, held: 2, harmed: 4, person: 8, men: 16, lives: 32, ended: 64, pair: 128 } as const
/** What may stand right before one, or a few characters before: 死3人, 由昨日的3人. */
export const leadBit = { death: 1, change: 2, hurt: 4, taken: 8 } as const

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
  mark(follows, '名人位个口例号户', followBit.counted)
  mark(follows, '名位具个', followBit.held)
  mark(follows, '人死重轻微伤', followBit.harmed)
  mark(follows, '💀', followBit.harmed)
  mark(follows, persons.map((word) => word.charAt(0)).join(''), followBit.person)
  mark(follows, '男', followBit.men)
  mark(follows, '条', followBit.lives)
  mark(follows, ',、) 受重轻失伤', followBit.ended)

  return function figuresOf(sentence) {
    const figures: Figure[] = []
    for (let at = 0; at < sentence.length; at++) {
      const sort = numeral[sentence.charCodeAt(at)] ?? 0
      if (sort === 0 || sort === insideNumber) continue
      const end = sort === digit ? digitsEnd(sentence, at) : wordsEnd(sentence, at)
      const next = followsAt(sentence, at, end)
      const before = leadsAt(sentence, at)
      if (next !== 0 || before !== 0) figures.push(figureOf(sentence, at, end, next, before))
      at = end - 1
    }
    return figures
  }

  function followsAt(sentence: string, at: number, end: number): number {
    const to = unitEnd(sentence, end)
    const next = to >= sentence.length ? followBit.ended : (follows[sentence.charCodeAt(to)] ?? 0)
    const right = to === end ? 0 : (follows[sentence.charCodeAt(end)] ?? 0) & followBit.ended
    return next | right | (pairs[sentence.charCodeAt(at)] === 1 ? followBit.pair : 0)
  }
}

/** What stands right before a number, and whether 由 or 从 stands up to six characters before. */
function leadsAt(sentence: string, at: number): number {
  let bits = at > 0 ? (leads[sentence.charCodeAt(at - 1)] ?? 0) : 0
  for (let before = at - 2; before >= 0 && at - before <= 7; before--) bits |= (leads[sentence.charCodeAt(before)] ?? 0) & leadBit.change
  return bits
}

const digit = 1
const word = 2
/** Stands in a number that digits began: 1,203 and 1.5. */
const insideNumber = 3
const numeral = new Uint8Array(0x10000)
mark(numeral, '0123456789', digit)
mark(numeral, numeralWords, word)
mark(numeral, '俩仨', word)
mark(numeral, ',.', insideNumber)
const leads = new Uint8Array(0x10000)
mark(leads, '死亡', leadBit.death)
mark(leads, '伤', leadBit.hurt)
mark(leads, '走去', leadBit.taken)
mark(leads, '了', leadBit.taken)
mark(leads, '由从减是非', leadBit.change)
const pairs = tableOf('俩仨')
const scales = tableOf('万亿千百')
const mores = tableOf('多余几来')
const clauseEnds = tableOf(',。;:、!?()')

function digitsEnd(sentence: string, from: number): number {
  let end = from + 1
  while (end < sentence.length && (isDigit(sentence, end) || isInside(sentence, end))) end++
  return end
}

function isDigit(sentence: string, at: number): boolean {
  return numeral[sentence.charCodeAt(at)] === digit
}

/** The comma of 1,203 and the point of 1.5; that of 死亡12,3人受伤 parts. */
function isInside(sentence: string, at: number): boolean {
  if (numeral[sentence.charCodeAt(at)] !== insideNumber || !isDigit(sentence, at + 1)) return false
  return sentence[at] === '.' || (isDigit(sentence, at + 2) && isDigit(sentence, at + 3) && !isDigit(sentence, at + 4))
}

function wordsEnd(sentence: string, from: number): number {
  let end = from + 1
  while (end < sentence.length && numeral[sentence.charCodeAt(end)] === word) end++
  return end
}

/** The blanks that a bracketed figure leaves behind it, and what closes "12"人. */
const marks = tableOf(' "”]')
const mostBracket = 10

/** Behind 万 and 多, and where a bracket was: 3万多人, 三(3)人. */
function unitEnd(sentence: string, from: number): number {
  let end = from
  if (scales[sentence.charCodeAt(end)] === 1) end++
  if (sentence[end] === '好' && sentence[end + 1] === '几') end += 2
  else if (mores[sentence.charCodeAt(end)] === 1) end++
  while (end - from < mostBracket && marks[sentence.charCodeAt(end)] === 1) end++
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
