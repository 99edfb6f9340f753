import { describe, expect, test } from 'vitest'
import type { Facts, Occurrence } from '../../../../core/assessment.ts'
import type { ContextWords } from '../../../../core/lexicon.ts'
import type { Instant } from '../../../../core/instant.ts'
import { normalise } from '../../../../pipeline/steps/normalise.ts'
import { hasHarm, weighContexts, type WeighedContexts } from '../../../../pipeline/steps/weigh-contexts.ts'
import { contextIn, factsOf } from '../../../support/step-parts.ts'

interface Given {
  readonly text: string
  readonly title?: string
  readonly facts?: Facts
  /** Words of the contexts, by their kind; those of the first are what is judged. */
  readonly contexts: Partial<Record<ContextWords['id'], string>>
  readonly occurred?: string | null
  readonly published?: string | null
}

const threeDead = factsOf({ deaths: { value: 3, text: '3人死亡' } })

function weigh({ text, title, facts = threeDead, contexts, occurred = null, published = '2026-11-24T04:00:00.000Z' }: Given): WeighedContexts {
  const document = normalise({ title: title ?? null, text })
  const read = Object.entries(contexts).map(([id, words]) => contextIn(document, words, { id: id as ContextWords['id'] }))
  const at = occurred === null ? null : ({ at: occurred as Instant, precision: 'minute', text: '', offset: 0 } satisfies Occurrence)
  return weighContexts(read, document, { facts, occurred: at, publishedAt: published as Instant | null })
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
    expect(hasHarm(factsOf({ [name]: 0 }))).toBe(false)
  })

  test('is no loss of money, and nothing where nothing is said', () => {
    expect(hasHarm(factsOf({ lossYuan: 10_000, evacuated: 40 }))).toBe(false)
    expect(hasHarm(factsOf({}))).toBe(false)
  })
})

test('signs that speak against contexts are no contexts themselves', () => {
  const contexts = { real: '真实', mishap: '不慎', simulated: '扮演' }

  expect(weigh({ text: '真实，不慎，扮演。', contexts, facts: factsOf({}) })).toEqual({ standing: [], outweighed: [] })
})

