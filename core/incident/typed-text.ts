import { RefusedError } from '../errors.ts'
import { hiddenSign, hiddenSignFault, visibleText } from '../visible-text.ts'

/**
 * What a person typed, trimmed, with line ends of one kind. Markup and formulas stay as they are: text.
 * @param most characters
 * @throws RefusedError for an empty or too long one, and one with control characters, naming it
 */
export function typedText(text: string, what: string, most: number): string {
  const plain = visibleText(text).replace(/\r\n?/g, '\n').trim()
  if (plain === '') throw new RefusedError(`请填写${what}`)
  if (plain.length > most) throw new RefusedError(`${what}最多 ${most} 字，现有 ${plain.length} 字`)
  const sign = hiddenSign(plain)
  if (sign !== null) throw new RefusedError(`${what}${hiddenSignFault(sign)}`)
  return plain
}
