/** First levels of GB2312 and Big5, which hold the characters in common use, and the punctuation of both. */
const levels = [
  { charset: 'gb18030', leads: [0xb0, 0xd7], trails: [0xa1, 0xfe] },
  { charset: 'gb18030', leads: [0xa1, 0xa3], trails: [0xa1, 0xfe] },
  { charset: 'big5', leads: [0xa4, 0xc6], trails: [0x40, 0xfe] }
] as const

let everyday: ReadonlySet<string> | null = null

/**
 * Share of the characters beyond ASCII that are in common use in Chinese: near 1 for a text in its right charset, low for one
 * that was read in a wrong one, which yields rare characters. 0 for a text without any. Of long texts the first part is judged.
 */
export function everydayShare(text: string): number {
  everyday ??= readLevels()
  let [beyond, common] = [0, 0]
  for (const letter of text) {
    if (letter <= '\u007f') continue
    beyond += 1
    if (everyday.has(letter)) common += 1
    if (beyond >= judged) break
  }
  return beyond === 0 ? 0 : common / beyond
}

const judged = 4000

function readLevels(): ReadonlySet<string> {
  const found = new Set<string>()
  for (const { charset, leads, trails } of levels) {
    const decoder = new TextDecoder(charset)
    for (let lead: number = leads[0]; lead <= leads[1]; lead++) {
      for (let trail: number = trails[0]; trail <= trails[1]; trail++) {
        const letter = decoder.decode(Uint8Array.of(lead, trail))
        if (letter.length === 1 && letter > '\u007f' && letter !== '\ufffd') found.add(letter)
      }
    }
  }
  return found
}
