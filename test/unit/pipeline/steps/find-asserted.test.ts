import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { ContextWords } from '../../../../core/lexicon.ts'
import type { Rule, RulePack } from '../../../../core/rule.ts'
import { compileRules } from '../../../../pipeline/rules/compile.ts'
import { Vocabulary } from '../../../../pipeline/rules/vocabulary.ts'
import { findAsserted } from '../../../../pipeline/steps/find-asserted.ts'
import { normalise } from '../../../../pipeline/steps/normalise.ts'
import { listedWords } from '../../../support/listed-words.ts'
import { lexiconWith, packOf } from '../../../support/step-parts.ts'

type List = z.input<typeof ContextWords>
type When = Rule['when']

const denied: List = { id: 'negation', name: '被否定', reach: 'before', between: ['任何', '发生'], words: ['未', '没有'] }
const feared: List = { id: 'supposition', name: '是假设', reach: 'clause', words: ['一旦', '如果'] }
const thing: List = { id: 'thing', name: '是物名', reach: 'behind', words: ['隐患', '报警器'] }
const figure: List = { id: 'figure', name: '词语巧合', reach: 'phrase', words: ['爆炸性新闻'] }
const emergency = (when: When): RulePack => packOf({ kind: 'accident', when })
const happenings = emergency({ any: ['火灾', '爆炸', '大火灾', '死亡', '起火'] })

interface Told {
  /** What rules may use, and what is named at all: the words as they stand. */
  readonly asserted: readonly string[]
  readonly named: readonly string[]
  readonly reasons: readonly string[]
}

/** What the text asserts of the terms of the packs. */
function tell(
  text: string,
  contexts: readonly List[] = [denied, feared, thing, figure],
  packs: readonly RulePack[] = [happenings],
  title = ''
): Told {
  const vocabulary = new Vocabulary()
  compileRules(packs, {}, vocabulary)
  const assertedIn = findAsserted({ lexicon: lexiconWith({ contexts: [...contexts] }), packs, vocabulary })
  const document = normalise({ title, text })
  const found = vocabulary.finder(listedWords())(document.plain)
  const { hits, named, reasons } = assertedIn(document, found)
  // A term without a place is no key: rules ask whether it is one.
  expect([...hits.values(), ...named.values()].every((places) => places.length > 0)).toBe(true)
  for (const { step, weight, evidence } of reasons)
    expect({ step, weight, places: evidence?.length }).toEqual({ step: 'find-asserted', weight: -1, places: 1 })
  const wordsOf = (of: typeof hits): string[] =>
    [...of.values()]
      .flat()
      .sort((a, b) => a.start - b.start || b.end - a.end)
      .map(({ start, end }) => document.plain.slice(start, end))
      .filter((words) => packs.some((pack) => JSON.stringify(pack).includes(`"${words}"`)))
  return { asserted: wordsOf(hits), named: wordsOf(named), reasons: reasons.map(({ words }) => words) }
}

test('what a text says happens is asserted, with nothing to explain', () => {
  expect(tell('某厂爆炸，引发火灾')).toEqual({ asserted: ['爆炸', '火灾'], named: ['爆炸', '火灾'], reasons: [] })
})

describe('a figure of speech', () => {
  test('is not even named', () => {
    expect(tell('爆炸性新闻，火灾')).toEqual({ asserted: ['火灾'], named: ['火灾'], reasons: [] })
  })

  test('takes only the word inside it', () => {
    expect(tell('爆炸性新闻之后爆炸，再有爆炸性新闻').named).toEqual(['爆炸'])
    expect(tell('爆炸，爆炸性新闻').named).toEqual(['爆炸'])
  })

  test('that is longer takes what a shorter one inside it leaves', () => {
    const longer = { ...figure, words: ['爆炸性新闻大爆炸', '性新闻'] }

    expect(tell('爆炸性新闻大爆炸', [longer]).named).toEqual([])
  })

  test('of any list, wherever it stands', () => {
    expect(tell('火灾般的人，爆炸性新闻，火灾', [figure, { ...figure, words: ['火灾般'] }]).named).toEqual(['火灾'])
  })

  test('denies nothing that follows', () => {
    expect(tell('没有爆炸性新闻、火灾').asserted).toEqual(['火灾'])
  })
})

