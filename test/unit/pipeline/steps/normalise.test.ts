import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mostText, mostTitle, normalise, plainTerm } from '../../../../pipeline/steps/normalise.ts'

const plain = (text: string): string => normalise({ title: null, text }).plain.slice(1)

describe('one spelling', () => {
  test.each([
    ['full width', 'ＡＢ１２％', 'ab12%'],
    ['circled and squared', '①②㊋㎡', '12火m2'],
    ['traditional', '發生火災，燒毀廠房', '发生火灾,烧毁厂房'],
    ['variants of traditional', '裏裡爲為峯', '里里为为峰'],
    ['simplified stays', '著名作家以后只有一里路', '著名作家以后只有一里路'],
    ['traditional beyond the basic block', '㑳𠁞', '㑇𠀾'],
    ['Kangxi radicals', '⽕⽔', '火水'],
    ['pinyin with tones', 'huǒzāi lǜsè', 'huozai luse'],
    ['zero width', '火\u200b\u2060\ufeff灾', '火灾'],
    ['control characters', '火\u0000\u0007\u001f\u007f\u0090灾', '火灾'],
    ['struck through', '火\u0336灾\u0336', '火灾'],
    ['keycap and variation selectors', '1\ufe0f\u20e3', '1'],
    ['tags and direction marks', '火\u{e0041}\u202e灾', '火灾'],
    ['fillers', '火\u3164灾', '火灾'],
    ['tabs and Braille blanks', '火\t\u2800灾', '火  灾'],
    ['line ends', '一\r二\u2028三\u0085四', '一\n二\n三\n四'],
    ['half a pair', '火\ud83d灾', '火\ufffd灾'],
    ['the first and the last of halves', '\ud800火\udfff', '\ufffd火\ufffd'],
    ['letters of other alphabets with their marks', 'й', 'й'],
    ['emoji stay', '🔥💥', '🔥💥']
  ])('%s, in texts and in terms', (_, text, expected) => {
    expect(plain(text)).toBe(expected)
    expect(plainTerm(text)).toBe(expected)
  })

  test('terms are written the same way', () => {
    expect(plainTerm('發生ＺＨà')).toBe('发生zha')
  })
})

describe('what is too long', () => {
  test('is left out at the ends, and the amount is told', () => {
    const document = normalise({ title: '题'.repeat(mostTitle + 3), text: '文'.repeat(mostText + 7) })

    expect(document.leftOut).toBe(10)
    expect(document.titleEnd).toBe(mostTitle)
    expect(document.plain).toHaveLength(mostTitle + 1 + mostText)
  })

  test('nothing is left out of what fits', () => {
    expect(normalise({ title: '题', text: '文'.repeat(mostText) }).leftOut).toBe(0)
  })

  test('one character that stands for eighteen does not make the text eighteen times as long', () => {
    const document = normalise({ title: null, text: '\ufdfa'.repeat(mostText) })

    expect(document.plain.length).toBeLessThan(mostText * 1.5)
    expect(document.leftOut).toBeGreaterThan(0)
  })

  test('offsets of the text count from its start though the title was cut', () => {
    const document = normalise({ title: '题'.repeat(mostTitle * 2), text: '前面火灾' })
    const at = document.plain.indexOf('火灾')

    expect(document.span(at, at + 2)).toEqual({ text: '火灾', offset: 2 })
  })
})

test('every stretch of any text leads back to words that stand at its offset', () => {
  const units = fc.constantFrom('火', '灾', 'Ａ', '發', '\u200b', '\u0336', '\ud83d', '😀', '㎡', '\ufdfa', '\n', 'ǎ', '\u0000', 'b')
  const words = fc.array(units, { maxLength: 30 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(words, words, fc.nat(60), fc.nat(60), (title, text, a, b) => {
      const document = normalise({ title, text })
      const [from, to] = [Math.min(a, b, document.plain.length), Math.min(Math.max(a, b) + 1, document.plain.length)]
      if (from >= to || (from < document.titleEnd && to > document.titleEnd) || from === document.titleEnd) return
      const span = document.span(from, to)
      expect((span.field === 'title' ? title : text).startsWith(span.text, span.offset)).toBe(true)
    }),
    { numRuns: 500, seed: 5 }
  )
})
