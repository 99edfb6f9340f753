import { assert, array, constantFrom, integer, property, string, tuple } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareWording, differenceWords } from '../../../core/compare-wording.ts'

const wording =
  '3月12日11时40分许，临江区滨河路一饭店发生燃气爆炸，造成12人死亡、31人受伤。伤员已全部送医，现场搜救结束，未发现次生灾害。事故原因正在调查，后续情况将及时发布。'
const around = '来源：临江发布　发布时间：3月12日 14:30\n关于滨河路燃气爆炸的情况通报\n'

function compare(page: string, options: { asked?: number; places?: string[]; wording?: string } = {}) {
  return compareWording(page, options.wording ?? wording, { version: 1, asked: options.asked ?? 0.9, places: options.places ?? [] })
}

describe('a page carries the approved wording', () => {
  test.each([
    ['as it is', wording],
    ['with more around it', `${around}${wording}\n责任编辑：某某`],
    ['in full width and with blanks', wording.replace('12人', '１２ 人').replaceAll('。', '。\n　　')],
    ['with other punctuation', wording.replaceAll('，', ' ，').replace('、', '，')],
    ['in another order of its sentences', wording.split('。').reverse().join('。')],
    ['behind a sentence that ends in a negation', `被困人员：无。${wording}`],
    ['behind a figure that ends a sentence', `涉及 3。${wording}`]
  ])('%s', (_how, page) => {
    expect(compare(page)).toMatchObject({ carries: true, share: 1, differing: [] })
  })

  test('with a word of no weight put otherwise, as far as the asked share allows', () => {
    const page = wording.replace('后续情况将及时发布', '后续情况将随时发布')
    expect(compare(page)).toMatchObject({
      carries: true,
      differing: [{ passage: '后续情况将及时发布', nearest: '后续情况将随时发布', strict: false }]
    })
    expect(compare(page, { asked: 1 }).carries).toBe(false)
  })
})

describe('a page differs', () => {
  test.each([
    ['another toll', '12人死亡', '13人死亡', '造成12人死亡'],
    ['a longer figure', '造成12人', '造成112人', '造成12人死亡'],
    ['a figure that the shorter one ends', '31人受伤', '131人受伤', '31人受伤'],
    ['another place', '滨河路', '滨江路', '临江区滨河路一饭店发生燃气爆炸'],
    ['another time', '11时40分', '11时20分', '3月12日11时40分许'],
    ['a negation left out', '未发现', '发现', '未发现次生灾害'],
    ['a figure put in', '伤员已全部送医', '伤员已有20人送医', '伤员已全部送医'],
    ['a negation put in', '现场搜救结束', '未现场搜救结束', '现场搜救结束']
  ])('by %s, however much of the rest stands', (_how, from, to, passage) => {
    const found = compare(`${around}${wording.replace(from, to)}`)
    expect(found.differing.map((one) => one.passage)).toContain(passage)
    expect(found.carries).toBe(false)
  })

  test.each(['没有', '未曾', '不会', '不能', '不是', '不存在', '并非', '并非是', '无法', '尚未', '未', '没', '不', '非', '无', '勿', '莫'])(
    'by %s before a passage, not by the same at the end of another',
    (negation) => {
      const said = '造成3人受伤'
      expect(compare(`爆炸${negation}${said}`, { wording: said }).carries).toBe(false)
      expect(compare(`${negation}${said}`, { wording: said }).carries).toBe(false)
      expect(compare(`火情${negation}。${said}`, { wording: said }).carries).toBe(true)
    }
  )

  test('when figures are parted otherwise', () => {
    expect(compare('事故死亡3，5人受伤', { wording: '事故死亡35人受伤' }).carries).toBe(false)
    expect(compare('事故死亡35人受伤', { wording: '事故死亡3，5人受伤' }).carries).toBe(false)
    expect(compare('事故死亡3，5人受伤', { wording: '事故死亡3，5人受伤' }).carries).toBe(true)
    expect(compare('损失1200元', { wording: '损失1,200元' }).carries).toBe(true)
    expect(compare('震级5.2级左右', { wording: '震级52级左右' }).carries).toBe(false)
  })

  test('by a place that only the incident knows as one', () => {
    const said = '清风里起火一事已经妥善处理完毕'
    expect(compare('清风塘起火一事已经妥善处理完毕', { wording: said, places: ['清风里'] }).carries).toBe(false)
  })

  test('when it is about something else, or empty', () => {
    expect(compare('市图书馆本周六起延长开放时间，欢迎市民前往。')).toMatchObject({ carries: false })
    expect(compare('').share).toBe(0)
    expect(compare('任何文字', { wording: ' 。 ' }).carries).toBe(false)
  })

  test('and the words say which passages, and what stands instead', () => {
    const words = differenceWords(compare(wording.replace('12人死亡', '2人死亡').replace('伤员已全部送医，', '')))
    expect(words).toContain('口径为“造成12人死亡”，页面为“造成2人死亡”')
    expect(words).toContain('缺少“伤员已全部送医”')
    expect(words).toMatch(/与口径一致 \d\d%（须达 90%/)
  })
})

describe('whatever the texts are', () => {
  const clause = constantFrom('伤员已送医', '道路已恢复通行', '原因正在调查', '群众已妥善安置', '后续情况将发布')
  const count = tuple(constantFrom('死亡', '受伤', '转移'), integer({ min: 1, max: 9999 })).map(([what, people]) => `${what}${people}人`)
  const mark = constantFrom('，', '。', '、', '；\n', ',\t')
  const words = array(tuple(clause, mark, count, mark), { minLength: 1, maxLength: 6 }).map((parts) => parts.flat().join(''))

  test('a page that holds the wording between other words carries it', () => {
    assert(
      property(
        words,
        string(),
        string(),
        (text, before, after) => compareWording(`${before}\n${text}\n${after}`, text, { version: 1, asked: 1 }).carries
      )
    )
  })

  test('a page with one figure changed does not, unless the wording says that figure elsewhere', () => {
    assert(
      property(words, integer({ min: 1, max: 9999 }), (text, other) => {
        const [, what = '', people = ''] = /(死亡|受伤|转移)(\d+)人/.exec(text) ?? []
        const page = text.replaceAll(`${what}${people}人`, `${what}${other}人`)
        return Number(people) === other || !compareWording(page, text, { version: 1, asked: 0.6 }).carries
      })
    )
  })

  test('no text makes it throw, and the share lies between 0 and 1', () => {
    assert(
      property(string({ unit: 'binary' }), string({ unit: 'binary' }), (page, text) => {
        const { share } = compareWording(page, text, { version: 1, asked: 0.9 })
        return share >= 0 && share <= 1
      })
    )
  })
})

test('a page that carries the wording and says against it that more died does not count, and says why', () => {
  const comparison = compare(`${wording}\n更正：实际造成20人死亡。`)
  expect(comparison).toMatchObject({ carries: false, share: 1, against: ['页面另有「20人死亡」'] })
  expect(differenceWords(comparison)).toContain('页面另有「20人死亡」')
})
