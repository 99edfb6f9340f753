/** A part of a text between punctuation, where it begins, and the sentence that it belongs to. */
export interface Clause {
  readonly text: string
  readonly offset: number
  readonly sentence: number
}

/** Longer texts are read so far; whoever shows a judgement says so. */
export const mostRead = 20_000
/** A clause without punctuation is cut here: no phrase is longer. */
const longestClause = 200

/** Clauses of a text, with offsets in UTF-16 units. A comma inside a figure parts nothing. */
export function clausesOf(text: string): Clause[] {
  const read = text.slice(0, mostRead)
  const clauses: Clause[] = []
  let sentence = 0
  let from = 0
  const take = (to: number): void => {
    for (let at = from; at < to; at += longestClause) {
      const part = read.slice(at, Math.min(to, at + longestClause))
      const trimmed = part.trim()
      if (trimmed !== '') clauses.push({ text: trimmed, offset: at + part.indexOf(trimmed), sentence })
    }
  }
  for (let at = 0; at < read.length; at++) {
    const mark = read.charAt(at)
    const ends = sentenceEnds.has(mark)
    if (!ends && !(clauseEnds.has(mark) && !isInFigure(read, at))) continue
    take(at)
    from = at + 1
    if (ends) sentence++
  }
  take(read.length)
  return clauses
}

const sentenceEnds: ReadonlySet<string> = new Set(['。', '！', '？', '!', '?', '\n', '\r', '；', ';'])
const clauseEnds: ReadonlySet<string> = new Set(['，', ',', '：', ':'])

function isInFigure(text: string, at: number): boolean {
  return /\d/.test(text.charAt(at - 1)) && /\d/.test(text.charAt(at + 1))
}

/** Sentences of a text with their end mark: `什么时候来水？` is a question by it. */
export function sentencesOf(text: string, longest: number): string[] {
  return text
    .slice(0, longest)
    .split(/(?<=[。！？!?\n；;])/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.length > 1)
}
