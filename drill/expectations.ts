import type { AnchorKind, CountdownKind, CountdownState } from '../core/countdown.ts'
import { gradeWords, isMajor, type Grade } from '../core/grade.ts'
import { chinaWallTime, minuteMs, msBetween, type Instant } from '../core/instant.ts'
import { numberInUrl, type CountdownTruth, type IncidentTruth, type Scenario, type ScenarioItem } from './scenario.ts'

/** One incident as the system holds it at the end of the play. */
export interface FoundIncident {
  readonly id: string
  readonly title: string
  readonly grade: Grade | null
  /** A person opened it. */
  readonly byHand: boolean
  /** Addresses of its mentions; null where a mention has none. */
  readonly memberUrls: readonly (string | null)[]
  /** The anchor that its clocks count from. */
  readonly anchor: { readonly kind: AnchorKind; readonly at: Instant } | null
  readonly countdowns: readonly {
    readonly kind: CountdownKind
    readonly dueAt: Instant
    readonly state: CountdownState
    /** Phases in the order in which they were recorded. */
    readonly reached: readonly string[]
    /** Posts that were told once it was overdue. */
    readonly overdueToldTo: readonly string[]
  }[]
}

export interface Expectation {
  readonly name: string
  readonly held: boolean
  readonly detail: string
}

export interface Judgement {
  /** Ids of incidents most of whose mentions speak of nothing that happened. */
  readonly falseIncidents: readonly string[]
  /** Keys of the truth that no incident stands for. */
  readonly missedIncidents: readonly string[]
  readonly expectations: readonly Expectation[]
  /** Which incident stands for a key of the truth: the largest of them. */
  readonly standsFor: ReadonlyMap<string, string>
}

/** An incident with what its members say it is about, by majority; null: about nothing that happened. */
interface Attributed {
  readonly found: FoundIncident
  readonly key: string | null
  readonly own: number
  readonly strays: readonly ScenarioItem[]
}

/**
 * Holds what the system found against the truth of the scenario. Pure; it looks at members, never at titles or words, save of what a
 * person opened, which has none.
 */
export function judge(scenario: Pick<Scenario, 'items' | 'incidents'>, found: readonly FoundIncident[]): Judgement {
  const attributed = found.map((incident) => (incident.byHand ? byName(scenario.incidents, incident) : attribute(scenario.items, incident)))
  const candidatesOf = (key: string): Attributed[] => attributed.filter((one) => one.key === key).toSorted((a, b) => b.own - a.own)
  const falseOnes = attributed.filter(({ key }) => key === null)
  const missed = scenario.incidents.filter((truth) => !attributed.some(({ key }) => key === truth.key))
  return {
    falseIncidents: falseOnes.map(({ found: { id } }) => id),
    missedIncidents: missed.map((truth) => truth.key),
    expectations: [
      expect(
        '没有误报',
        falseOnes.length === 0,
        falseOnes.map(({ found: { title }, strays }) => `${title}（${strays.map(({ key }) => key).join('、')}）`).join('；') || '无'
      ),
      expect('没有漏报', missed.length === 0, missed.map((truth) => truth.name).join('、') || '无'),
      ...scenario.incidents.flatMap((truth) => judgeIncident(truth, scenario.items, candidatesOf(truth.key)))
    ],
    standsFor: new Map(
      scenario.incidents.flatMap(({ key }) =>
        candidatesOf(key)
          .slice(0, 1)
          .map(({ found: { id } }) => [key, id] as const)
      )
    )
  }
}

function byName(incidents: readonly IncidentTruth[], found: FoundIncident): Attributed {
  const truth = incidents.find(({ name, byHand }) => byHand === true && name === found.title)
  return { found, key: truth?.key ?? null, own: 0, strays: [] }
}

