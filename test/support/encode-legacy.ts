const tables = new Map<string, ReadonlyMap<string, readonly number[]>>()

/** Encodes as a two-byte charset (big5, euc-kr, shift_jis) by turning the platform's decoder around; ASCII stays. */
export function encodeLegacy(text: string, charset: string): Uint8Array {
  const table = tables.get(charset) ?? tableOf(charset)
  tables.set(charset, table)
  return Uint8Array.from(
    Array.from(text).flatMap((letter) => {
      const code = letter.codePointAt(0) ?? 0
      const bytes = code < 0x80 ? [code] : table.get(letter)
      if (bytes === undefined) throw new Error(`${letter} is not in ${charset}`)
      return bytes
    })
  )
}

function tableOf(charset: string): ReadonlyMap<string, readonly number[]> {
  const decoder = new TextDecoder(charset)
  const table = new Map<string, readonly number[]>()
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const letter = decoder.decode(Uint8Array.of(lead, trail))
      if (Array.from(letter).length === 1 && letter !== '\ufffd' && !table.has(letter)) table.set(letter, [lead, trail])
    }
  }
  return table
}
