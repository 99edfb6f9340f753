import { RefusedError } from '../errors.ts'

/** Signs that nobody sees: they would let a text read otherwise than it is compared. */
const controls = /[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u
/** Left behind by copying; they hold nothing. */
const nothing = /[\u200b\u2060\ufeff]/g

/** Signs without a width; a text of nothing else says nothing. */
const zeroWidth = /[\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufeff]|\u034f/g

/** Without what copying leaves behind; empty where nothing in it can be seen. Line ends stay. */
function visibleText(text: string): string {
  const plain = text.replace(nothing, '')
  return plain.replace(zeroWidth, '').trim() === '' ? '' : plain
}

/** The first sign in a text that nobody sees, as `U+0000`; null where there is none. Line ends and tabs are seen. */
function hiddenSign(text: string): string | null {
  const control = controls.exec(text.replace(/[\r\n\t]/g, ''))?.[0]
  return control === undefined ? null : `U+${(control.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/**
 * What a person typed, trimmed, with line ends of one kind. Markup and formulas stay as they are: text.
 * @param most characters
 * @throws RefusedError for an empty or too long one, and one with control characters, naming it
 */
export function typedText(text: string, what: string, most: number): string {
  const plain = visibleText(text).replace(/\r\n?/g, '\n').trim()
  if (plain === '') throw new RefusedError(`请填写${what}`)
  if (plain.length > most) throw new RefusedError(`${what}最多 ${most} 字，现有 ${plain.length} 字`)
  const control = hiddenSign(plain)
  if (control !== null) throw new RefusedError(`${what}含看不见的控制字符（${control}），请删去后再提交`)
  return plain
}
