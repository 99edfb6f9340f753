import { tableOf } from '../names/character-table.ts'

const boundaries = tableOf('，。；！？、：,;!?:\n\r\t 　“”‘’「」『』（）()《》〈〉【】[]…—~·|"\'')

/** Whether the character is a mark that no word crosses. */
export function isBoundary(code: number): boolean {
  return boundaries[code] === 1
}

/** A stretch of text between two marks that no word crosses. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/**
 * The clauses that the hits stand in, merged where they touch, in order. Words are only asked for around hits, and cutting
 * the rest of a text would be half of all the work.
 */
export function clausesAround(text: string, hits: readonly { readonly start: number; readonly end: number }[]): Stretch[] {
  const stretches: { from: number; to: number }[] = []
  for (const { start, end } of [...hits].sort((a, b) => a.start - b.start)) {
    const last = stretches.at(-1)
    if (last !== undefined && end <= last.to) continue
    const from = clauseStart(text, start)
    const to = clauseEnd(text, end)
    if (last !== undefined && from <= last.to) last.to = to
    else stretches.push({ from, to })
  }
  return stretches
}

function clauseStart(text: string, at: number): number {
  let from = at
  while (from > 0 && !isBoundary(text.charCodeAt(from - 1))) from--
  return from
}

function clauseEnd(text: string, at: number): number {
  let to = at
  while (to < text.length && !isBoundary(text.charCodeAt(to))) to++
  return to
}
