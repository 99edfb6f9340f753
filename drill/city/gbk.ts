/** GBK bytes of a text, by the decoder that the runtime already has turned round. What GBK lacks becomes a character reference, as pages do. */
export function encodeGbk(text: string): Uint8Array {
  const table = encodingTable()
  const bytes: number[] = []
  for (const character of Array.from(text)) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x80) bytes.push(code)
    else {
      const pair = table.get(character)
      if (pair !== undefined) bytes.push(pair >> 8, pair & 0xff)
      else for (const unit of `&#${code};`) bytes.push(unit.charCodeAt(0))
    }
  }
  return Uint8Array.from(bytes)
}

let table: ReadonlyMap<string, number> | null = null

function encodingTable(): ReadonlyMap<string, number> {
  if (table !== null) return table
  const decoder = new TextDecoder('gbk')
  const found = new Map<string, number>()
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue
      const character = decoder.decode(Uint8Array.of(lead, trail))
      if (Array.from(character).length === 1 && character !== '\ufffd' && !found.has(character)) found.set(character, lead * 256 + trail)
    }
  }
  table = found
  return found
}
