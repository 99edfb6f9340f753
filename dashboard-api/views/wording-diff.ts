import { diffArrays } from 'diff'
import type { WordingDiff } from '../contract-wording.ts'

/** Texts without a word in common take the longest; what is not done by then is told as a whole. */
const longestMs = 500

const words = new Intl.Segmenter('zh', { granularity: 'word' })

/** Word by word, as Chinese is written without blanks; a changed figure stands out whole. */
export function wordDiff(before: string, after: string): Pick<WordingDiff, 'parts' | 'coarse'> {
  const changes = diffArrays(wordsOf(before), wordsOf(after), { timeout: longestMs })
  if (changes === undefined) {
    const whole = [
      { change: 'removed' as const, text: before },
      { change: 'added' as const, text: after }
    ]
    return { parts: whole.filter(({ text }) => text !== ''), coarse: true }
  }
  return {
    parts: changes.map(({ added, removed, value }) => ({
      change: added ? ('added' as const) : removed ? ('removed' as const) : ('same' as const),
      text: value.join('')
    })),
    coarse: false
  }
}

function wordsOf(text: string): string[] {
  return [...words.segment(text)].map(({ segment }) => segment)
}
