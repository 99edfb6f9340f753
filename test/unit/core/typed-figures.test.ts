import { describe, expect, it } from 'vitest'
import { statedFacts } from '../../../core/assessment.ts'
import { openByHand } from '../../../core/incident/open-by-hand.ts'
import { incidentValues } from '../../../core/reports/incident-values.ts'
import { SourceBook } from '../../../core/reports/source-book.ts'
import { typedFigures } from '../../../core/incident/typed-figures.ts'
import { at, document, officer, policy } from '../../support/incidents.ts'

const read = (summary: string, title = '燃气爆炸') => statedFacts(typedFigures(title, summary)).map(([name, { value, text }]) => [name, value, text])

describe('the figures of what a person wrote on opening an incident', () => {
  it.each([
    [
      '爆炸造成3人死亡、十二人受伤，其中重伤2人。',
      [
        ['deaths', 3],
        ['seriousInjuries', 2],
        ['injuries', 12]
      ]
    ],
    ['死亡人数已达３人', [['deaths', 3]]],
    [
      '2名工人被困，1人失联',
      [
        ['missing', 1],
        ['trapped', 2]
      ]
    ],
    ['网传5人死亡系谣言。3人受伤。', [['injuries', 3]]],
    ['近10人受伤，3至5人死亡', []],
    ['先报1人死亡，后报3人死亡', []],
    ['去年此地曾有2人死亡', []],
    ['多人受伤，来电称很吵', []]
  ])('%s', (summary, wanted) => {
    expect(read(summary).map(([name, value]) => [name, value])).toEqual(wanted)
  })

  it('stand where they say, in the title too; hearsay and bounds stay what they are', () => {
    const { deaths, injuries } = typedFigures('爆炸致3人死亡', '网传至少5人受伤')
    expect(deaths).toMatchObject({ value: 3, offset: 3, field: 'title', text: '3人死亡' })
    expect(injuries).toMatchObject({ value: 5, atLeast: 5, basis: 'hearsay', offset: 4 })
  })

  it.each([
    ['到场时已有3人死亡', '死亡3人'],
    ['居民反映夜间施工很吵', '尚无读出或核实的伤亡与损失数字']
  ])('go into the papers: %s', (summary, words) => {
    const hand = {
      title: '燃气爆炸',
      summary,
      eventType: null,
      eventGrade: 'II' as const,
      opinionGrade: null,
      occurredAt: null,
      departments: [],
      reason: '热线'
    }
    const bodies = openByHand(hand, { jurisdiction: 'test', policy, drill: false, blindSources: [] }, { now: at('09:00'), actor: officer })
    const values = incidentValues(document([...bodies], at('09:00')), new SourceBook(() => []), at('12:00'))
    expect(values['incident.facts']().text).toBe(words)
  })
})
