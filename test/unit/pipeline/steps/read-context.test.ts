import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { ContextWords } from '../../../../core/lexicon.ts'
import { Vocabulary } from '../../../../pipeline/rules/vocabulary.ts'
import { normalise } from '../../../../pipeline/steps/normalise.ts'
import { readContext, type Context } from '../../../../pipeline/steps/read-context.ts'
import { listedWords } from '../../../support/listed-words.ts'
import { lexiconWith } from '../../../support/step-parts.ts'

const drill = { id: 'drill', name: '演练', reach: 'text', lowers: 4, words: ['演练', '演习', '模拟事故'] } as const
const history = { id: 'history', name: '回顾往事', reach: 'text', lowers: 2.5, words: ['回顾'], unless: ['再次'] } as const

type Draft = z.input<typeof ContextWords>

function contextsIn(lists: readonly unknown[], text: string, title: string | null = null): Context[] {
  const vocabulary = new Vocabulary()
  const contextsOf = readContext({ lexicon: lexiconWith({ contexts: lists as Draft[] }), vocabulary })
  const find = vocabulary.finder(listedWords('演练场', '演练', '演习', '再模拟事故'))
  const document = normalise({ title, text })
  return contextsOf(document, find(document.plain))
}

const ids = (contexts: readonly Context[]): string[] => contexts.map(({ id }) => id)

describe('a context of the whole text', () => {
  test('is read from its words, three of which are shown in their order', () => {
    const [context] = contextsIn([drill], '演习，演练，演练，演练')

    expect(context).toMatchObject({
      id: 'drill',
      name: '演练',
      lowers: 4,
      evidence: [
        { text: '演习', offset: 0 },
        { text: '演练', offset: 3 },
        { text: '演练', offset: 6 }
      ]
    })
    expect(context?.places).toHaveLength(4)
  })

  test('is none where its words stand in longer ones only, unless they are long themselves', () => {
    expect(contextsIn([drill], '演练场开放')).toEqual([])
    expect(ids(contextsIn([drill], '再模拟事故'))).toEqual(['drill'])
  })

  test('needs as many different words as its list asks for', () => {
    const two = { ...drill, least: 2 }

    expect(contextsIn([two], '演练，演练')).toEqual([])
    expect(ids(contextsIn([two], '演练，演习'))).toEqual(['drill'])
  })

  test('shows itself in the title or in the first eighty characters', () => {
    const before = (length: number): string => '前'.repeat(length)

    expect(ids(contextsIn([drill], `${before(79)}演练`))).toEqual(['drill'])
    expect(contextsIn([drill], `${before(80)}演练`)).toEqual([])
    expect(ids(contextsIn([drill], `${before(79)}演练`, '标题标题'))).toEqual(['drill'])
    expect(ids(contextsIn([drill], `${before(100)}演练`, '演练'))).toEqual(['drill'])
  })

  test('counts anywhere where its list says so, with one word', () => {
    const real = { id: 'real', name: '真实', reach: 'anywhere', least: 2, words: ['演习'] }

    expect(ids(contextsIn([real], `${'前'.repeat(200)}演习`))).toEqual(['real'])
  })

  test('is none of lists that undo single words', () => {
    expect(contextsIn([{ ...drill, reach: 'phrase' }], '演练')).toEqual([])
  })
})

describe('a word of the list', () => {
  test.each([
    ['in a hashtag is a claim of anybody', '#应急演练#起火', []],
    ['in one that nothing closes too', '#演练起火 现场', []],
    ['counts behind one', '#话题#演练', [4]],
    ['counts before one', '演练#话题#', [0]],
    ['counts between two', '#甲#演练#乙#', [3]]
  ])('%s: %s', (_, text, offsets) => {
    expect(contextsIn([drill], text).flatMap(({ evidence }) => evidence.map(({ offset }) => offset))).toEqual(offsets)
  })

  test('may be the whole of a hashtag', () => {
    expect(contextsIn([{ ...drill, words: ['#演练#'] }], '#演练#')).toEqual([])
  })

  test('does not count beside words that its list rules out, wherever they stand', () => {
    const list = { ...drill, unlessText: ['剧组', '片场'] }

    expect(contextsIn([list], '演练，记者在片场')).toEqual([])
    expect(ids(contextsIn([list], '演练，记者在场'))).toEqual(['drill'])
  })

  test.each([
    ['right behind', '演练服', []],
    ['over some characters', '演练专用服装', []],
    ['not over a word that parts them', '演练的服装', ['drill']],
    ['not over five', '演练总指挥人员服装', ['drill']],
    ['over four', '演练指挥人员服', []],
    ['not where it stands before', '服装演练', ['drill']],
    ['not where it stands in another clause', '演练，服装', ['drill']]
  ])('is the name of a thing by its end, %s: %s', (_, text, expected) => {
    expect(ids(contextsIn([{ ...drill, notBefore: ['服', '道具'] }], text))).toEqual(expected)
  })

  test('of three characters counts only as a whole word', () => {
    expect(contextsIn([{ ...drill, words: ['模拟事'] }], '再模拟事故')).toEqual([])
  })
})

