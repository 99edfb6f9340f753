/** A sentence of the normalised document, with its place in it. Bracketed remarks are kept apart. */
export interface Sentence {
  readonly text: string
  readonly start: number
  readonly inTitle: boolean
}

/** Title and text cut at the ends of sentences. */
export function sentencesOf(plain: string, titleEnd: number): Sentence[] {
  const sentences: Sentence[] = []
  let start = 0
  for (let at = 0; at <= plain.length; at++) {
    const code = plain.charCodeAt(at)
    if (at < plain.length && code !== 0x3002 && code !== 0x21 && code !== 0x3f && code !== 0x0a && code !== 0x3b) continue
    if (at > start) sentences.push({ text: plain.slice(start, at), start, inTitle: start < titleEnd })
    start = at + 1
  }
  return sentences
}

/** The sentence with its bracketed remarks blanked out, same length, and the remarks on their own. */
export function withoutBrackets(sentence: Sentence): { main: string; remarks: Sentence[] } {
  const remarks: Sentence[] = []
  const main = sentence.text.replace(/\([^()]{1,80}\)/g, (remark, at: number) => {
    remarks.push({ text: remark.slice(1, -1), start: sentence.start + at + 1, inTitle: sentence.inTitle })
    return ' '.repeat(remark.length)
  })
  return { main, remarks }
}
