/** Where a figure stands in the normalised text, and the sentence around it. */
export interface FigurePlace {
  readonly start: number
  readonly end: number
  readonly from: number
  readonly to: number
}

/** @param length of the words of the figure as they were written */
export function sentenceAt(plain: string, at: number, length: number): FigurePlace {
  let from = at
  while (from > 0 && !isSentenceEnd(plain.charCodeAt(from - 1))) from--
  let to = at
  while (to < plain.length && !isSentenceEnd(plain.charCodeAt(to))) to++
  return { start: at, end: Math.min(at + length, to), from, to }
}

function isSentenceEnd(code: number): boolean {
  return code === 0x3002 || code === 0x21 || code === 0x3f || code === 0x0a || code === 0x3b
}

const clauseEnd = /[,:()【】。;!?\n]/

/** From where to where the clause goes that has these words. */
export function clauseAround(plain: string, start: number, end: number): { from: number; to: number } {
  let from = start
  while (from > 0 && !clauseEnd.test(plain.charAt(from - 1))) from--
  let to = end
  while (to < plain.length && !clauseEnd.test(plain.charAt(to))) to++
  return { from, to }
}

/** Whether the figure is quoted: the last mark before it opens. */
export function isQuoted(plain: string, { start, from }: FigurePlace): boolean {
  const upTo = plain.slice(from, start)
  const opens = Math.max(upTo.lastIndexOf('“'), upTo.lastIndexOf('「'))
  return opens >= 0 && opens > Math.max(upTo.lastIndexOf('”'), upTo.lastIndexOf('」'))
}
