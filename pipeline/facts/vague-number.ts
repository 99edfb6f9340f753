/** 数十, 几百, 好几千: a unit with how many of it left open. 人数百余 and 次数 only end in the character. */
const vague = /(?:好几|(?<![人总次户件例])数|(?<!十)好?几)$/
const units = /^[十百千](?:万|亿)?$/
const leastOfMany = 2

/**
 * How many characters before a number leave it open, and by what it is multiplied at the least: 数十 and 几十 are twenty or more,
 * 好几百 two hundred or more. Null: it is a number like any other.
 *
 * @param at where the number begins, `words` what it is
 */
export function vagueBefore(sentence: string, at: number, words: string): { readonly length: number; readonly factor: number } | null {
  if (!units.test(words)) return null
  const lead = vague.exec(sentence.slice(Math.max(0, at - 3), at))?.[0]
  return lead === undefined ? null : { length: lead.length, factor: leastOfMany }
}
