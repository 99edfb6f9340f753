import { tableOf } from '../names/character-table.ts'
import { plainTable, slowForm, special } from './character-forms.ts'

/** Words of harm that are hidden by a mark or a blank between their two characters: 死*亡, 遇.难, 失 踪. */
const words = '死亡 身亡 溺亡 坠亡 伤亡 遇难 罹难 丧生 丧命 遇害 牺牲 受伤 重伤 轻伤 死伤 失踪 失联 被困 被埋 中毒'.split(' ')
/** Nothing that parts clauses or lists: 死、伤 and 遇,难 stay as they are. */
const marks = tableOf(' \n*.-_/\\|~·•・+=#^&%@\'"`…—–')
const mostMarks = 3

const seconds = tableOf(words.map((word) => word.charAt(1)).join(''))
const pairs = new Set(words.map((word) => pairOf(word.charCodeAt(0), word.charCodeAt(1))))

function pairOf(first: number, second: number): number {
  return first * 0x10000 + second
}

/** How many units before a place are marks that only part the word that ends there; 0 nearly always. @param titleLength where the title's line ends */
export function marksBefore(original: string, at: number, titleLength: number): number {
  const second = plainTable[original.charCodeAt(at)] ?? 0
  if (seconds[second] !== 1) return 0
  for (let count = 0; count <= mostMarks; count++) {
    const before = at - count - 1
    const code = plainTable[original.charCodeAt(before)] ?? 0
    if (before === titleLength || !isMark(original, before, code)) return count > 0 && pairs.has(pairOf(code, second)) ? count : 0
  }
  return 0
}

function isMark(original: string, at: number, code: number): boolean {
  return marks[code] === 1 || (code === special && slowForm(original.charAt(at)) === '')
}

/** The marks of all such words, in order. */
export function marksInWords(original: string, titleLength: number): number[] {
  const found: number[] = []
  for (let at = 1; at < original.length; at++) {
    for (let count = marksBefore(original, at, titleLength); count > 0; count--) found.push(at - count)
  }
  return found
}
