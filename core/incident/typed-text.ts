import { RefusedError } from '../errors.ts'

/** Signs that nobody sees: they would let a text read otherwise than it is compared. */
const controls = /[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u
/** Left behind by copying; they hold nothing. */
const nothing = /[\u200b\u2060\ufeff]/g

/**
 * What a person typed, trimmed, with line ends of one kind. Markup and formulas stay as they are: text.
 * @param most characters
 * @throws RefusedError for an empty or too long one, and one with control characters, naming it
 */
export function typedText(text: string, what: string, most: number): string {
  const plain = text.replace(nothing, '').replace(/\r\n?/g, '\n').trim()
  if (plain === '') throw new RefusedError(`请填写${what}`)
  if (plain.length > most) throw new RefusedError(`${what}最多 ${most} 字，现有 ${plain.length} 字`)
  const control = controls.exec(plain.replace(/[\n\t]/g, ''))?.[0]
  if (control !== undefined) {
    const code = (control.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    throw new RefusedError(`${what}含看不见的控制字符（U+${code}），请删去后再提交`)
  }
  return plain
}
