import { describe, expect, test } from 'vitest'
import { BlankWatch, needlessBlanks } from '../../../../pipeline/steps/needless-blanks.ts'

/** The text without its needless blanks; a title, if there is one, ends at its first `|`. */
function joined(text: string): string {
  const titleLength = text.indexOf('|')
  const original = text.replace('|', '\n')
  const needless = needlessBlanks(original, titleLength)
  return Array.from(original, (character, at) => (needless.includes(at) ? '' : character)).join('')
}

describe('around a figure', () => {
  test.each([
    ['up to three behind it', '死亡12   人', '死亡12人'],
    ['not four', '死亡12    人', '死亡12    人'],
    ['up to three before it', '死亡   12 人', '死亡12人'],
    ['not four before it', '死亡    12 人', '死亡    12人'],
    ['at the beginning', '12 人死亡', '12人死亡'],
    ['at the beginning behind a blank', ' 12 人死亡', ' 12人死亡'],
    ['not before it where no character stands there', '、 12 人', '、 12人'],
    ['none before it', '死亡12 人', '死亡12人'],
    ['of a range with a wave', '受伤 12~15 人', '受伤12~15人'],
    ['of a range with a long dash', '受伤 12–15 人', '受伤12–15人'],
    ['of one with a point', '损失 1.5 亿', '损失1.5亿'],
    ['of the last digit', '受伤 9 人', '受伤9人'],
    ['of words at the beginning', '三 人受伤', '三人受伤'],
    ['not in other words', '周三 人多', '周三 人多'],
    ['not before what the next line says', '死亡12\n伤3', '死亡12\n伤3'],
    ['before a person of the next line', '造成12\n人受伤', '造成12人受伤']
  ])('go %s', (_, text, expected) => {
    expect(joined(text)).toBe(expected)
  })

  test('stay where title and text meet', () => {
    expect(joined('死亡12|人受伤')).toBe('死亡12\n人受伤')
    expect(joined('死亡12 | 人受伤')).toBe('死亡12 \n 人受伤')
    expect(joined('死亡12 人|12 人')).toBe('死亡12人\n12人')
  })
})

describe('between characters that all stand apart', () => {
  test.each([
    ['six of them', '厂 区 起 火 了 快', '厂区起火了快'],
    ['not five', '厂 区 起 火 了', '厂 区 起 火 了'],
    ['with two blanks each', '厂  区  起  火  了  快', '厂区起火了快'],
    ['with figures among them', '厂 12 区 起 火 了 快', '厂12区起火了快'],
    ['four in another row', '厂 区 起 火 了 快，伤 了 人 啦', '厂区起火了快，伤了人啦'],
    ['not three in another row', '厂 区 起 火 了 快，伤 了 人', '厂区起火了快，伤 了 人'],
    ['not another blank behind them', '厂 区 起 火 了 快\n跑', '厂区起火了快\n跑'],
    ['not a longer blank', '厂 区 起 火 了 快  跑', '厂区起火了快  跑'],
    ['not words of two characters', '大家 都说 这里 起火 非常 吓人 快跑', '大家 都说 这里 起火 非常 吓人 快跑'],
    ['not where words follow single characters', '厂 大家 区 大家 起 大家 火 大家', '厂 大家 区 大家 起 大家 火 大家'],
    ['not between figures', '热线 1 2 3 4 5 6 7', '热线 1 2 3 4 5 6 7'],
    ['not between marks', '。 。 。 。 。 。 。', '。 。 。 。 。 。 。']
  ])('go: %s', (_, text, expected) => {
    expect(joined(text)).toBe(expected)
  })

  test('stay where title and text meet', () => {
    expect(joined('厂|区\n起\n火\n致\n伤\n人\n吧')).toBe('厂\n区起火致伤人吧')
  })
})

describe('the watch', () => {
  /** Whether it sees a blank of the text that may be needless. */
  const sees = (text: string): boolean => {
    const watch = new BlankWatch()
    return Array.from(text).reduce((seen, character, at) => (character === ' ' && watch.see(text, at)) || seen, false)
  }

  test.each(['12 人', '三 人', '12  人', '厂 区 起 火 了 快', '厂  区  起  火  了  快', '大家，厂 区 起 火 了 快'])('sees %s', (text) => {
    expect(sees(text)).toBe(true)
  })

  test.each(['大 人', '12 张', '厂 区 起', '厂 区 大家 起 火 了', 'a b c d e f g', '大家 都说 这里 起火 非常 吓人'])('does not see %s', (text) => {
    expect(sees(text)).toBe(false)
  })
})
