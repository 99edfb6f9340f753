/** A sentence without an end is cut here, so that no text makes the work grow faster than its length. */
const longestSentence = 150

/** 。!?; and the end of a line, after normalising. */
function endsSentence(code: number): boolean {
  return code === 0x3002 || code === 0x21 || code === 0x3f || code === 0x3b || code === 0x0a
}

/** What a negation does not reach across: also the comma, 、, the colon, ~, the full stop and the blank. */
export function endsClause(code: number): boolean {
  return endsSentence(code) || code === 0x2c || code === 0x3001 || code === 0x3a || code === 0x7e || code === 0x2e || code === 0x20
}

/** Where the clause ends that `from` stands in, `to` at the latest. */
export function clauseEnd(plain: string, from: number, to: number): number {
  return firstEnd(plain, from, to, endsClause)
}

/** Where the clause begins that `at` stands in, `from` at the earliest. */
export function clauseStart(plain: string, at: number, from: number): number {
  return lastStart(plain, at, from, endsClause)
}

export function sentenceEnd(plain: string, from: number, to: number): number {
  return firstEnd(plain, from, to, endsSentence)
}

export function sentenceStart(plain: string, at: number, from: number): number {
  return lastStart(plain, at, from, endsSentence)
}

function firstEnd(plain: string, from: number, to: number, ends: (code: number) => boolean): number {
  const most = Math.min(to, from + longestSentence)
  let at = from
  while (at < most && !ends(plain.charCodeAt(at))) at++
  return at
}

function lastStart(plain: string, at: number, from: number, ends: (code: number) => boolean): number {
  const least = Math.max(from, at - longestSentence)
  let start = at
  while (start > least && !ends(plain.charCodeAt(start - 1))) start--
  return start
}
