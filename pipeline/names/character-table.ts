/** One cell a UTF-16 unit, 1 for the characters given. */
export function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(0x10000)
  for (const character of characters) table[character.charCodeAt(0)] = 1
  return table
}
