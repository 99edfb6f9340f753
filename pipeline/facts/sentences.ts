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
  for (let at = 0; at < plain.length; at++) {
    const code = plain.charCodeAt(at)
    // Nearly all characters lie behind the full stop.
    if (code > fullStop && at - start < longest) continue
    const isEnd = code === fullStop || code === 0x21 || code === 0x3f || code === 0x0a || code === 0x3b
    if (!isEnd && !(at - start >= rather && (code === comma || at - start >= longest))) continue
    if (at > start) sentences.push(new Stretch(plain, start, at, start < titleEnd))
    // A piece that was cut by force keeps the character that it was cut at.
    start = isEnd || code === comma ? at + 1 : at
  }
  if (plain.length > start) sentences.push(new Stretch(plain, start, plain.length, start < titleEnd))
  return sentences
}

const fullStop = 0x3002
const comma = 0x2c

/** Most sentences of most texts are never read: their words are cut out where somebody asks. */
class Stretch implements Sentence {
  readonly start: number
  readonly inTitle: boolean
  readonly #plain: string
  readonly #end: number

  constructor(plain: string, start: number, end: number, inTitle: boolean) {
    this.start = start
    this.inTitle = inTitle
    this.#plain = plain
    this.#end = end
  }

  get text(): string {
    return this.#plain.slice(this.start, this.#end)
  }
}

/** The sentence with its hashtags blanked out, same length: #辟谣# is a label that anybody can put, and says nothing. */
export function withoutHashtags(sentence: Sentence): Sentence {
  if (!sentence.text.includes('#')) return sentence
  return { ...sentence, text: sentence.text.replace(/#[^#\n]{1,30}#|#[^#\s]{1,20}/g, (tag) => ' '.repeat(tag.length)) }
}

/** The sentence with its bracketed remarks blanked out, same length, and the remarks on their own. */
export function withoutBrackets(sentence: Sentence): { main: string; remarks: Sentence[] } {
  const remarks: Sentence[] = []
  const { text } = sentence
  if (!text.includes('(')) return { main: text, remarks }
  const main = text.replace(/\([^()]{1,80}\)/g, (remark, at: number) => {
    remarks.push({ text: remark.slice(1, -1), start: sentence.start + at + 1, inTitle: sentence.inTitle })
    return ' '.repeat(remark.length)
  })
  return { main, remarks }
}