function attribute(items: readonly ScenarioItem[], found: FoundIncident): Attributed {
  const members = found.memberUrls.flatMap((url) => {
    const number = url === null ? null : numberInUrl(url)
    return items.filter((item) => item.number === number)
  })
  const tally = new Map<string | null, number>()
  for (const { incident } of members) tally.set(incident, (tally.get(incident) ?? 0) + 1)
  const [key, own] = [...tally].toSorted(([, a], [, b]) => b - a)[0] ?? [null, 0]
  return { found, key, own, strays: members.filter(({ incident }) => incident !== key || key === null) }
}

function judgeIncident(truth: IncidentTruth, items: readonly ScenarioItem[], candidates: readonly Attributed[]): Expectation[] {
  const [largest] = candidates
  if (largest === undefined) return []
  const { found, own, strays } = largest
  const all = items.filter(({ incident }) => incident === truth.key).length
  return [
    expect(`${truth.name}：没有分裂`, candidates.length === 1, `${candidates.length} 个事件`),
    ...(truth.byHand === true ? [] : [expect(`${truth.name}：归并过半`, own * 2 > all, `${all} 条中的 ${own} 条`)]),
    expect(`${truth.name}：没有混入`, strays.length * 10 <= own, strays.map(({ key }) => key).join('、') || '无'),
    expect(`${truth.name}：${gradeWords[truth.grade]}`, found.grade === truth.grade, found.grade === null ? '未定级' : gradeWords[found.grade]),
    judgeAnchor(truth, found),
    ...truth.countdowns.map((wanted) => {
      const actual = found.countdowns.find(({ kind }) => kind === wanted.kind)
      return expect(`${truth.name}：${wanted.kind} 为 ${wanted.state}`, actual?.state === wanted.state, actual?.state ?? '没有此时限')
    }),
    ...truth.countdowns.flatMap((wanted) => judgeOverdue(truth, wanted, found)),
    judgeUnwanted(truth, found)
  ]
}

function judgeAnchor(truth: IncidentTruth, { anchor }: FoundIncident): Expectation {
  const held =
    anchor !== null &&
    anchor.kind === truth.anchor.kind &&
    Math.abs(msBetween(truth.anchor.at, anchor.at)) <= truth.anchor.toleranceMinutes * minuteMs
  return expect(
    `${truth.name}：从 ${truth.anchor.kind} ${chinaWallTime(truth.anchor.at)} 起算`,
    held,
    anchor === null ? '没有起算时刻' : `${anchor.kind} ${chinaWallTime(anchor.at)}`
  )
}

/** Due soon, then overdue and told to those above, before its evidence came. */
function judgeOverdue(truth: IncidentTruth, { kind, overdueToldTo }: CountdownTruth, { countdowns }: FoundIncident): Expectation[] {
  if (overdueToldTo === undefined) return []
  const { reached = [], overdueToldTo: told = [] } = countdowns.find((countdown) => countdown.kind === kind) ?? {}
  const passed = reached.filter((phase) => phase === 'p75' || phase === 'overdue').join('、')
  return [
    expect(`${truth.name}：${kind} 先将至、后超时`, passed === 'p75、overdue', reached.join('、') || '没有到过任何节点'),
    expect(
      `${truth.name}：${kind} 超时升级到${overdueToldTo.join('、')}`,
      overdueToldTo.every((post) => told.includes(post)),
      told.join('、') || '没有人'
    )
  ]
}

/** A matter that grew to a major one keeps the 48 h clock that it began with; any other clock beyond the truth is wrong. */
function judgeUnwanted(truth: IncidentTruth, { countdowns }: FoundIncident): Expectation {
  const extra = countdowns.filter(
    ({ kind }) => !truth.countdowns.some((wanted) => wanted.kind === kind) && !(kind === 'reply' && isMajor(truth.grade))
  )
  return expect(`${truth.name}：没有多余的时限`, extra.length === 0, extra.map(({ kind }) => kind).join('、') || '无')
}

function expect(name: string, held: boolean, detail: string): Expectation {
  return { name, held, detail }
}
