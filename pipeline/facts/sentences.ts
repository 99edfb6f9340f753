/** A sentence of the normalised document, with its place in it. Bracketed remarks are kept apart. */
export interface Sentence {
  readonly text: string
  readonly start: number
  readonly inTitle: boolean
}

/**
 * Who writes without marks gets sentences of this length all the same: the patterns look over a whole sentence from each of
 * its places, which a text of one sentence would make a matter of minutes.
 */
const longest = 400
/** Where such a piece may end rather than in the middle of a clause. */
const rather = 300

/** Title and text cut at the ends of sentences. */
export function sentencesOf(plain: string, titleEnd: number): Sentence[] {
  const sentences: Sentence[] = []
  let start = 0
  for (let at = 0; at <= plain.length; at++) {
    const code = plain.charCodeAt(at)
    const isEnd = at === plain.length || code === 0x3002 || code === 0x21 || code === 0x3f || code === 0x0a || code === 0x3b
    if (!isEnd && !(at - start >= rather && (code === 0x2c || at - start >= longest))) continue
    if (at > start) sentences.push({ text: plain.slice(start, at), start, inTitle: start < titleEnd })
    // A piece that was cut by force keeps the character that it was cut at.
    start = isEnd || code === 0x2c ? at + 1 : at
  }
  return sentences
}

/** The sentence with its bracketed remarks blanked out, same length, and the remarks on their own. */
export function withoutBrackets(sentence: Sentence): { main: string; remarks: Sentence[] } {
  const remarks: Sentence[] = []
  if (!sentence.text.includes('(')) return { main: sentence.text, remarks }
  const main = sentence.text.replace(/\([^()]{1,80}\)/g, (remark, at: number) => {
    remarks.push({ text: remark.slice(1, -1), start: sentence.start + at + 1, inTitle: sentence.inTitle })
    return ' '.repeat(remark.length)
  })
  return { main, remarks }
}
