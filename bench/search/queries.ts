import type { Vocabulary } from '../made-posts.ts'

/**
 * Queries as people write them: words from the most frequent to the rare, alone and together, phrases, excluded words,
 * fields and ranges. Frequent words stand in most posts, rare ones in a few or none.
 */
export function mixedQueries(vocabulary: Vocabulary, count = 200): readonly string[] {
  const longer = vocabulary.words.filter((word) => word.length >= 2)
  /** By how often the word is used: 0 the most frequent. */
  const word = (rank: number): string => longer[rank % longer.length] ?? ''
  const shapes: readonly ((n: number) => string)[] = [
    (n) => word(n * 3),
    (n) => word(100 + n * 40),
    (n) => word(3000 + n * 700),
    (n) => `${word(n * 5)} ${word(50 + n * 11)}`,
    (n) => `${word(200 + n * 31)} ${word(900 + n * 57)}`,
    (n) =>
      `"${vocabulary
        .text(n * 7919, 60)
        .replace(/[，。]/g, '')
        .slice(10, 15)}"`,
    (n) => `${word(20 + n * 9)} OR ${word(2000 + n * 90)}`,
    (n) => `${word(300 + n * 17)} -${word(n * 4)}`,
    (n) => `title:${word(40 + n * 13)}`,
    (n) => `${word(10 + n * 7)} kind:weibo 2026-1${n % 2}-${10 + (n % 9)}..2026-1${n % 2}-20`
  ]
  return Array.from({ length: count }, (_, index) => shapes[index % shapes.length]?.(Math.floor(index / shapes.length)) ?? '')
}