describe('without harm', () => {
  test.each(['drill', 'denial', 'history', 'fiction', 'offtopic', 'routine'] as const)('%s stands, whatever else is said', (id) => {
    const text = '警方通报，昨天这里不慎，应急事故。'

    expect(against({ text, facts: factsOf({}), contexts: { [id]: '这里' }, occurred: '2026-11-23T04:00:00.000Z' })).toBeNull()
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

test('good news and the like stand beside harm', () => {
  expect(against({ text: '警方通报，昨天3人死亡。', contexts: { routine: '通报' }, occurred: '2026-11-23T04:00:00.000Z' })).toBeNull()
})

describe('an accident at a drill', () => {
  test.each([
    ['is one where somebody is hurt by mishap in the sentence of the harm', '演练中不慎，3人死亡。', realHarm],
    ['is one though the play is told elsewhere', '扮演伤员。演练中不慎，3人死亡。', realHarm],
    ['is none where the sentence tells of a play', '演练中扮演，不慎，3人死亡。', null],
    ['is none where the mishap stands in a sentence before', '演练中不慎。3人死亡。', null],
    ['is none where the mishap stands in a sentence behind', '演练中3人死亡。不慎', null],
    ['is none without a mishap', '演练中3人死亡。', null]
  ])('%s: %s', (_, text, why) => {
    expect(against({ text, contexts: { drill: '演练', mishap: '不慎', ...(text.includes('扮演') && { simulated: '扮演' }) } })).toBe(why)
  })

  test('is none where nobody looks for mishaps', () => {
    expect(against({ text: '演练中不慎，3人死亡。', contexts: { drill: '演练' } })).toBeNull()
  })

  test('is told with the words of the harm', () => {
    const { outweighed } = weigh({ text: '演练中不慎，3人死亡。', contexts: { drill: '演练', mishap: '不慎' } })

    expect(outweighed[0]?.evidence).toEqual([{ text: '3人死亡', offset: 0 }])
  })
})

describe('a look back', () => {
  const text = '回顾当年，3人死亡。'
  const recently = '文中的时间就在近日'

  test.each([
    ['the same moment', '2026-11-24T04:00:00.000Z', recently],
    ['ten days before', '2026-11-14T04:00:00.000Z', recently],
    ['longer ago', '2026-11-14T03:59:59.999Z', null],
    ['after the publication', '2026-11-24T04:00:00.001Z', null],
    ['at no time that is said', null, null]
  ])('falls where the harm was done within ten days: %s', (_, occurred, why) => {
    expect(against({ text, contexts: { history: '回顾' }, occurred })).toBe(why)
  })

  test('stands where nobody knows when it was published', () => {
    expect(against({ text, contexts: { history: '回顾' }, occurred: '2026-11-24T04:00:00.000Z', published: null })).toBeNull()
  })

  test('falls where the sentence of the harm speaks of now, and only that', () => {
    expect(against({ text: '回顾。昨晚3人死亡。', contexts: { history: '回顾' } })).toBe(realHarm)
    expect(against({ text: '昨晚回顾。3人死亡。', contexts: { history: '回顾' } })).toBeNull()
  })
})

describe('a denial beside harm', () => {
  test.each([
    ['falls where an office states the harm', '辟谣。警方通报3人死亡。', realHarm],
    ['falls where what is hearsay follows in a clause of its own', '辟谣。事故致3人死亡，网传视频为谣言。', realHarm],
    ['falls where the next clause takes up the harm and denies nothing', '辟谣。事故致3人死亡，经核实已送医。', realHarm],
    ['stands where nobody states the harm', '辟谣。有人说3人死亡。', null],
    ['stands where the clause of the harm is hearsay', '辟谣。网传事故致3人死亡，警方介入。', null],
    ['stands where hearsay is said before', '辟谣。网传消息，事故致3人死亡。', null],
    ['stands where the next clause takes it back', '辟谣。事故致3人死亡，该说法系谣言。', null],
    ['stands where the words of the harm are not found again', '辟谣。警方通报死亡3人。', null]
  ])('%s: %s', (_, text, why) => {
    expect(against({ text, contexts: { denial: '辟谣' } })).toBe(why)
  })

  test.each(Array.from('。！？；\n'))('what is stated before %j or behind it is another sentence', (mark) => {
    expect(against({ text: `辟谣${mark}警方通报${mark}3人死亡${mark}事故`, contexts: { denial: '辟谣' } })).toBeNull()
  })

  test('the harm of the title is judged by the title, that of the text by the text', () => {
    const inTitle = factsOf({ deaths: { value: 3, text: '3人死亡', field: 'title' } })
    const contexts = { denial: '辟谣' }

    expect(against({ title: '网传3人死亡', text: '辟谣。通报3人死亡。', contexts })).toBe(realHarm)
    expect(against({ title: '网传3人死亡', text: '辟谣。通报3人死亡。', contexts, facts: inTitle })).toBeNull()
    expect(weigh({ title: '通报3人死亡', text: '辟谣', contexts, facts: inTitle }).outweighed[0]?.evidence).toEqual([
      { text: '3人死亡', offset: 0, field: 'title' }
    ])
  })

  test('one harm that is stated is enough; that nobody died states none', () => {
    const text = '辟谣。网传3人死亡。警方通报2人受伤。警方通报无人失联。'
    const [deaths, injuries, missing] = [{ text: '3人死亡' }, { text: '2人受伤' }, { value: 0, text: '无人失联' }]

    expect(weigh({ text, facts: factsOf({ deaths, injuries }), contexts: { denial: '辟谣' } }).outweighed[0]?.evidence[0]?.text).toBe('2人受伤')
    expect(against({ text, facts: factsOf({ deaths, missing }), contexts: { denial: '辟谣' } })).toBeNull()
  })

  test('the words of the harm are found in any spelling', () => {
    const facts = factsOf({ deaths: { value: 3, text: '３人死亡 ' } })

    expect(against({ text: '辟谣。警方通報３人死亡。', facts, contexts: { denial: '辟谣' } })).toBe(realHarm)
  })
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
