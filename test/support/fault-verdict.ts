import { canonicalJson } from '../../core/canonical-json.ts'
import { dueAt } from '../../core/countdown.ts'
import { countingAnchor } from '../../core/incident/anchor.ts'
import { replay } from '../../core/incident/evolve.ts'
import { findFault, type Sha256 } from '../../core/incident/chain.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import type { NoticeState } from '../../core/notice.ts'
import { atLeast } from '../../core/proven-stages.ts'
import type { Produced } from './fault-load.ts'
import type { Happening } from './fault-mentions.ts'
import type { SinkArrival } from './fault-sink.ts'

export interface FoundMention {
  readonly id: string
  readonly index: string
  readonly incidentId: string | null
  /** JSON. */
  readonly mention: string
}

export interface FoundNotice {
  readonly id: string
  readonly subjectId: string
  readonly reason: string
  readonly channel: string
  readonly state: NoticeState
  readonly possibleDuplicate: boolean
}

export interface FoundDeadLetter {
  readonly id: string
  readonly stage: string
  readonly key: string | null
  readonly body: string
  readonly reason: string
}

/** Everything that came of a trial. */
export interface Outcome {
  readonly produced: readonly Produced[]
  /** The happening that a mention of the load reports; null: none. */
  readonly happeningOf: (index: number) => Happening | null
  readonly mentions: readonly FoundMention[]
  readonly deadLetters: readonly FoundDeadLetter[]
  readonly incidents: readonly IncidentDocument[]
  readonly notices: readonly FoundNotice[]
  readonly arrivals: readonly SinkArrival[]
  readonly sha256: Sha256
}

export interface Verdict {
  readonly produced: number
  readonly stored: number
  readonly deadLettered: number
  readonly duplicatesByEffect: number
  readonly lost: number
  /** What does not hold, one line each. */
  readonly faults: readonly string[]
}

/** Holds what was produced against what is there. */
export function judge(outcome: Outcome): Verdict {
  const { counts, faults } = judgeEffects(outcome)
  return {
    ...counts,
    faults: [...faults, ...judgeTimelines(outcome), ...judgeDeadlines(outcome), ...judgeGrouping(outcome), ...judgeNotices(outcome)]
  }
}

/** Each record that the log took is one document or one dead letter. A dead letter of the same record told twice has one effect. */
function judgeEffects({ produced, mentions, deadLetters }: Outcome): { counts: Omit<Verdict, 'faults'>; faults: string[] } {
  const documents = countBy(mentions, ({ id }) => id)
  const buried = new Map(deadLetters.map((letter) => [letter.key ?? letter.id, letter]))
  const known = new Set(produced.map(({ key }) => key))
  const lost = produced.filter(({ key }) => !documents.has(key) && !buried.has(key))
  const twice = produced.filter(({ key }) => (documents.get(key) ?? 0) + (buried.has(key) ? 1 : 0) > 1)
  const spared = produced.filter(({ key, index }) => index === null && !buried.has(key))
  const wronged = produced.filter(({ key, index }) => index !== null && buried.has(key))
  const texts = new Map(produced.map(({ key, value }) => [key, value]))
  const changed = mentions.filter(({ id, mention }) => texts.has(id) && !isSame(mention, texts.get(id) ?? ''))
  return {
    counts: {
      produced: produced.length,
      stored: documents.size,
      deadLettered: buried.size,
      duplicatesByEffect: twice.length,
      lost: lost.length
    },
    faults: [
      ...told(
        '丢失',
        lost.map(({ key }) => key)
      ),
      ...told(
        '重复',
        twice.map(({ key }) => key)
      ),
      ...told(
        '坏记录没有成为死信',
        spared.map(({ key }) => key)
      ),
      ...told(
        '好记录成了死信',
        wronged.map(({ key }) => `${key}（${buried.get(key)?.reason}）`)
      ),
      ...told(
        '从未产生过的死信',
        [...buried.values()].filter(({ key }) => key === null || !known.has(key)).map(({ id, stage, reason }) => `${id}（${stage}:${reason}）`)
      ),
      ...told(
        '从未产生过的信息',
        mentions.filter(({ id }) => !known.has(id)).map(({ id }) => id)
      ),
      ...told(
        '内容变了',
        changed.map(({ id }) => id)
      )
    ]
  }
}

function isSame(stored: string, produced: string): boolean {
  return canonicalJson(JSON.parse(stored)) === canonicalJson(JSON.parse(produced))
}

/** The chain holds, the state is what the timeline adds up to, and no phase and no cause stands there twice. */
function judgeTimelines({ incidents, sha256 }: Outcome): string[] {
  return incidents.flatMap(({ id, events, state }) => {
    const phases = events.flatMap(({ body }) => (body.type === 'countdown-phase-reached' ? [`${body.kind} ${body.phase}`] : []))
    return [
      ...told(
        `事件 ${id} 的链`,
        [findFault(sha256, events)].filter((fault) => fault !== null)
      ),
      ...(canonicalJson(replay(id, events)) === canonicalJson(state) ? [] : [`事件 ${id} 的状态与时间线不符`]),
      ...told(`事件 ${id} 重复的节点`, repeated(phases)),
      ...told(`事件 ${id} 重复的起因`, repeated(events.map((event) => event.id)))
    ]
  })
}