describe('a denied term', () => {
  test('is named and not asserted, with the reason and the place', () => {
    expect(tell('现场未发生火灾')).toEqual({ asserted: [], named: ['火灾'], reasons: ['「火灾」被否定，不作为发生'] })
  })

  test.each([
    ['right before it', '没有火灾', []],
    ['over the words that may stand between', '没有任何发生火灾', []],
    ['over four of them', '没有任何任何任何任何火灾', []],
    ['not over five', '没有任何任何任何任何任何火灾', ['火灾']],
    ['not over other words', '没有人管火灾', ['火灾']],
    ['not where it is asked', '有没有火灾', ['火灾']],
    ['not from another clause', '没有，火灾', ['火灾']],
    ['not from behind', '火灾没有', ['火灾']]
  ])('%s: %s', (_, text, asserted) => {
    expect(tell(text).asserted).toEqual(asserted)
  })

  test.each([
    ['with commas', '未发生火灾、爆炸', []],
    ['with 和', '未发生火灾和爆炸', []],
    ['with 以及', '未发生火灾以及爆炸', []],
    ['side by side', '未发生火灾爆炸', []],
    ['a third too', '未发生火灾、爆炸、死亡', []],
    ['not behind other words', '未发生火灾而爆炸', ['爆炸']]
  ])('takes with it what is listed %s: %s', (_, text, asserted) => {
    expect(tell(text).asserted).toEqual(asserted)
  })

  test('takes with it what stands inside it', () => {
    expect(tell('未发生大火灾')).toMatchObject({ asserted: [], named: ['大火灾', '火灾'] })
  })

  test('takes it though it ends sooner, and what is listed behind', () => {
    const packs = [emergency({ any: ['特大火灾事故', '火灾', '爆炸'] })]

    expect(tell('未发生特大火灾事故', [denied], packs).asserted).toEqual([])
    expect(tell('未发生特大火灾事故、爆炸', [denied], packs).asserted).toEqual([])
  })

  test('takes it though it begins with it', () => {
    expect(tell('火灾事故隐患', [thing], [emergency({ any: ['火灾', '火灾事故'] })]).asserted).toEqual([])
  })

  test('does not take what stands before it', () => {
    expect(tell('爆炸后未发生火灾').asserted).toEqual(['爆炸'])
  })

  test('is denied over so many characters as its list says, whatever they are', () => {
    const near = { ...denied, between: [], within: 6 }

    expect(tell('没有这么大的火灾', [near]).asserted).toEqual([])
    expect(tell('没有特别特别大的火灾', [near]).asserted).toEqual([])
    expect(tell('没有特别特别特别大的火灾', [near]).asserted).toEqual(['火灾'])
    expect(tell('没有人在乎，火灾', [near]).asserted).toEqual(['火灾'])
  })

  test('is not denied past another that stands', () => {
    const near = { ...denied, between: [], within: 6, happeningsOnly: true }

    expect(tell('没有烧烤摊起火', [near], [packOf({ when: { any: ['烧烤'] } }), happenings]).asserted).toEqual(['烧烤', '起火'])
  })

  test('may be the word that stands before it, as 否认 is', () => {
    const packs = [emergency({ any: ['否认', '火灾'] })]

    expect(tell('否认火灾', [{ ...denied, words: ['否认'] }], packs).asserted).toEqual(['否认'])
  })

  test('five are told at most', () => {
    expect(tell('没有火灾，'.repeat(8)).reasons).toHaveLength(5)
    expect(tell('没有火灾，'.repeat(8)).asserted).toEqual([])
  })
})

