import { describe, expect, test } from 'vitest'
import type { Facts } from '../../../../core/assessment.ts'
import type { ContextWords } from '../../../../core/lexicon.ts'
import { normalise } from '../../../../pipeline/steps/normalise.ts'
import { hasHarm, statedHarm, weighContexts, type WeighedContexts } from '../../../../pipeline/steps/weigh-contexts.ts'
import { contextIn, factsOf } from '../../../support/step-parts.ts'

interface Given {
  readonly text: string
  readonly title?: string
  readonly facts?: Facts
  /** Words of the contexts, by their kind; those of the first are what is judged. */
  readonly contexts: Partial<Record<ContextWords['id'], string>>
  readonly least?: number
}

const threeDead = factsOf({ deaths: { value: 3, text: '3人死亡' } })

function weigh({ text, title, facts = threeDead, contexts, least = 1 }: Given): WeighedContexts {
  const document = normalise({ title: title ?? null, text })
  const read = Object.entries(contexts).map(([id, words]) => contextIn(document, words, { id: id as ContextWords['id'], least }))
  return weighContexts(read, document, facts)
}

/** Why the first context does not stand; null where it does. */
function against(given: Given): string | null {
  const { standing, outweighed } = weigh(given)
  expect(standing.length + outweighed.length).toBe(1)
  return outweighed[0]?.why ?? null
}

const realHarm = '文中有真实的伤亡'

describe('harm', () => {
  test.each(['deaths', 'injuries', 'missing', 'trapped'] as const)('is anybody counted under %s', (name) => {
    expect(hasHarm(factsOf({ [name]: 1 }))).toBe(true)
    expect(statedHarm(factsOf({ [name]: 1 }))).toHaveLength(1)
    expect(hasHarm(factsOf({ [name]: 0 }))).toBe(false)
    expect(statedHarm(factsOf({ [name]: 0 }))).toEqual([])
  })

  test('is no loss of money, and nothing where nothing is said', () => {
    expect(hasHarm(factsOf({ lossYuan: 10_000, evacuated: 40 }))).toBe(false)
    expect(hasHarm(factsOf({}))).toBe(false)
  })
})

test('signs that speak against contexts are no contexts themselves', () => {
  const facts = factsOf({})
  const contexts = { real: '真实', mishap: '不慎', simulated: '扮演' }

  expect(weigh({ text: '真实，不慎，扮演。', contexts, facts })).toEqual({ standing: [], outweighed: [], facts })
})

describe('without harm', () => {
  test.each(['drill', 'denial', 'history', 'fiction', 'offtopic', 'routine'] as const)('%s stands, whatever else is said', (id) => {
    expect(against({ text: '警方通报，昨天这里不慎，应急事故。', facts: factsOf({}), contexts: { [id]: '这里' } })).toBeNull()
  })

  test('a drill falls where the text says that this one is real, with the words that say so', () => {
    const { outweighed } = weigh({ text: '不是演练，是真的起火。', facts: factsOf({}), contexts: { drill: '演练', real: '真的起火' } })

    expect(outweighed).toMatchObject([{ context: { id: 'drill' }, why: '文中有真实事件的说法', evidence: [{ text: '真的起火', offset: 6 }] }])
  })

  test('a denial does not', () => {
    expect(against({ text: '辟谣：真的起火。', facts: factsOf({}), contexts: { denial: '辟谣', real: '真的起火' } })).toBeNull()
  })
})

test.each(['denial', 'routine', 'drill'] as const)('with harm, what is said to be real outweighs %s', (id) => {
  expect(against({ text: '这里真的3人死亡。', contexts: { [id]: '这里', real: '真的' } })).toBe('文中有真实事件的说法')
})

describe('figures', () => {
  test('go with the drill, the work or the denial that stands', () => {
    expect(weigh({ text: '举行演练，3人死亡。', contexts: { drill: '演练' } }).facts.deaths).toBeNull()
    expect(weigh({ text: '小说里，3人死亡。', contexts: { fiction: '小说' } }).facts.deaths).toBeNull()
    expect(weigh({ text: '辟谣，损失50元。', facts: factsOf({ lossYuan: 50 }), contexts: { denial: '辟谣' } }).facts.lossYuan).toBeNull()
  })

  test('stay beside what only lowers, and where the context falls', () => {
    expect(weigh({ text: '讲座，3人死亡。', contexts: { routine: '讲座' } }).facts).toBe(threeDead)
    expect(weigh({ text: '3人死亡，演练。', contexts: { drill: '演练' } }).facts).toBe(threeDead)
  })
})

test('a look back falls beside harm: old figures are no facts by now', () => {
  const { outweighed } = weigh({ text: '回顾，3人死亡。', contexts: { history: '回顾' } })

  expect(outweighed).toMatchObject([{ why: '文中的伤亡不是往事', evidence: [{ text: '3人死亡', offset: 0 }] }])
})