/** Each deadline follows from the incident's own policy and from the anchor that counts. */
function judgeDeadlines({ incidents }: Outcome): string[] {
  return incidents.flatMap(({ id, state }) => {
    const { policy, countdowns, anchors } = state
    const anchor = countingAnchor(policy, anchors)
    return countdowns
      .filter(({ kind, rule, dueAt: due }) => {
        const ruled = policy.countdowns.find((one) => one.kind === kind)
        return anchor === null || ruled === undefined || canonicalJson(rule) !== canonicalJson(ruled) || due !== dueAt(ruled, anchor)
      })
      .map(({ kind, dueAt: due }) => `事件 ${id} 的 ${kind} 时限 ${due} 不对`)
  })
}

/** All reports of a happening are in one incident, which has its grade and counts from its publication; and nobody is counted twice. */
function judgeGrouping({ produced, happeningOf, mentions, incidents }: Outcome): string[] {
  const byId = new Map(incidents.map((incident) => [incident.id, incident]))
  const incidentOf = new Map(mentions.map(({ id, incidentId }) => [id, incidentId]))
  const reports = produced.flatMap(({ key, index }) => {
    const happening = index === null ? null : happeningOf(index)
    return happening === null ? [] : [{ key, happening }]
  })
  const happenings = new Map(reports.map(({ happening }) => [happening.number, happening]))
  const faults = [...happenings.values()].flatMap((happening) => {
    const keys = reports.filter((report) => report.happening.number === happening.number).map(({ key }) => key)
    const standing = new Set(keys.map((key) => standingOf(byId, incidentOf.get(key) ?? null)))
    const [only] = standing
    if (standing.size !== 1 || only === undefined || only === null) return [`事情 ${happening.number} 不在一个事件里：${[...standing].join('、')}`]
    return judgeIncident(happening, byId.get(only))
  })
  return [...faults, ...judgeCounts({ mentions, incidents })]
}

function judgeIncident({ number, grade, publishedAt }: Happening, incident: IncidentDocument | undefined): string[] {
  if (incident === undefined) return [`事情 ${number} 的事件不存在`]
  const { state, id } = incident
  const anchor = countingAnchor(state.policy, state.anchors)
  return [
    ...(state.grade === grade ? [] : [`事件 ${id} 的等级是 ${state.grade}，应为 ${grade}`]),
    ...(anchor?.at === publishedAt ? [] : [`事件 ${id} 从 ${anchor?.kind} ${anchor?.at} 起算，应从 ${publishedAt} 起算`]),
    ...(state.countdowns.length > 0 ? [] : [`事件 ${id} 没有时限`])
  ]
}

/** The incident that stands for this one: itself, or what it was merged into. */
function standingOf(incidents: ReadonlyMap<string, IncidentDocument>, id: string | null): string | null {
  const into = id === null ? null : (incidents.get(id)?.state.mergedInto ?? null)
  return into === null ? id : standingOf(incidents, into)
}

/** The counts of each incident are those of its mentions. */
export function judgeCounts({ mentions, incidents }: Pick<Outcome, 'mentions' | 'incidents'>): string[] {
  const held = countBy(mentions, ({ incidentId }) => incidentId ?? '')
  return incidents
    .filter(({ state }) => state.status !== 'merged')
    .flatMap(({ id, state, rollup }) => {
      const members = [id, ...state.absorbed].reduce((sum, one) => sum + (held.get(one) ?? 0), 0)
      return rollup?.mentions === members ? [] : [`事件 ${id} 记着 ${rollup?.mentions} 条，实有 ${members} 条`]
    })
}

/** Every notice was handed over; what came again was marked 可能重复; every incident was told of. */
function judgeNotices({ incidents, notices, arrivals }: Outcome): string[] {
  const requested = new Set(notices.map(({ id }) => id))
  const arrived = new Set(arrivals.map(({ noticeId }) => noticeId))
  const opened = new Set(notices.filter(({ reason }) => reason.includes(':opened')).map(({ subjectId }) => subjectId))
  return [
    ...told(
      '通知没有送达',
      notices.filter(({ state }) => !atLeast('accepted').some((stage) => stage === state)).map(({ id, state }) => `${id}（${state}）`)
    ),
    ...told('通知重复送达而没有标明', doubled(arrivals)),
    ...told(
      '通知说是送达，却没有到',
      notices.filter(({ id, channel }) => channel === 'hook' && !arrived.has(id)).map(({ id }) => id)
    ),
    ...told(
      '从未请求过的通知',
      [...arrived].filter((id) => !requested.has(id))
    ),
    ...told(
      '立案没有通知',
      incidents.filter(({ id, state }) => state.grade !== null && !opened.has(id)).map(({ id }) => id)
    )
  ]
}

/** Notices that came again without the mark 可能重复. */
export function doubled(arrivals: readonly SinkArrival[]): string[] {
  const arrived = new Set<string>()
  return arrivals.flatMap(({ noticeId, possibleDuplicate }) => {
    const again = arrived.has(noticeId)
    arrived.add(noticeId)
    return again && !possibleDuplicate ? [noticeId] : []
  })
}

const mostNamed = 5

function told(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return []
  return [`${what} ${names.length} 个：${names.slice(0, mostNamed).join('、')}${names.length > mostNamed ? ' …' : ''}`]
}

function repeated(names: readonly string[]): string[] {
  return [...countBy(names, (name) => name)].filter(([, count]) => count > 1).map(([name]) => name)
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return counts
}
