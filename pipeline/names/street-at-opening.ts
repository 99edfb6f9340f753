import { isChinese } from '../rules/automaton.ts'
import { isBoundary } from '../rules/clauses.ts'
import { tableOf } from './character-table.ts'
import { never, type NameWordKinds } from './name-start.ts'
import type { Words } from './words.ts'

const suffixes = tableOf('路街')
const length = { least: 2, most: 4 }
/** What is said of a place on a street, and of no way or kind of street. */
const goesOn = /(?:附近|周边|沿线|[东南西北中]段|与|和|交口|交叉口|[0-9]+号)/y

/**
 * ,松枫棠路|附近: where all between the beginning of a clause and a street's suffix is a few characters that are no words of
 * everyday language, and something is said to be near, they are its name, whatever words the segmenter makes of them.
 * @returns where it begins; -1: it does not
 */
export function streetAtOpening(words: Words, kinds: NameWordKinds, suffix: number): number {
  const { plain } = words
  if (suffixes[plain.charCodeAt(suffix)] !== 1) return -1
  let start = suffix
  for (; start > 0 && suffix - start <= length.most; start--) {
    const code = plain.charCodeAt(start - 1)
    if (isBoundary(code)) break
    if (!isChinese(code) || never[code] === 1) return -1
  }
  if (suffix - start < length.least || suffix - start > length.most) return -1
  goesOn.lastIndex = suffix + 1
  if (!goesOn.test(plain)) return -1
  return counts[plain.charCodeAt(start)] !== 1 && makesName(words, kinds, start, suffix) ? start : -1
}

/** 十字|路, 三岔|路 */
const counts = tableOf('一二两三四五六七八九十几数每各整')

/** Single characters stand in names whatever else they mean: 柳|松|路; what is done stands before them: 走|新华路. */
function makesName(words: Words, kinds: NameWordKinds, start: number, end: number): boolean {
  for (let at = start; at < end;) {
    const next = Math.min(end, words.endOf(at))
    const kind = kinds.of(words.plain, at, next)
    if (kind !== undefined && (next - at > 1 || (at === start && kind === 'verb'))) return false
    at = next
  }
  return true
}
