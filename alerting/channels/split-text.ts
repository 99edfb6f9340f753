const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' })

export function utf8Bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}

/** How a service counts, and how much it takes in one message. */
export interface Room {
  readonly size: (text: string) => number
  readonly most: number
}

/** The text in parts that fit, each marked （1/3）. Without the marks the parts in a row are the text. */
export function splitText(text: string, { size, most }: Room): readonly string[] {
  if (size(text) <= most) return [text]
  const parts = cutText(text, { size, most: most - size(markOf(999, 999)) })
  return parts.map((part, index) => `${markOf(index + 1, parts.length)}${part}`)
}

/**
 * The text in pieces that fit. Nothing is left out. Lines stay whole where they fit; one that does not is cut between characters as
 * people see them.
 * @throws RangeError when there is no room for one character
 */
export function cutText(text: string, { size, most }: Room): readonly string[] {
  const parts: string[] = []
  let current = ''
  for (const piece of text.split(/(?<=\n)/).flatMap((line) => (size(line) <= most ? [line] : charactersOf(line)))) {
    if (size(piece) > most) throw new RangeError(`a part of ${most} has no room for ${JSON.stringify(piece)}`)
    if (current !== '' && size(current + piece) > most) {
      parts.push(current)
      current = ''
    }
    current += piece
  }
  return [...parts, current]
}

function charactersOf(line: string): string[] {
  return Array.from(graphemes.segment(line), ({ segment }) => segment)
}

function markOf(index: number, of: number): string {
  return `（${index}/${of}）\n`
}
