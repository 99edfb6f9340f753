import { Converter } from 'opencc-js/t2cn'

/**
 * What stands on no screen, or only as ornament of its neighbour: control characters, soft hyphen, joiners, direction marks,
 * fillers, variation selectors, tags, and the marks that strike letters through.
 */
const invisible: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0e, 0x1f],
  [0x7f, 0x84],
  [0x86, 0x9f],
  [0xad, 0xad],
  [0x300, 0x36f],
  [0x483, 0x489],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180e],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x20d0, 0x20ff],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfe20, 0xfe2f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffb],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff]
]
/** Line ends and blanks of all sorts; a tab or a Braille blank hides nothing more than a space does. */
const lineEnds = new Set([0x0b, 0x0c, 0x0d, 0x85, 0x2028, 0x2029])
const blanks = new Set([0x09, 0x2800])

/** In a cell of `plainTable`: ask `slowForm`. */
export const special = 0xffff

const toSimplified = Converter({ from: 't', to: 'cn' })
const mostRemembered = 5000
const remembered = new Map<string, string>()

/** The one spelling of a character (one code point): none, one or several characters. */
export function slowForm(character: string): string {
  const known = remembered.get(character)
  if (known !== undefined) return known
  const form = formOf(character)
  // A text of all characters that there are must not stay in memory.
  if (remembered.size >= mostRemembered) remembered.clear()
  remembered.set(character, form)
  return form
}

/** By UTF-16 unit: the unit that stands for it, or `special`. */
export const plainTable: Uint16Array = characterTable()

function characterTable(): Uint16Array {
  const table = new Uint16Array(0x10000)
  for (let code = 0; code < 0x10000; code++) {
    const form = code >= 0xd800 && code <= 0xdfff ? '' : formOf(String.fromCharCode(code))
    table[code] = form.length === 1 ? form.charCodeAt(0) : special
  }
  return table
}

function formOf(character: string): string {
  const point = character.codePointAt(0) ?? 0
  if (lineEnds.has(point)) return '\n'
  if (blanks.has(point)) return ' '
  if (isInvisible(point)) return ''
  // Half of a pair on its own is no character; the segmenter would change the length of the text over it.
  if (point >= 0xd800 && point <= 0xdfff) return '\ufffd'
  const folded = character.normalize('NFKC').toLowerCase()
  if (isIdeograph(folded.codePointAt(0) ?? 0)) return toSimplified(folded)
  return isLatin(folded) ? withoutMarks(folded) : folded
}

function isInvisible(point: number): boolean {
  return invisible.some(([first, last]) => point >= first && point <= last)
}

function isIdeograph(point: number): boolean {
  return (point >= 0x3400 && point <= 0x9fff) || (point >= 0x20000 && point <= 0x3ffff)
}

/** Letters with tone marks are how pinyin hides a word: wū is wu, lǜ is lu. */
function withoutMarks(folded: string): string {
  return folded.normalize('NFD').replace(/[\u0300-\u036f]/g, '')
}

function isLatin(folded: string): boolean {
  return /^[\u00c0-\u024f\u1e00-\u1eff]/.test(folded)
}
