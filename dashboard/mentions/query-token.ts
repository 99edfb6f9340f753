const plain = /^[\p{L}\p{N}@_.-]+$/u

/** `来源:临江论坛`, in quotes where there is more than one word; a value with quotes of one kind stands in those of the other. */
export function fieldToken(field: string, value: string): string {
  if (plain.test(value)) return `${field}:${value}`
  return value.includes('"') ? `${field}:“${value}”` : `${field}:"${value}"`
}

export function hasToken(query: string, token: string): boolean {
  return placesOf(query, token).length > 0
}

/** The query with the condition added, or without it where it has it. */
export function toggleToken(query: string, token: string): string {
  const [place] = placesOf(query, token)
  if (place === undefined) return `${query.trim()} ${token}`.trim()
  return `${query.slice(0, place)}${query.slice(place + token.length)}`.replace(/\s+/g, ' ').trim()
}

/** Only where it is a word of its own: not within another, and not excluded by a minus. */
function placesOf(query: string, token: string): number[] {
  const places: number[] = []
  for (let at = query.indexOf(token); at !== -1; at = query.indexOf(token, at + 1)) {
    const before = query[at - 1] ?? ' '
    const after = query[at + token.length] ?? ' '
    if (/\s/.test(before) && /\s/.test(after)) places.push(at)
  }
  return places
}
