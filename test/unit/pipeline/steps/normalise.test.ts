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

describe('blanks that stand inside a word', () => {
  test.each([
    ['around figures, as many offices set them', '11 月 26 日 8 时许，死亡 12 人、受伤 1,046 人', '11月26日8时许,死亡12人、受伤1,046人'],
    ['no-break, ideographic and thin', '致\u00a012\u00a0人、3\u3000名、5\u2009死', '致12人、3名、5死'],
    ['several', '死亡  12   人', '死亡12人'],
    ['broken at a line end', '造成12\n人遇难', '造成12人遇难'],
    ['money', '损失 5000 万元，约 1.2 亿', '损失5000万元,约1.2亿'],
    ['a range', '受伤 12-15 人', '受伤12-15人'],
    ['a figure in words that stands apart', '造成 三 人受伤', '造成三人受伤'],
    ['characters that all stand apart', '厂 区 起 火 了 快 跑，伤 了 3 个 人', '厂区起火了快跑,伤了3个人'],
    ['characters without a figure', '厂 区 起 火 了 快', '厂区起火了快'],
    ['characters with two blanks each', '厂  区  起  火  了  快', '厂区起火了快'],
    ['characters of a line each', '厂\n区\n起\n火\n致\n13\n人\n受\n伤', '厂区起火致13人受伤']
  ])('go: %s', (_, text, expected) => {
    expect(plain(text)).toBe(expected)
  })

  test.each([
    ['between clauses', '仓库大火 灾民安置'],
    ['in front of a figure that is joined to its word', '7人受伤 3人死亡'],
    ['in a list', '1 张三 2 李四 3 王五'],
    ['between digits', '热线 022 12345'],
    ['beside Latin letters', 'iphone 15 pro a 班'],
    ['where the next word only begins like one that counts', '第3 人民医院 附件2 人员名单 5 日前'],
    ['after what ends in a numeral but is no figure', '周三 人多'],
    ['between a figure and the word of the next line', '死亡:12\n伤:46'],
    ['in a short row', '姓 名'],
    ['in columns', '一 二 三']
  ])('stay: %s', (_, text) => {
    expect(plain(text)).toBe(text)
  })

  test('title and text stay apart', () => {
    expect(normalise({ title: '死亡12', text: '人民广场' }).plain).toBe('死亡12\n人民广场')
  })

  test('words lead back to what was written, blanks within them and none at their ends', () => {
    const document = normalise({ title: '通报 3 人', text: '造成 12 人 死亡 。' })
    const at = document.plain.indexOf('12人')

    expect(document.plain).toBe('通报3人\n造成12人 死亡 。')
    expect(document.titleEnd).toBe(4)
    expect(document.span(0, 2)).toEqual({ text: '通报', offset: 0, field: 'title' })
    expect(document.span(at, at + 3)).toEqual({ text: '12 人', offset: 3 })
    expect(document.span(at - 2, at)).toEqual({ text: '造成', offset: 0 })
  })
})

describe('marks inside a word of harm', () => {
  test.each([
    ['3人死*亡', '3人死亡'],
    ['死/亡3人', '死亡3人'],
    ['3人遇. 难', '3人遇难'],
    ['3 人 死 亡', '3人 死亡'],
    ['2人失\u200b-踪', '2人失踪'],
    ['5人受_伤', '5人受伤'],
    ['死***亡3人', '死亡3人'],
    ['死*亡，致 3 人', '死亡,致3人']
  ])('go: %s', (text, expected) => {
    expect(plain(text)).toBe(expected)
  })

  test.each(['死、伤不明', '起死,亡国', '死....亡', '生/死', '受、伤', '死😀亡'])('stay: %s', (text) => {
    expect(plain(text)).toBe(text)
  })

  test('the words lead back to what was written', () => {
    const document = normalise({ title: '死', text: '亡。致3人死*亡' })
    const at = document.plain.indexOf('3人死亡')

    expect(document.plain).toBe('死\n亡。致3人死亡')
    expect(document.span(at, at + 4)).toEqual({ text: '3人死*亡', offset: 3 })
  })
})

test('forms that become several characters lead back to the one that was written', () => {
  const document = normalise({ title: null, text: `${'㎡'.repeat(200)}😀火灾` })

  expect(document.plain).toBe(`\n${'m2'.repeat(200)}😀火灾`)
  expect(document.span(1, 3)).toEqual({ text: '㎡', offset: 0 })
  expect(document.span(399, 401)).toEqual({ text: '㎡', offset: 199 })
  expect(document.span(401, 403)).toEqual({ text: '😀', offset: 200 })
  expect(document.span(403, 405)).toEqual({ text: '火灾', offset: 202 })
})

describe('what is too long', () => {
  test.each(['\u200d', '\u200b', '\u{e0041}'])('what shows nothing uses nothing up', (joiner) => {
    const document = normalise({ title: null, text: `${joiner.repeat(mostText)}厂区爆炸` })
    const at = document.plain.indexOf('爆炸')

    expect(document.leftOut).toBe(0)
    expect(document.span(at, at + 2)).toEqual({ text: '爆炸', offset: joiner.length * mostText + 2 })
  })

  test('nor does it without an end', () => {
    expect(normalise({ title: null, text: '\u200d'.repeat(400_000) }).leftOut).toBe(100_000)
  })

  test('is left out at the ends, and the amount is told', () => {
    const document = normalise({ title: '题'.repeat(mostTitle + 3), text: '文'.repeat(mostText + 7) })

    expect(document.leftOut).toBe(10)
    expect(document.titleEnd).toBe(mostTitle)
    expect(document.plain).toHaveLength(mostTitle + 1 + mostText)
  })

  test('a picture counts as the two units that it is, a sign that stands for two as one', () => {
    expect(normalise({ title: null, text: '😀'.repeat(mostText) }).leftOut).toBe(mostText)
    expect(normalise({ title: null, text: `㎡${'文'.repeat(mostText + 6)}` }).leftOut).toBe(7)
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
  const units = fc.constantFrom('火', '灾', 'Ａ', '發', '\u200b', '\u0336', '\ud83d', '😀', '㎡', '\ufdfa', '\n', 'ǎ', '\u0000', 'b', ' ', '1', '人')
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
