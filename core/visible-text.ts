/** Left behind by copying; they hold nothing, and take part in no sign. */
const leftBehind = /[\u00ad\u061c\u115f\u1160\u200b\u200e\u200f\u2060-\u2064\u3164\ufeff\uffa0]|\u034f/gu

/** A joiner that joins nothing: it is at home within emoji and in scripts whose letters hang together (维吾尔文、蒙古文、藏文). */
const looseJoiner =
  /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Script=Arabic}\p{Script=Mongolian}\p{Script=Tibetan}]|\ufe0f)(?:\u200c|\u200d)/gu

/** Controls, directions, line separators, halves of a sign, places that never hold one, and letters in disguise outside a flag. */
const hidden =
  /(?![\t\n\r])\p{Cc}|[\u202a-\u202e\u2066-\u206f\u2028\u2029\ufff9-\ufffb]|\p{Cs}|\p{Noncharacter_Code_Point}|(?<!\u{1f3f4}[\u{e0020}-\u{e007e}]*)[\u{e0000}-\u{e007f}]/u

/** Without what copying leaves behind. Line ends and tabs stay, and so does what holds an emoji together. */
export function visibleText(text: string): string {
  return text.replace(leftBehind, '').replace(looseJoiner, '')
}

/**
 * Where the first sign stands that nobody sees and that would let a text read otherwise than it is compared, and which it is; null where
 * there is none.
 */
export function hiddenSign(text: string): HiddenSign | null {
  const found = hidden.exec(text)
  if (found === null) return null
  const sign = `U+${(found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
  return { sign, after: Array.from(text.slice(0, found.index)).length }
}

export interface HiddenSign {
  /** `U+202E`. */
  readonly sign: string
  /** How many signs stand before it. */
  readonly after: number
}

/** Why a text with a hidden sign is not taken. */
export function hiddenSignFault({ sign, after }: HiddenSign): string {
  return `${after === 0 ? '开头' : `第 ${after} 个字后`}有看不见的控制字符（${sign}），请删去后再提交`
}
