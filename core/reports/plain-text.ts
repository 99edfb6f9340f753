/** What no document format can hold or what would make text look other than it is: control signs, lone surrogates, turned writing. */
const unfit = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]/gu
const blanks = /[\t\n\r\u2028\u2029]+/g

/**
 * Words of strangers as one line of text: what is no text is gone, and what is longer than `most` signs ends with how much was left
 * out, so that a giant title cannot push the paper off its page. Formulas and markup stay the signs that they are.
 */
export function plainText(text: string, most = 2000): string {
  const line = text.replace(unfit, '').replace(blanks, ' ').trim()
  if (line.length <= most) return line
  const signs = Array.from(line)
  return signs.length <= most ? line : `${signs.slice(0, most).join('')}……（原文共${signs.length}字，此处从略）`
}

/** The same of a heading, where an ellipsis alone is enough. */
export function plainTitle(text: string, most = 60): string {
  const line = plainText(text, 10_000)
  const signs = Array.from(line)
  return signs.length <= most ? line : `${signs.slice(0, most - 1).join('')}…`
}
