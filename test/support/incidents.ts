import { sha256 } from '../../adapters/hash.ts'
import type { Person, Role } from '../../core/actor.ts'
import { machine } from '../../core/actor.ts'
import type { Anchor } from '../../core/countdown.ts'
import { chainStart, seal } from '../../core/incident/chain.ts'
import { clocksStartedBy, governingGrade } from '../../core/incident/clocks.ts'
import type { IncidentEvent, IncidentEventBody, PublishedEvidence } from '../../core/incident/events.ts'
import { replay } from '../../core/incident/evolve.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import type { Grade } from '../../core/grade.ts'
import { parseInstant, type Instant } from '../../core/instant.ts'
import { Policy } from '../../core/policy.ts'

/** Shanghai wall time of the day that these tests play on. */
export function at(clock: string, day = '2031-03-12'): Instant {
  const instant = parseInstant(`${day}T${clock}:00+08:00`)
  if (instant === null) throw new Error(`not a time: ${clock}`)
  return instant
}

export function person(name: string, roles: Role[], departmentId: string | null = null): Person {
  return { kind: 'person', id: name, name, roles, departmentId }
}

export const officer = person('值班员甲', ['duty-officer'])
export const analyst = person('研判员乙', ['analyst'])
export const otherAnalyst = person('研判员丙', ['analyst'])
export const leader = person('领导丁', ['deputy-leader'])

export const policy: Policy = Policy.parse({
  version: 'test',
  countdowns: [
    {
      kind: 'authoritative-release',
      hours: 5,
      grades: ['I', 'II'],
      minutesBefore: [10],
      stopsWith: '已公开的权威信息',
      source: '国办发〔2016〕80号'
    },
    { kind: 'press-conference', hours: 24, grades: ['I', 'II'], stopsWith: '已召开的发布会', source: '国办发〔2016〕61号' },
    { kind: 'reply', hours: 48, grades: ['III', 'IV'], stopsWith: '已公开的回应', source: '国办发〔2016〕61号' }
  ],
  escalation: [{ id: 'new-major', on: 'opened', grades: ['I', 'II'], to: ['duty-officer'], channels: ['dashboard'], words: '新事件', source: '测试' }]
})

/** A timeline from bodies, each a minute after the other unless a time is given, by a machine unless an actor is. */
export function timeline(bodies: readonly (IncidentEventBody | { body: IncidentEventBody; at: Instant })[], start: Instant): IncidentEvent[] {
  const events: IncidentEvent[] = []
  for (const [index, item] of bodies.entries()) {
    const { body, at: moment } = 'body' in item ? item : { body: item, at: start }
    events.push(
      seal(sha256, {
        seq: index + 1,
        id: `cause-${index}`,
        at: moment,
        actor: machine('pipeline'),
        body,
        previous: events.at(-1)?.hash ?? chainStart
      })
    )
  }
  return events
}

export function document(bodies: Parameters<typeof timeline>[0], start: Instant): IncidentDocument {
  const events = timeline(bodies, start)
  return { id: 'inc-test', version: 1, events, state: replay('inc-test', events), rollup: null }
}

export function anchor(kind: Anchor['kind'], moment: Instant, setBy: Anchor['setBy'] = 'machine'): Anchor {
  return { kind, at: moment, precision: 'minute', setBy, reason: '测试' }
}

/** What a machine writes when it opens an incident of a grade. */
export function openingOf(grade: Grade, anchors: readonly Anchor[]): IncidentEventBody[] {
  const explanation = { eventGrade: grade, opinionGrade: null, reasons: [], wouldChange: [] }
  return [
    {
      type: 'opened',
      jurisdiction: 'test',
      drill: false,
      title: '临江区一化工厂爆炸',
      foundingMentionId: null,
      eventType: '爆炸',
      summary: '',
      responseValue: 'must-respond',
      policy,
      blindSources: []
    },
    ...anchors.map((one): IncidentEventBody => ({ type: 'anchor-set', anchor: one })),
    { type: 'graded', eventGrade: grade, opinionGrade: null, explanation },
    ...clocksStartedBy({ policy, countdowns: [] }, governingGrade(policy, grade, null))
  ]
}

export function evidenceOf(url: string, fetchedAt: Instant): PublishedEvidence {
  return {
    url,
    outlet: '政府网站',
    title: '情况通报',
    publishedAt: fetchedAt,
    publishedPrecision: 'minute',
    fetchedAt,
    snapshot: sha256(url),
    textHash: sha256(`${url} text`),
    excerpt: '情况通报'
  }
}
