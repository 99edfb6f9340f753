import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { Facts } from '../../../../core/assessment.ts'
import { Department, Jurisdiction } from '../../../../core/department.ts'
import type { ContextWords } from '../../../../core/lexicon.ts'
import type { Rule } from '../../../../core/rule.ts'
import { decideRelevance, type Relevance } from '../../../../pipeline/steps/decide-relevance.ts'
import type { PlaceReading } from '../../../../pipeline/steps/find-places.ts'
import { normalise } from '../../../../pipeline/steps/normalise.ts'
import { contextIn, factsOf, firedBy } from '../../../support/step-parts.ts'

const city = { id: 'city', name: '甲市', codes: ['9901'] }

interface Given {
  readonly text?: string
  readonly title?: string
  /** Rules that fire by the words of the key. */
  readonly rules?: Readonly<Record<string, Partial<Rule>>>
  readonly facts?: Facts
  readonly standing?: readonly (Partial<z.input<typeof ContextWords>> & Pick<ContextWords, 'id'>)[]
  readonly outweighed?: readonly { id: ContextWords['id']; why: string; evidence: string }[]
  readonly jurisdiction?: z.input<typeof Jurisdiction>
  readonly departments?: readonly z.input<typeof Department>[]
  readonly places?: Partial<Pick<PlaceReading, 'oursWeight' | 'elsewhereWeight' | 'ownWords'>>
}

function judge({ text = '商贩占道', title, rules = { 占道: {} }, facts = factsOf({}), standing = [], outweighed = [], ...rest }: Given): Relevance {
  const { jurisdiction = city, departments = [], places = { oursWeight: 1 } } = rest
  const document = normalise({ title: title ?? null, text })
  const relevanceOf = decideRelevance({
    jurisdiction: Jurisdiction.parse(jurisdiction),
    departments: departments.map((department) => Department.parse(department))
  })
  const firings = Object.entries(rules).map(([words, rule]) => firedBy(document, [words], rule))
  const contexts = {
    standing: standing.map((context) => contextIn(document, context.words?.[0] ?? '商贩', context)),
    outweighed: outweighed.map(({ id, why, evidence }) => ({
      context: contextIn(document, '商贩', { id }),
      why,
      evidence: [{ text: evidence, offset: 0 }]
    })),
    facts
  }
  const reading = { places: [], marks: [], known: [], spots: [], explain: () => [], oursWeight: 0, elsewhereWeight: 0, ownWords: [], ...places }
  return relevanceOf(document, firings, facts, contexts, reading)
}

const words = ({ reasons }: Relevance): string[] => reasons.map((reason) => reason.words)

test('a rule that fired at a place of ours is our business, and says by which words and where', () => {
  const found = judge({ text: '商贩占道，天天占道', places: { oursWeight: 1, ownWords: ['本市', '津城'] } })

  expect(found).toEqual({
    relevant: true,
    reasons: [
      {
        step: 'match-rules',
        words: '命中规则「占道」',
        weight: 1,
        evidence: [
          { text: '占道', offset: 2 },
          { text: '占道', offset: 7 }
        ]
      },
      { step: 'decide-relevance', words: '地点在甲市(本市、津城)', weight: 1 }
    ]
  })
})

test('five places of a word are proof enough', () => {
  expect(judge({ text: '占道'.repeat(9) }).reasons[0]?.evidence).toHaveLength(5)
})

test('nothing fired and nobody hurt: not our business, and nothing is said of places', () => {
  expect(judge({ rules: {} })).toEqual({ relevant: false, reasons: [{ step: 'decide-relevance', words: '没有规则命中', weight: -1 }] })
})

describe('whose place', () => {
  test.each<[string, Given['places'], boolean, string, number]>([
    ['ours', { oursWeight: 1 }, true, '地点在甲市', 1],
    ['ours by nearly as much as elsewhere', { oursWeight: 4, elsewhereWeight: 5 }, true, '地点在甲市', 1],
    ['mainly elsewhere', { oursWeight: 3, elsewhereWeight: 4 }, false, '地点主要在甲市以外', -3],
    ['elsewhere alone', { elsewhereWeight: 1 }, false, '地点主要在甲市以外', -3],
    ['nowhere', {}, false, '未提及甲市的地点', -3]
  ])('%s', (_, places = {}, relevant, said, weight) => {
    const found = judge({ places })

    expect(found.relevant).toBe(relevant)
    expect(found.reasons.at(-1)).toEqual({ step: 'decide-relevance', words: said, weight })
  })

  test('a national desk takes every place, and says nothing of it', () => {
    const found = judge({ jurisdiction: { id: 'national', name: '全国' }, places: { elsewhereWeight: 9 } })

    expect(found.relevant).toBe(true)
    expect(words(found)).toEqual(['命中规则「占道」'])
  })
})

