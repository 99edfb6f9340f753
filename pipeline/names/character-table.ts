/** One cell a UTF-16 unit, 1 for the characters given. */
export function tableOf(characters: string): Uint8Array {
  return groupsOf([characters])
}

/** The same for several groups: 1 for the characters of the first, 2 for those of the second that the first has not. */
export function groupsOf(groups: readonly string[]): Uint8Array {
  const table = new Uint8Array(0x10000)
  for (const [index, characters] of groups.entries()) {
    for (const character of characters) if (table[character.charCodeAt(0)] === 0) table[character.charCodeAt(0)] = index + 1
  }
  return table
}
