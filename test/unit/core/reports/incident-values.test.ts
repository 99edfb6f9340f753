import { describe, expect, it } from 'vitest'
import type { IncidentEventBody } from '../../../../core/incident/events.ts'
import type { FactCheck } from '../../../../core/incident/fact-check.ts'
import type { IncidentDocument } from '../../../../core/incident/state.ts'
import { incidentValues, type IncidentValues } from '../../../../core/reports/incident-values.ts'
import { SourceBook } from '../../../../core/reports/source-book.ts'
import { anchor, at, document, evidenceOf, openingOf } from '../../../support/incidents.ts'

const start = at('09:00')
const noon = at('12:00')
const dead = (value: number): IncidentEventBody => ({
  type: 'facts-established',
  facts: {
    deaths: { value, text: `${value}人死亡`, offset: 0 },
    seriousInjuries: null,
    injuries: null,
    missing: null,
    trapped: null,
    evacuated: null,
    lossYuan: null
  },
  from: null
})
const checked = (value: string, status: FactCheck['status']): IncidentEventBody => ({
  type: 'fact-checked',
  check: { fact: 'deaths', value, status, source: '区应急局', note: '' }
})

function valuesOf(bodies: readonly IncidentEventBody[]): {
  readonly values: IncidentValues
  readonly cited: () => string[]
  readonly of: IncidentDocument
} {
  const of = document([...openingOf('II', [anchor('occurred', start)]), ...bodies], start)
  const book = new SourceBook((events) => events.map(({ seq, body }) => ({ seq, title: body.type, detail: '', by: '' })))
  return { values: incidentValues(of, book, noon), cited: () => book.sources().map(({ text }) => text), of }
}

describe('those hurt', () => {
  it.each([
    ['as read', [dead(12)], '死亡12人'],
    ['as verified, before what was read', [dead(12), checked('3', 'verified')], '死亡3人（已核实）'],
    ['as verified though nothing was read', [checked('3人', 'verified')], '死亡3人（已核实）'],
    ['not as refuted', [dead(12), checked('12', 'refuted')], '目前没有经核实的伤亡与损失'],
    ['as being checked', [dead(12), checked('12', 'checking')], '死亡12人（正在核实）'],
    ['with what was read since', [dead(3), checked('3', 'verified'), dead(5)], '死亡3人（已核实）（此后又有“死亡5人”的说法，尚未核实）']
  ])('are said %s', (_, bodies, words) => {
    expect(valuesOf(bodies).values['incident.facts']().text).toBe(words)
  })

  it('cite the word of who verified', () => {
    const { values, cited } = valuesOf([dead(12), checked('3', 'verified')])
    values['incident.facts']()
    expect(cited().join()).toContain('fact-checked')
    expect(cited().join()).not.toContain('facts-established')
  })
})

it('the sentence of the clocks cites the start of each and what ended it', () => {
  const evidence = evidenceOf('http://gov.example/tongbao.html', at('11:00'))
  const { values, cited, of } = valuesOf([{ type: 'release-recorded', evidence, comparison: null }])
  const { cites } = values['incident.clocks']()
  const started = of.events.filter(({ body }) => body.type === 'countdown-started')
  expect(started.length).toBe(2)
  expect(cites).toHaveLength(3)
  for (const event of [...started, of.events.at(-1)]) expect(cited().join()).toContain(event?.hash.slice(0, 16))
})

it('an incident opened by hand says so in the place of when it was first seen', () => {
  const { values, of } = valuesOf([])
  const [opened, ...rest] = of.events
  if (opened === undefined) throw new Error('no event')
  const person = { kind: 'person', id: 'a', name: '值班员', roles: ['duty-officer'], departmentId: null } as const
  const byHand = incidentValues(
    { ...of, events: [{ ...opened, actor: { ...person, roles: [...person.roles] } }, ...rest] },
    new SourceBook(() => []),
    noon
  )
  expect([byHand['incident.seen']().text, byHand['incident.summary']().text]).toEqual(['2031年3月12日9时人工立案', '立案人未填写摘要'])
  expect(values['incident.seen']().text).toBe('首见时刻不详')
})
