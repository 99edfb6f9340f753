import { describe, expect, test } from 'vitest'
import type { Fact, Sentiment } from '../../../../core/assessment.ts'
import { SentimentLexicon } from '../../../../core/sentiment-lexicon.ts'
import { judgeSentiment } from '../../../../pipeline/steps/judge-sentiment.ts'
import { normalise } from '../../../../pipeline/steps/normalise.ts'
import { lexiconWith } from '../../../support/step-parts.ts'

/** Words that each weigh what their group says, so that sums can be told. */
const sentiment = SentimentLexicon.parse({
  groups: [
    { id: 'praise', name: '好', weight: 1, words: '真好 漂亮' },
    { id: 'complaint', name: '坏', weight: -1, words: '糟糕 难看 气人' },
    { id: 'faint', name: '微', weight: -0.1, words: '哎' },
    { id: 'tilting', name: '倾向', weight: -0.4, words: '有点' },
    { id: 'nearly', name: '接近', weight: -0.3, words: '唉' },
    { id: 'rather', name: '略坏', weight: -0.7, words: '不妙' },
    { id: 'kind', name: '略好', weight: 0.7, words: '还行' },
    { id: 'quite', name: '略好', weight: 0.35, words: '凑合' }
  ],
  negations: [],
  prohibitions: [],
  intensifiers: [],
  contrasts: [],
  concessions: [],
  vanishings: [],
  wishes: [],
  suppositions: [],
  ironies: [],
  petitions: ['投诉'],
  courtesies: ['真好'],
  register: { formal: '其该', personal: '我吧' },
  stance: {
    authorities: ['城管局'],
    officials: [],
    actions: [],
    misconduct: ['推诿', '敷衍', '拖延', '刁难', '吃拿', '懒政', '怠政', '乱罚', '粗暴', '蛮横', '扯皮'],
    failures: [],
    merits: ['负责']
  }
})

const sentimentOf = (text: string, { title = null as string | null, deaths = null as Fact | null } = {}): Sentiment =>
  judgeSentiment({ lexicon: { ...lexiconWith({}), sentiment } })(normalise({ title, text }), deaths)

const deadly = (value: number, part: Partial<Fact> = {}): Fact => ({ value, text: `${value}人死亡`, offset: 4, ...part })

describe('polarity', () => {
  test.each([
    ['one plain word is enough', '街上漂亮', 1, 0.33],
    ['so is one against', '街上糟糕', -1, -0.33],
    ['from 0.7 on', '街上还行', 1, 0.26],
    ['on both sides', '街上不妙', -1, -0.26],
    ['less is neutral', '街上有点，凑合', 0, -0.02],
    ['nothing is neutral, and 0', '街上', 0, 0],
    ['what cancels out is neutral', '漂亮，糟糕', 0, 0]
  ])('%s: %s', (_, text, polarity, score) => {
    expect(sentimentOf(text)).toMatchObject({ polarity, score })
  })

  test('is never minus nothing', () => {
    expect(Object.is(sentimentOf(`哎${'。'.repeat(19_998)}`).score, 0)).toBe(true)
  })
})

describe('the evidence', () => {
  test('is the words that told with what they weighed, the strongest first', () => {
    expect(sentimentOf('有点糟糕').evidence).toStrictEqual([
      { text: '糟糕', offset: 2, weight: -1 },
      { text: '有点', offset: 0, weight: -0.4 }
    ])
  })

  test('leaves out what hardly tells', () => {
    expect(sentimentOf('哎，糟糕').evidence?.map(({ text }) => text)).toEqual(['糟糕'])
  })

  test('is ten words at most', () => {
    expect(sentimentOf('糟糕难看气人不妙有点唉漂亮真好还行凑合糟糕难看').evidence).toHaveLength(10)
    const rising = '唉凑合有点还行不妙气人难看糟糕漂亮真好'
    const strongest = ['气人', '难看', '糟糕', '漂亮', '真好', '还行', '不妙']
    const shown = (text: string): string[] | undefined => sentimentOf(text).evidence?.map(({ text: word }) => word)

    expect(shown(rising)).toEqual([...strongest, '有点', '凑合', '唉'])
    expect(shown(`${rising}糟糕`)).toEqual([...strongest, '糟糕', '有点', '凑合'])
    expect(shown(`${rising}唉`)).toEqual([...strongest, '有点', '凑合', '唉'])
  })

  test('says where it stands in the title', () => {
    expect(sentimentOf('街上', { title: '糟糕' }).evidence).toEqual([{ text: '糟糕', offset: 0, field: 'title', weight: -1 }])
  })
})