describe('a work', () => {
  const fiction = { id: 'fiction', name: '虚构', reach: 'text', lowers: 4, words: ['小说', '连载'], least: 2 }

  test('is told by as many words as its list asks for, or by its title', () => {
    expect(ids(contextsIn([fiction], '小说连载'))).toEqual(['fiction'])
    expect(ids(contextsIn([fiction], '小说《长夜》'))).toEqual(['fiction'])
    expect(contextsIn([fiction], '小说里')).toEqual([])
  })

  test('is no word of another list', () => {
    expect(contextsIn([{ ...drill, least: 2 }], '演练，小说《长夜》')).toEqual([])
  })
})

describe('a clause that says that its word does not count', () => {
  const called = { ...drill, unless: ['未组织', '取消'] }

  test.each([
    ['before the word', '此前未组织演练'],
    ['behind it', '演练取消'],
    ['in the middle of other clauses', '街道开会，未组织演练，散会'],
    ['with the word at the end of what is looked at', `演练${'后'.repeat(78)}取消`]
  ])('%s', (_, text) => {
    expect(contextsIn([called], text)).toEqual([])
  })

  test.each(Array.from('，。；！？：\n'))('ends at %j', (mark) => {
    expect(ids(contextsIn([called], `取消${mark}演练${mark}取消`))).toEqual(['drill'])
  })

  test('reaches eighty characters at most', () => {
    const anywhere = { ...called, reach: 'anywhere' }

    expect(ids(contextsIn([anywhere], `演练${'后'.repeat(79)}取消`))).toEqual(['drill'])
    expect(ids(contextsIn([anywhere], `未组织${'前'.repeat(78)}演练`))).toEqual(['drill'])
    expect(contextsIn([anywhere], `未组织${'前'.repeat(77)}演练`)).toEqual([])
  })

  test('leaves the word of another clause', () => {
    expect(contextsIn([called], '未组织演练，只有演习')[0]?.evidence).toEqual([{ text: '演习', offset: 8 }])
  })
})

describe('what it lowers', () => {
  const lowers =
    (list: Partial<Draft>) =>
    (type: string): boolean | undefined =>
      contextsIn([{ ...drill, ...list }], '演练')[0]?.lowersType(type)

  test('every kind, unless it names some', () => {
    expect(lowers({})('火灾')).toBe(true)
    expect(lowers({ eventTypes: ['火灾'] })('火灾')).toBe(true)
    expect(lowers({ eventTypes: ['火灾'] })('溺水')).toBe(false)
  })

  test('never the kinds that it excepts', () => {
    expect(lowers({ exceptEventTypes: ['火灾'] })('火灾')).toBe(false)
    expect(lowers({ eventTypes: ['火灾'], exceptEventTypes: ['火灾'] })('火灾')).toBe(false)
    expect(lowers({ exceptEventTypes: ['火灾'] })('溺水')).toBe(true)
  })
})

describe('years ago', () => {
  test.each([
    ['in the first sentence', '五年前这里起火。', ['五年前']],
    ['in the title', ['10多年前的火灾', '街上有人。'], ['10多年前']],
    ['at the end of the first sentence', '这里起火是在二十年前', ['二十年前']],
    ['in the second sentence it is background', '这里起火。五年前也有一次。', []],
    ['after a question too', '这里起火？五年前也有一次。', []],
    ['after a line too', '这里起火\n五年前也有一次。', []],
    ['far into a sentence without an end', `${'前'.repeat(78)}五年前`, []],
    ['not so far', `${'前'.repeat(77)}五年前`, ['五年前']],
    ['not where the clause says that it happens again', '五年前后再次起火。', []]
  ])('%s', (_, text, evidence) => {
    const [title, body] = typeof text === 'string' ? [null, text] : [text[0] ?? null, text[1] ?? '']

    expect(contextsIn([history], body, title).flatMap((context) => context.evidence.map((span) => span.text))).toEqual(evidence)
  })

  test('make a look back as its list describes it', () => {
    expect(contextsIn([drill, history], '演练。五年前')).toMatchObject([{ id: 'drill' }])
    expect(contextsIn([drill, history], '演练五年前')).toMatchObject([{ id: 'drill' }, { id: 'history', name: '回顾往事', lowers: 2.5 }])
  })

  test('say nothing more where the text looks back in other words, or nobody looks for it', () => {
    expect(contextsIn([history], '回顾五年前')).toHaveLength(1)
    expect(contextsIn([drill], '五年前')).toEqual([])
  })
})
