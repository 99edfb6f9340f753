import { describe, expect, test } from 'vitest'
import { addMs, hourMs } from '../../../core/instant.ts'
import { judge, type FoundIncident, type Judgement } from '../../../drill/expectations.ts'
import { scenarioNamed } from '../../../drill/scenarios/catalog.ts'
import { newsPath } from '../../../drill/city/news-portal.ts'

const scenario = scenarioNamed('yungang-day')

/** What a faultless system would hold at the end. */
function perfect(): FoundIncident[] {
  return scenario.incidents.map((truth) => ({
    id: `incident-${truth.key}`,
    title: truth.name,
    grade: truth.grade,
    anchor: truth.anchor,
    byHand: truth.byHand === true,
    memberUrls: urlsOf(truth.key),
    countdowns: truth.countdowns.map(({ kind, state, overdueToldTo = [] }) => ({
      kind,
      state,
      dueAt: addMs(truth.anchor.at, 48 * hourMs),
      reached: overdueToldTo.length > 0 ? ['p50', 'p75', 'p90', 'm10', 'overdue'] : [],
      overdueToldTo
    }))
  }))
}

function urlsOf(incident: string | null): string[] {
  return scenario.items.filter((item) => item.incident === incident).map((item) => `http://127.0.0.1:1${newsPath(item)}`)
}

function changed(key: string, change: (incident: FoundIncident) => Partial<FoundIncident>): FoundIncident[] {
  return perfect().map((incident) => (incident.id === `incident-${key}` ? { ...incident, ...change(incident) } : incident))
}

function failures({ expectations }: Judgement): string[] {
  return expectations.filter(({ held }) => !held).map(({ name }) => name)
}

describe('holding a play against the truth', () => {
  test('a faultless outcome leaves nothing to say', () => {
    const judgement = judge(scenario, perfect())
    expect(judgement.falseIncidents).toEqual([])
    expect(judgement.missedIncidents).toEqual([])
    expect(failures(judgement)).toEqual([])
  })

  test('an incident made of noise is false', () => {
    const noise: FoundIncident = {
      id: 'x',
      title: '票房炸裂',
      grade: 'IV',
      anchor: null,
      byHand: false,
      memberUrls: urlsOf(null).slice(0, 2),
      countdowns: []
    }
    expect(judge(scenario, [...perfect(), noise]).falseIncidents).toEqual(['x'])
  })

  test('an incident without an address that is known is false', () => {
    const stranger: FoundIncident = {
      id: 'x',
      title: '?',
      grade: 'IV',
      anchor: null,
      byHand: false,
      memberUrls: [null, 'http://127.0.0.1:1/a/20310312/99999.shtml'],
      countdowns: []
    }
    expect(judge(scenario, [...perfect(), stranger]).falseIncidents).toEqual(['x'])
  })

  test('an incident that nobody opened is missed', () => {
    const judgement = judge(
      scenario,
      perfect().filter(({ id }) => id !== 'incident-bus-crash')
    )
    expect(judgement.missedIncidents).toEqual(['bus-crash'])
    expect(failures(judgement)).toEqual(['没有漏报'])
  })

  test('two matters thrown together miss the smaller one and taint the larger', () => {
    const together = changed('chem-explosion', (incident) => ({ memberUrls: [...incident.memberUrls, ...urlsOf('bus-crash')] })).filter(
      ({ id }) => id !== 'incident-bus-crash'
    )
    const judgement = judge(scenario, together)
    expect(judgement.missedIncidents).toEqual(['bus-crash'])
    expect(failures(judgement)).toContain('青石化工园区爆炸：没有混入')
  })

  test('one matter in two incidents is split', () => {
    const urls = urlsOf('slag-trucks')
    const split = changed('slag-trucks', () => ({ memberUrls: urls.slice(0, 6) }))
    const other: FoundIncident = { id: 'x', title: '渣土车', grade: 'IV', anchor: null, byHand: false, memberUrls: urls.slice(6), countdowns: [] }
    expect(failures(judge(scenario, [...split, other]))).toEqual(['江堤路渣土车遗撒：没有分裂'])
  })

  test('a wrong grade, a wrong anchor and a wrong end of a clock are each named', () => {
    expect(
      failures(
        judge(
          scenario,
          changed('chem-explosion', () => ({ grade: 'III' }))
        )
      )
    ).toEqual(['青石化工园区爆炸：重大'])
    const late = changed('bus-crash', ({ anchor }) => ({ anchor: anchor === null ? null : { kind: 'first-published', at: anchor.at } }))
    expect(failures(judge(scenario, late))).toEqual(['滨海大道公交车与货车相撞：从 occurred 2031-03-12 13:50 起算'])
    const silent = changed('wastewater-poisoning', ({ countdowns }) => ({
      countdowns: countdowns.map((countdown) => ({ ...countdown, state: 'met' as const }))
    }))
    expect(failures(judge(scenario, silent))).toEqual(['城南污水处理厂中毒窒息：reply 为 overdue'])
  })

  test('a clock that was to be overdue must have been told of before, and to those above', () => {
    const early = changed('chem-explosion', ({ countdowns }) => ({
      countdowns: countdowns.map((countdown) => ({ ...countdown, reached: ['p50'], overdueToldTo: ['市长'] }))
    }))
    expect(failures(judge(scenario, early))).toEqual([
      '青石化工园区爆炸：authoritative-release 先将至、后超时',
      '青石化工园区爆炸：authoritative-release 超时升级到分管副市长、市长、市政府督查室'
    ])
  })

  test('a clock that nobody asked for is named, but a grown matter keeps its first one', () => {
    const reply = { kind: 'reply' as const, state: 'met' as const, dueAt: scenario.endsAt, reached: [], overdueToldTo: [] }
    expect(
      failures(
        judge(
          scenario,
          changed('chem-explosion', ({ countdowns }) => ({ countdowns: [...countdowns, reply] }))
        )
      )
    ).toEqual([])
    const conference = { ...reply, kind: 'press-conference' as const }
    expect(
      failures(
        judge(
          scenario,
          changed('slag-trucks', ({ countdowns }) => ({ countdowns: [...countdowns, conference] }))
        )
      )
    ).toEqual(['江堤路渣土车遗撒：没有多余的时限'])
  })
})