describe('a supposition', () => {
  test.each([
    ['reaches over other words', '一旦这里起火', []],
    ['reaches over other terms', '一旦爆炸之后再起火', []],
    ['stands for what comes before nothing', '起火一旦', ['起火']],
    ['ends with its clause', '一旦下雨，起火', ['起火']],
    ['is none by half', '一天起火', ['起火']]
  ])('%s: %s', (_, text, asserted) => {
    expect(tell(text).asserted).toEqual(asserted)
  })

  test('is told by the whole of its words, before the term', () => {
    expect(tell('如果起火，如果说', [{ ...feared, words: ['如果说'] }]).asserted).toEqual(['起火'])
  })

  test('is one in the title too', () => {
    expect(tell('请看', [feared], [happenings], '一旦起火').asserted).toEqual([])
    expect(tell('请看', [feared], [happenings], '起火').asserted).toEqual(['起火'])
  })

  test.each(Array.from('，。！？；：\n '))('ends at %j', (mark) => {
    expect(tell(`一旦${mark}起火`).asserted).toEqual(['起火'])
  })

  test('reaches forty characters', () => {
    expect(tell(`一旦${'很'.repeat(38)}起火`).asserted).toEqual([])
    expect(tell(`一旦${'很'.repeat(39)}起火`).asserted).toEqual(['起火'])
  })
})

describe('a thing that is called after it', () => {
  test('is told by the word right behind', () => {
    expect(tell('火灾隐患')).toMatchObject({ asserted: [], reasons: ['「火灾」是物名，不作为发生'] })
    expect(tell('火灾的隐患').asserted).toEqual(['火灾'])
    expect(tell('火灾隐约').asserted).toEqual(['火灾'])
    expect(tell('火灾报警器响').asserted).toEqual([])
  })
})

describe('names of laws and works', () => {
  test.each([
    ['a law', '《火灾防治条例》施行', []],
    ['with its number', '《火灾管理办法(试行)》', []],
    ['a work', '电影《爆炸》上映', []],
    ['a headline is none', '《某厂火灾》', ['火灾']],
    ['what stands beside it is said', '《消防条例》后火灾', ['火灾']],
    ['what stands before it too', '火灾后《消防条例》', ['火灾']]
  ])('%s: %s', (_, text, asserted) => {
    expect(tell(text).asserted).toEqual(asserted)
  })

  test('are told as such', () => {
    expect(tell('《火灾防治条例》')).toEqual({ asserted: [], named: ['火灾'], reasons: ['「火灾」法规或作品的名称，不作为发生'] })
  })
})

describe('what only undoes emergencies', () => {
  const only = { ...denied, happeningsOnly: true, between: [], words: ['禁止'] }
  const daily = packOf({ when: { any: ['烧烤'] } })

  test('leaves a complaint one', () => {
    expect(tell('禁止烧烤', [only], [daily]).asserted).toEqual(['烧烤'])
    expect(tell('禁止起火', [only], [daily, happenings]).asserted).toEqual([])
    expect(tell('禁止烧烤', [{ ...only, happeningsOnly: false }], [daily]).asserted).toEqual([])
  })

  test('counts a term as one where any rule does', () => {
    const both = [emergency({ any: ['烧烤'] }), daily]

    expect(tell('禁止烧烤', [only], both).asserted).toEqual([])
    expect(tell('禁止烧烤', [only], [...both].reverse()).asserted).toEqual([])
  })
})

describe('which terms of a rule state something', () => {
  test.each<[string, When, string[]]>([
    ['any', { any: ['火灾'] }, []],
    ['all', { all: ['火灾'] }, []],
    ['title', { title: ['火灾'] }, []],
    ['the last group of near', { near: { groups: [['井盖'], ['火灾']], within: 9, ordered: false } }, []],
    ['of three groups too', { near: { groups: [['井盖'], ['路灯'], ['火灾']], within: 9, ordered: false } }, []],
    ['not what it stands near', { near: { groups: [['火灾'], ['井盖']], within: 9, ordered: false } }, ['火灾']],
    ['nor what keeps a rule from firing', { any: ['井盖'], none: ['火灾'] }, ['火灾']]
  ])('%s', (_, when, asserted) => {
    expect(tell('没有火灾', [denied], [emergency(when)]).asserted).toEqual(asserted)
  })

  test('a pattern is no term', () => {
    expect(tell('没有火灾', [denied], [emergency({ any: [{ pattern: '火.' }, '火灾'] })]).asserted).toEqual([])
  })
})

test('words of the lists are found in the spelling of the text, longest first, and none is an expression', () => {
  const odd = { ...thing, words: ['Ａ', 'ab+', '(某)'] }

  expect(tell('火灾a', [odd]).asserted).toEqual([])
  expect(tell('火灾(某)', [odd]).asserted).toEqual([])
  expect(tell('火灾(', [odd]).asserted).toEqual(['火灾'])
})
