/**
 * Terminology: a *unit* is a UTF-16 code unit of normalised text. A text is indexed as its overlapping pairs of units and its
 * last unit alone, with white space between, so that a substring of two and more units is a phrase of pairs, and a single unit
 * is the beginning of a token. The embedded engine does the same in hex, where its tokenizer would break characters up; here
 * units are written as they are, which is shorter.
 *
 * A unit that cannot stand in a token by itself is written as the private code point 0xF0000 above it: what the analyzer takes
 * for white space, and halves of surrogate pairs, which bigrams cut apart. No text can contain such a code point as a unit, so
 * that different texts never look alike.
 */
const space = 0x20

function needsCover(unit: number): boolean {
  return unit === space || (unit >= 0x1c && unit <= 0x1f) || (unit >= 0xd800 && unit <= 0xdfff)
}

/** The index text of a normalised text: `中国 国` for 中国. */
export function indexTokens(normalised: string): string {
  const written = new Uint16Array(normalised.length * 5)
  let end = 0
  // Each unit is written twice, as the second of one pair and the first of the next: this runs over every text that is stored.
  for (let index = 0; index < normalised.length; index++) {
    const unit = normalised.charCodeAt(index)
    if (needsCover(unit)) {
      // 0xF0000 + unit in UTF-16: the high half carries its upper six bits, the low half the others.
      const [high, low] = [0xdb80 + (unit >> 10), 0xdc00 + (unit & 0x3ff)]
      if (index > 0) {
        written[end++] = high
        written[end++] = low
        written[end++] = space
      }
      written[end++] = high
      written[end++] = low
    } else {
      if (index > 0) {
        written[end++] = unit
        written[end++] = space
      }
      written[end++] = unit
    }
  }
  return Buffer.from(written.buffer, 0, end * 2).toString('utf16le')
}

/** The tokens of a substring of two and more units: its pairs, without the last unit alone. */
export function phraseTokens(normalised: string): string {
  const tokens = indexTokens(normalised)
  return tokens.slice(0, tokens.lastIndexOf(' '))
}
