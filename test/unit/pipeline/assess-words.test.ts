import { describe, expect, test } from 'vitest'
import { loadSegmenter } from '../../../adapters/segmenter/jieba.ts'
import { normalise } from '../../../pipeline/steps/normalise.ts'
import { Vocabulary } from '../../../pipeline/rules/vocabulary.ts'

const terms = [
  '中国',
  '爆炸',
  '火灾',
  '重伤',
  '打人',
  '大火',
  '交通事故',
  '中毒',
  '坍塌',
  '燃气泄漏',
  '台风',
  '洪水',
  '水灾',
  '触电',
  '电影',
  '垃圾',
  '城管',
  '地震',
  '停水',
  '断电',
  '溺水',
  '踩踏',
  '井盖',
  '死亡',
  '占道经营',
  '违建',
  '噪声',
  '起火',
  '着火',
  '相撞',
  '车祸',
  '谣言',
  '强拆',
  '路灯'
]

function mentions(text: string, term: string): boolean {
  const vocabulary = new Vocabulary()
  const numbers = new Map(terms.map((one) => [one, vocabulary.add(one)]))
  const { plain } = normalise({ title: null, text })
  return vocabulary
    .finder(loadSegmenter(terms))(plain)
    .hits.has(numbers.get(term) ?? -1)
}

describe('terms match as words', () => {
  test.each([
    ['昨晚发生爆炸', '爆炸'],
    ['火灾现场浓烟滚滚', '火灾'],
    ['发生一起道路交通事故', '交通事故'],
    ['集体食物中毒', '中毒'],
    ['一氧化碳中毒', '中毒'],
    ['楼房突然坍塌', '坍塌'],
    ['小区燃气泄漏', '燃气泄漏'],
    ['超强台风登陆', '台风'],
    ['洪水漫过堤坝', '洪水'],
    ['工人触电身亡', '触电'],
    ['看电影时', '电影'],
    ['建筑垃圾乱倒', '垃圾'],
    ['城管执法队', '城管'],
    ['发生5.0级地震', '地震'],
    ['全楼停水三天', '停水'],
    ['儿童溺水', '溺水'],
    ['发生踩踏事故', '踩踏'],
    ['井盖丢失', '井盖'],
    ['造成3人死亡', '死亡'],
    ['路边占道经营', '占道经营'],
    ['拆除违建', '违建'],
    ['噪声扰民', '噪声'],
    ['汽车起火', '起火'],
    ['两车相撞', '相撞'],
    ['散布谣言', '谣言'],
    ['中国人民', '中国'],
    ['2人重伤', '重伤'],
    ['路灯坏了', '路灯'],
    ['车祸现场', '车祸']
  ])('%s mentions %s', (text, term) => {
    expect(mentions(text, term)).toBe(true)
  })

  test.each([
    ['广大发展中国家', '中国'],
    ['造成严重伤害', '重伤'],
    ['他正在打人工呼吸', '打人'],
    ['到了大火车站', '大火'],
    ['这是洪水平先生', '洪水'],
    ['强化台风险管控', '台风'],
    ['地震动参数', '地震'],
    ['修好了触电视机', '触电'],
    ['发水灾民', '水灾'],
    ['溶于水中毒气四散', '中毒']
  ])('%s does not mention %s', (text, term) => {
    expect(mentions(text, term)).toBe(false)
  })

  test.each([
    ['full width and capitals', 'ＡＢＣ公司着火', '着火'],
    ['traditional characters', '昨晚發生火災', '火灾'],
    ['zero-width characters', '火\u200b灾', '火灾'],
    ['ornaments', '暴力强*拆', '强拆'],
    ['dots', '城.管来了', '城管'],
    ['blanks between every character', '这里 强 拆 了', '强拆']
  ])('a disguise is seen through: %s', (_, text, term) => {
    expect(mentions(text, term)).toBe(true)
  })

  test('a blank between two words makes no third', () => {
    expect(mentions('天津大火 灾民获安置', '火灾')).toBe(false)
  })

  test('the end of a sentence makes no word', () => {
    expect(mentions('扑灭了火。灾后重建', '火灾')).toBe(false)
  })
})

describe('offsets', () => {
  test('count UTF-16 units of the text as it was, whatever normalising did', () => {
    const text = '😀ＡＢ\u200b昨晚發生火\u200b災！'
    const document = normalise({ title: '題', text })
    const at = document.plain.indexOf('火灾')

    expect(document.span(at, at + 2)).toEqual({ text: '火\u200b災', offset: text.indexOf('火') })
  })

  test('a place in the title says so', () => {
    const document = normalise({ title: '突发火灾', text: '正文' })

    expect(document.span(2, 4)).toEqual({ text: '火灾', offset: 2, field: 'title' })
  })
})