describe('a drill beside harm', () => {
  const drill = (text: string, more: Given['contexts'] = {}): string | null => against({ text, contexts: { drill: '演练', ...more } })

  test.each([
    ['举行演练，爆炸致3人死亡。'],
    ['化工园区演练：爆炸致3人死亡。'],
    ['爆炸救援演练。储罐爆炸，3人死亡。'],
    ['“爆炸，3人死亡！”演练正式开始。'],
    ['爆炸，3人死亡……这是演练举行时的一幕。'],
    ['演练中，爆炸致3人死亡，救援力量赶到。'],
    ['但昨天举行演练，爆炸致3人死亡，结果已报。'],
    ['“爆炸，3人死亡！”某厂演练']
  ])('stands where it is held: %s', (text) => {
    expect(drill(text)).toBeNull()
  })

  test.each([
    ['爆炸致3人死亡，演练全是样子。'],
    ['爆炸致3人死亡，有人说是演练。'],
    ['本消息为演练。爆炸致3人死亡。'],
    ['【演练】爆炸致3人死亡。'],
    ['演练现场吊车倒了，3人死亡。'],
    ['演练时，3人死亡。'],
    ['举行演练，谁知真炸了，3人死亡。'],
    ['爆炸致3人死亡。后来厂里举行演练。'],
    ['刚结束应急演练，3人死亡。'],
    ['举行演练，旁边起火，3人死亡。'],
    ['正在吃饭，3人死亡。演练举行。'],
    ['某厂演练服装，3人死亡。'],
    ['某厂演练(图)，3人死亡。'],
    ['演练，3人死亡。']
  ])('falls where it is only named, or over: %s', (text) => {
    expect(drill(text)).toBe(realHarm)
  })

  test('stands at a drill by what is said of it in the first six hundred characters', () => {
    expect(drill(`演练中，爆炸致3人死亡。${'很'.repeat(500)}救援力量赶到。`)).toBeNull()
    expect(drill(`演练中，爆炸致3人死亡。${'很'.repeat(600)}救援力量赶到。`)).toBe(realHarm)
  })

  test('stands behind its scene, which the text must lead from in sixty characters', () => {
    expect(drill(`爆炸，3人死亡。${'很'.repeat(50)}这是演练举行时的一幕。`)).toBeNull()
    expect(drill(`爆炸，3人死亡。${'很'.repeat(60)}这是演练举行时的一幕。`)).toBe(realHarm)
  })

  test('a play in the sentence of the figure makes it one, a mishap there does not', () => {
    expect(drill('演练里扮演伤员，3人死亡。', { simulated: '扮演' })).toBeNull()
    expect(drill('举行演练，不慎，3人死亡。', { mishap: '不慎' })).toBe(realHarm)
    expect(drill('举行演练，不慎扮演，3人死亡。', { mishap: '不慎', simulated: '扮演' })).toBeNull()
    expect(drill('举行演练不慎。3人死亡。', { mishap: '不慎' })).toBeNull()
  })

  test('is told with the words of the harm', () => {
    expect(weigh({ text: '3人死亡，演练。', contexts: { drill: '演练' } }).outweighed[0]?.evidence).toEqual([{ text: '3人死亡', offset: 0 }])
  })
})

describe('a work beside harm', () => {
  const work = (text: string, words: string, least = 2): string | null => against({ text, contexts: { fiction: words }, least })

  test('stands with its title, or with as many words as its list asks for', () => {
    expect(work('小说《长夜》里，3人死亡。', '小说')).toBeNull()
    expect(work('小说里，3人死亡。', '小说', 1)).toBeNull()
    expect(work('小说里，3人死亡。', '小说', 2)).toBe(realHarm)
  })

  test.each(['电影《长夜》放映时，3人死亡。', '电影《长夜》主演家中起火，3人死亡。', '3人死亡，电影《长夜》停映。', '放映电影《长夜》，3人死亡。'])(
    'falls at its showing, at home with its people, behind the figure: %s',
    (text) => {
      expect(work(text, '电影')).toBe(realHarm)
    }
  )

  test('players are people', () => {
    expect(work('玩家聚会，3人死亡。', '玩家', 1)).toBe(realHarm)
  })

  test('falls where something went wrong in the sentence', () => {
    expect(against({ text: '小说《长夜》里不慎，3人死亡。', contexts: { fiction: '小说', mishap: '不慎' } })).toBe(realHarm)
    expect(against({ text: '不慎。小说《长夜》里3人死亡。', contexts: { fiction: '小说', mishap: '不慎' } })).toBeNull()
    expect(against({ text: '小说《长夜》里3人死亡。不慎。', contexts: { fiction: '小说', mishap: '不慎' } })).toBeNull()
  })
})

test('a denial falls beside harm that is stated: what is taken back is no fact by now', () => {
  const { outweighed } = weigh({
    text: '辟谣。警方称3人死亡，2人受伤。',
    facts: factsOf({ deaths: { text: '3人死亡' }, injuries: { text: '2人受伤' } }),
    contexts: { denial: '辟谣' }
  })

  expect(outweighed).toMatchObject([{ why: realHarm, evidence: [{ text: '3人死亡' }, { text: '2人受伤' }] }])
})

describe.each(['fiction', 'offtopic'] as const)('%s beside harm', (id) => {
  test('falls where two things are said that only offices say', () => {
    expect(against({ text: '电影。警方通报3人死亡。', contexts: { [id]: '电影' } })).toBe('有关部门通报了伤亡')
  })

  test('stands where one is, or none', () => {
    expect(against({ text: '电影。警方说3人死亡。', contexts: { [id]: '电影' } })).toBeNull()
    expect(against({ text: '电影里3人死亡。', contexts: { [id]: '电影' } })).toBeNull()
  })
})
