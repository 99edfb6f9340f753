import { describe, expect, it } from 'vitest'
import { Automaton } from '../../../pipeline/rules/automaton.ts'

function placesIn(terms: readonly string[], text: string): string[] {
  const found: string[] = []
  new Automaton(terms).scan(text, (term, start, end, gaps) => found.push(`${terms[term]} ${start}-${end} ${gaps}`))
  return found
}

/** Every term at every place, by its end, the longest first. */
function looked(terms: readonly string[], text: string): string[] {
  const longestFirst = [...terms].sort((a, b) => b.length - a.length)
  return Array.from(text, (_, at) => longestFirst.filter((term) => text.slice(0, at + 1).endsWith(term)).map((term) => [term, at + 1] as const))
    .flat()
    .map(([term, end]) => `${term} ${end - term.length}-${end} 0`)
}

describe('the automaton', () => {
  it('given terms inside and across one another, when a text is scanned, then each is told at each of its places', () => {
    const terms = ['火', '火灾', '火灾现场', '灾现', '现场', '场', '灾后重建', '火灾后', '后重']
    const characters = '火灾现场后重建'
    for (let seed = 1; seed <= 200; seed++) {
      const text = Array.from({ length: 40 }, (_, at) => characters[(seed * 7919 + at * at * seed + at * 31) % characters.length]).join('')
      expect(placesIn(terms, text)).toEqual(looked(terms, text))
    }
  })

  it('given ornaments between the characters of a term, when a text is scanned, then it begins where its first character stands', () => {
    expect(placesIn(['火灾', '灾后重建'], '在火*灾 后-重 *建')).toEqual(['火灾 1-4 1', '灾后重建 3-11 4'])
  })

  it('given an ornament before the term alone, when a text is scanned, then nothing was stepped over inside it', () => {
    expect(placesIn(['大火', '火灾'], '大*火灾')).toEqual(['大火 0-3 1', '火灾 2-4 0'])
  })
})