describe('deaths that the text counts', () => {
  test('weigh as a complaint, with the words that count them', () => {
    expect(sentimentOf('某地3人死亡', { deaths: deadly(3, { offset: 2 }) })).toMatchObject({
      polarity: -1,
      score: -0.37,
      evidence: [{ text: '3人死亡', offset: 2, weight: -1.2 }]
    })
  })

  test('of the title say so, those of the text do not', () => {
    expect(sentimentOf('', { title: '3人死亡', deaths: deadly(3, { offset: 0, field: 'title' }) }).evidence).toEqual([
      { text: '3人死亡', offset: 0, field: 'title', weight: -1.2 }
    ])
    expect(sentimentOf('3人死亡', { deaths: deadly(3, { offset: 0 }) }).evidence).toStrictEqual([{ text: '3人死亡', offset: 0, weight: -1.2 }])
  })

  test('are none where nobody died, or nothing is said', () => {
    expect(sentimentOf('无人死亡', { deaths: deadly(0) })).toMatchObject({ polarity: 0, score: 0, evidence: [] })
    expect(sentimentOf('无人死亡')).toMatchObject({ polarity: 0, evidence: [] })
  })

  test('come before the words', () => {
    expect(sentimentOf('糟糕，3人死亡', { deaths: deadly(3, { offset: 3 }) }).evidence?.map(({ text }) => text)).toEqual(['3人死亡', '糟糕'])
  })
})

describe('a post that forwards another', () => {
  test('is what the forwarder says, where they say something', () => {
    expect(sentimentOf('漂亮//@某人:糟糕气人难看')).toMatchObject({ polarity: 1, evidence: [{ text: '漂亮' }] })
    expect(sentimentOf('凑合//@某人:糟糕气人难看')).toMatchObject({ evidence: [{ text: '凑合' }] })
  })

  test('is what is forwarded by half, where they say nothing', () => {
    expect(sentimentOf('转发//@某人:糟糕，气人')).toMatchObject({ polarity: -1, evidence: [{ weight: -0.5 }, { weight: -0.5 }] })
    expect(sentimentOf('唉//@某人:糟糕，气人').evidence).toHaveLength(3)
  })

  test('and by a quarter what that one forwards', () => {
    expect(sentimentOf('转发//@某人:路过//@另一人:糟糕')).toMatchObject({ polarity: 0, evidence: [{ weight: -0.25 }] })
  })

  test('takes its stance from the first who has one', () => {
    expect(sentimentOf('城管局负责//@某人:城管局推诿')).toMatchObject({
      stance: { value: 'supportive', evidence: [{ text: '城管局', offset: 0 }, { text: '负责' }] }
    })
    expect(sentimentOf('转发//@某人:城管局推诿')).toMatchObject({ stance: { value: 'critical' } })
  })
})

describe('style and length', () => {
  test('a complaint in written style weighs less, praise does not', () => {
    expect(sentimentOf('其其其其其其该，糟糕').evidence).toMatchObject([{ weight: -0.46 }])
    expect(sentimentOf('其其其其其其该，漂亮').evidence).toMatchObject([{ weight: 1 }])
    expect(sentimentOf('我吧，糟糕').evidence).toMatchObject([{ weight: -1 }])
  })

  test('so does a reproach to an authority, thanks do not', () => {
    expect(sentimentOf('城管局推诿').stance?.value).toBe('critical')
    expect(sentimentOf('其其其其其其该，城管局推诿').stance?.value).toBe('neutral')
    expect(sentimentOf('其其其其其其该，城管局负责').stance?.value).toBe('supportive')
  })

  test('a word of two hundred characters weighs in full, one of eight hundred by half', () => {
    const long = (length: number): string => `糟糕${'，'.repeat(length - 3)}`

    expect(sentimentOf(long(200)).evidence).toMatchObject([{ weight: -1 }])
    expect(sentimentOf(long(100)).evidence).toMatchObject([{ weight: -1 }])
    expect(sentimentOf(long(800)).evidence).toMatchObject([{ weight: -0.5 }])
  })

  test('twenty thousand characters are read', () => {
    expect(sentimentOf(`${'，'.repeat(19_997)}糟糕`).score).toBeLessThan(0)
    expect(sentimentOf(`${'，'.repeat(20_000)}糟糕`).score).toBe(0)
  })
})

describe('a letter to an authority', () => {
  test('thanks as a matter of form', () => {
    expect(sentimentOf('真好').polarity).toBe(1)
    expect(sentimentOf('投诉，真好').polarity).toBe(0)
    expect(sentimentOf('转发//@某人:投诉，真好').polarity).toBe(0)
    expect(sentimentOf('真好//@某人:投诉').polarity).toBe(1)
  })
})

test('ten places of a stance are shown', () => {
  expect(sentimentOf('城管局推诿敷衍拖延刁难吃拿懒政怠政乱罚粗暴蛮横扯皮').stance?.evidence).toHaveLength(10)
})
