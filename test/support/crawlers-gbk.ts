let table: Map<string, readonly [number, number]> | null = null

/** Encodes as GBK by turning the platform's decoder around; ASCII stays. */
export function encodeGbk(text: string): Uint8Array {
  table ??= buildTable()
  const out: number[] = []
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0
    if (code < 0x80) {
      out.push(code)
      continue
    }
    const pair = table.get(letter)
    if (pair === undefined) throw new Error(`${letter} is not in GBK`)
    out.push(...pair)
  }
  return Uint8Array.from(out)
}

function buildTable(): Map<string, readonly [number, number]> {
  const decoder = new TextDecoder('gbk')
  const built = new Map<string, readonly [number, number]>()
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const letter = decoder.decode(Uint8Array.of(lead, trail))
      if (letter.codePointAt(0) === letter.codePointAt(letter.length - 1) && letter !== '\ufffd') built.set(letter, [lead, trail])
    }
  }
  return built
}
