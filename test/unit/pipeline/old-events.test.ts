import { describe, expect, test } from 'vitest'
import type { Instant } from '../../../core/instant.ts'
import { oldEventJudge } from '../../../pipeline/facts/old-events.ts'
import { sentencesOf } from '../../../pipeline/facts/sentences.ts'
import { normalise } from '../../../pipeline/steps/normalise.ts'

const noon = '2026-11-24T04:00:00.000Z' as Instant

/** Why the figure 3人死亡 of the text is an old one, and whether the text tells news all the same. */
function judged(text: string, title: string | null = null, published: Instant | null = noon): { why: string | null; news: boolean } {
  const { plain, titleEnd } = normalise({ title, text })
  const sentences = sentencesOf(plain, titleEnd)
  const { whyOld, tellsNews } = oldEventJudge(sentences, published)
  const sentence = sentences.find((one) => one.text.includes('3人死亡'))
  if (sentence === undefined) throw new Error('no figure in the text')
  const at = sentence.text.indexOf('3人死亡')
  return { why: whyOld(sentence, at, at + 4), news: tellsNews() }
}

const why = (text: string, title?: string): string | null => judged(text, title).why

describe('a time before the figure', () => {
  test.each([
    ['2015年8月12日，仓库爆炸，3人死亡。', '2015-08-12'],
    ['2015年仓库爆炸，3人死亡。', '2015'],
    ['2026年9月仓库爆炸，3人死亡。', '2026-09'],
    ['2015-08-12仓库爆炸，3人死亡。', '2015-08-12'],
    ['二〇一五年仓库爆炸，3人死亡。', '2015'],
    ['2026年10月24日，仓库爆炸，3人死亡。', '2026-10-24'],
    ['“8·12”爆炸致3人死亡。', '“8·12”'],
    ['“8·12”牺牲的消防员有3人死亡。', '“8·12”'],
    ['十年前仓库爆炸，3人死亡。', '十年前'],
    ['三个月前仓库爆炸，3人死亡。', '三个月前'],
    ['去年仓库爆炸，3人死亡。', '去年'],
    ['民国时仓库爆炸，3人死亡。', '民国'],
    ['昨天下雪，2015年那次爆炸有3人死亡。', '2015']
  ])('long ago: %s', (text, shown) => {
    expect(why(text)).toBe(`以往事件（${shown}）`)
  })

  test.each([
    '2026年10月25日，仓库爆炸，3人死亡。',
    '2026年11月仓库爆炸，3人死亡。',
    '今年仓库爆炸，3人死亡。',
    '“11·23”爆炸致3人死亡。',
    '两天前仓库爆炸，3人死亡。',
    '十年前炸过，昨晚又炸，3人死亡。',
    '“8·12”爆炸的废墟旁，今早3人死亡。',
    '2015年建成的仓库爆炸，3人死亡。',
    '始建于2015年的仓库爆炸，3人死亡。',
    '2015年出生的3人死亡。',
    '2015年以来最大的爆炸，3人死亡。',
    '8月12日仓库爆炸，3人死亡。',
    '去年就反映过的隐患，仓库还是塌了，3人死亡。',
    '2019年住户就投诉，仓库起火，3人死亡。'
  ])('of late, of a thing, or not told: %s', (text) => {
    expect(why(text)).toBeNull()
  })

  test('the sentence before lends its time where it tells a happening and no other is of late', () => {
    expect(why('2015年8月12日，仓库爆炸。3人死亡。')).toBe('以往事件（2015-08-12）')
    expect(why('2015年8月12日，仓库交接。3人死亡。')).toBeNull()
    expect(why('2015年8月12日，仓库爆炸。3人死亡。昨天又起火。')).toBeNull()
  })

  test('without a publication only words of long ago tell', () => {
    expect(judged('2015年仓库爆炸，3人死亡。', null, null).why).toBeNull()
    expect(judged('十年前仓库爆炸，3人死亡。', null, null).why).toBe('以往事件（十年前）')
  })
})

describe('a frame', () => {
  test.each([
    '仓库爆炸案一审宣判，3人死亡。',
    '警示教育：仓库爆炸，3人死亡。',
    '仓库爆炸调查报告：3人死亡。',
    '深刻吸取仓库爆炸3人死亡的教训。',
    '仓库爆炸十周年，3人死亡。',
    '仓库爆炸致3人死亡案有了结果。',
    '仓库爆炸致3人死亡，今天是十周年。',
    '仓库爆炸遗址开放，那场爆炸致3人死亡。'
  ])('makes the figure old: %s', (text) => {
    expect(why(text)).toMatch(/^以往事件（/)
  })

  test('of the title or the first sentence, or of the next', () => {
    expect(why('仓库爆炸，3人死亡。', '仓库爆炸案宣判')).toBe('以往事件（宣判）')
    expect(why('典型案例公布。仓库爆炸，3人死亡。')).toBe('以往事件（典型案例）')
    expect(why('仓库爆炸，3人死亡。今天是十周年。')).toMatch(/^以往事件/)
  })

  test.each([
    '宣判现场仓库爆炸，3人死亡。',
    '宣判后仓库爆炸，3人死亡。',
    '曾因盗窃获刑的男子砍人，3人死亡。',
    '获刑的男子砍人，3人死亡。',
    '商场周年庆踩踏，3人死亡。',
    '老照片馆起火，3人死亡。',
    '仓库爆炸致3人死亡，今天是公司成立十周年。',
    '仓库爆炸，3人死亡，伤者回顾当年那次爆炸。',
    '宣判之日，昨晚仓库爆炸，3人死亡。',
    '仓库那场爆炸有3人死亡。',
    '仓库爆炸致3人死亡案件正在侦办。'
  ])('is none: %s', (text) => {
    expect(why(text)).toBeNull()
  })
})

describe('news', () => {
  test.each<[string, boolean]>([
    ['2015年3人死亡。昨晚又爆炸。', true],
    ['2015年3人死亡。11月23日又来过。', true],
    ['2015年3人死亡。23日又来过。', true],
    ['2015年3人死亡。今天是十周年。', false],
    ['今天宣判：2015年爆炸致3人死亡。', false],
    ['2015年3人死亡。', false]
  ])('%s: %s', (text, news) => {
    expect(judged(text).news).toBe(news)
  })
})