describe('whose duty', () => {
  const own = { ...city, everySubject: false }
  const bureau = { id: 'bureau', name: '城管局' }

  test('every subject, where the desk is for all', () => {
    expect(judge({ departments: [bureau] }).relevant).toBe(true)
  })

  test.each([
    ['by its subject', { subjects: ['城市管理'] }, true],
    ['by the event type', { eventTypes: ['占道经营'] }, true],
    ['not by others', { subjects: ['医疗'], eventTypes: ['火灾'] }, false]
  ])('that of our departments %s', (_, duties, relevant) => {
    const found = judge({
      jurisdiction: own,
      departments: [
        { id: 'other', name: '别的局' },
        { ...bureau, ...duties }
      ]
    })

    expect(found.relevant).toBe(relevant)
    expect(words(found).includes('不属本单位职责')).toBe(!relevant)
  })

  test('what is not our duty is held against it', () => {
    expect(judge({ jurisdiction: own }).reasons).toContainEqual({ step: 'decide-relevance', words: '不属本单位职责', weight: -3 })
  })

  test('harm that no rule names is ours where every subject is', () => {
    const harmed = { rules: {}, facts: factsOf({ deaths: 1 }) }

    expect(words(judge(harmed))).toEqual(['没有规则命中', '地点在甲市', '文中有伤亡或被困人数', '没有规则命中，但有真实伤亡'])
    expect(judge(harmed).relevant).toBe(true)
    expect(judge({ ...harmed, jurisdiction: own }).relevant).toBe(false)
    expect(judge({ ...harmed, places: { elsewhereWeight: 1 } }).relevant).toBe(false)
  })
})

describe('contexts', () => {
  test('one that lowers more than the rule is worth ends it, with the reason', () => {
    const found = judge({ standing: [{ id: 'drill', name: '演练', lowers: 1 }] })

    expect(found.relevant).toBe(false)
    expect(found.reasons.at(-1)).toEqual({ step: 'read-context', words: '演练，下调', weight: -1, evidence: [{ text: '商贩', offset: 0 }] })
  })

  test.each<[string, Given, boolean]>([
    ['a rule that fires in the title is worth twice', { title: '占道' }, true],
    ['one that fires in the text alone is not', { title: '街头' }, false],
    [
      'two together lower together',
      {
        title: '占道',
        standing: [
          { id: 'routine', lowers: 1 },
          { id: 'good-news', lowers: 1 }
        ]
      },
      false
    ],
    ['of other kinds of happening lower nothing', { standing: [{ id: 'routine', lowers: 1, eventTypes: ['火灾'] }] }, true],
    ['except the kind that they name', { standing: [{ id: 'routine', lowers: 1, exceptEventTypes: ['占道经营'] }] }, true],
    ['harm is worth two more', { standing: [{ id: 'denial', lowers: 2 }], facts: factsOf({ injuries: 1 }) }, true],
    ['and no more than that', { standing: [{ id: 'denial', lowers: 3 }], facts: factsOf({ injuries: 1 }) }, false]
  ])('%s', (_, given, relevant) => {
    expect(judge({ standing: [{ id: 'routine', lowers: 1 }], ...given }).relevant).toBe(relevant)
  })

  test('what lowers nothing here is not told', () => {
    const standing: Given['standing'] = [
      { id: 'real', lowers: 0 },
      { id: 'routine', lowers: 1, eventTypes: ['火灾'] }
    ]

    expect(words(judge({ standing }))).toEqual(['命中规则「占道」', '地点在甲市'])
  })

  test('each rule is weighed alone: the context of one leaves the other', () => {
    const rules = { 占道: {}, 起火: { id: 'f', name: '起火', eventType: '火灾' } }

    expect(judge({ text: '商贩占道，起火', rules, standing: [{ id: 'routine', lowers: 4, eventTypes: ['占道经营'] }] }).relevant).toBe(true)
  })

  test('one that is outweighed is told with what speaks against it, and lowers nothing', () => {
    const found = judge({ outweighed: [{ id: 'drill', why: '文中有真实的伤亡', evidence: '3人死亡' }] })

    expect(found.relevant).toBe(true)
    expect(found.reasons.at(-1)).toEqual({
      step: 'read-context',
      words: 'drill，但文中有真实的伤亡，不下调（疑似演练，请核实）',
      weight: 0,
      evidence: [
        { text: '商贩', offset: 0 },
        { text: '3人死亡', offset: 0 }
      ]
    })
  })
})

describe('real harm', () => {
  const harmed = { facts: factsOf({ deaths: 1 }) }

  test('keeps what contexts would lower to nothing, and says so', () => {
    const found = judge({ ...harmed, standing: [{ id: 'routine', lowers: 3 }] })

    expect(found.relevant).toBe(true)
    expect(found.reasons.at(-1)).toEqual({ step: 'decide-relevance', words: '有真实伤亡，不再下调', weight: 1 })
    expect(found.reasons).toContainEqual({ step: 'decide-relevance', words: '文中有伤亡或被困人数', weight: 2 })
  })

  test('says nothing more where the rule stands by itself', () => {
    expect(words(judge({ ...harmed, standing: [{ id: 'routine', lowers: 2 }] }))).not.toContain('有真实伤亡，不再下调')
  })

  test.each(['drill', 'fiction', 'denial', 'history', 'aggregate'] as const)('is none in %s', (id) => {
    expect(judge({ ...harmed, standing: [{ id, lowers: 3 }] }).relevant).toBe(false)
    expect(judge({ ...harmed, rules: {}, standing: [{ id }] }).relevant).toBe(false)
  })

  test('that is not counted keeps nothing', () => {
    expect(judge({ standing: [{ id: 'routine', lowers: 3 }] }).relevant).toBe(false)
  })
})
