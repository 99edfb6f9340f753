import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { sha256 } from '../../adapters/hash.ts'
import { machine, type Actor } from '../../core/actor.ts'
import { CountdownRule, type Anchor } from '../../core/countdown.ts'
import { Contact } from '../../core/department.ts'
import type { Reach } from '../../core/escalation.ts'
import { chainStart, seal } from '../../core/incident/chain.ts'
import type { IncidentEvent, IncidentEventBody } from '../../core/incident/events.ts'
import { replay } from '../../core/incident/evolve.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import { addMs, hourMs, minuteMs, type Instant } from '../../core/instant.ts'
import { Policy } from '../../core/policy.ts'

const shipped = Policy.parse(parse(readFileSync(new URL('../../config/policy.yaml', import.meta.url), 'utf8')))

const more = { grades: ['I'], stopsWith: '测量用', source: '测量用' }
/** Release and conference of the shipped policy, and two more beside them. */
const rules: readonly CountdownRule[] = [
  ...shipped.countdowns.filter(({ grades }) => grades.includes('I')),
  CountdownRule.parse({ kind: 'report-up', hours: 8, ...more }),
  CountdownRule.parse({ kind: 'reply', hours: 48, ...more })
]
const policy: Policy = { ...shipped, countdowns: [...rules] }
const releaseMs = (rules[0]?.hours ?? Number.NaN) * hourMs

export const clocks = rules.length
/** Well within the time after which a signature that nothing followed lapses. */
const signedBeforeMs = minuteMs

/** One post that every step of the shipped ladder which speaks of half a clock's time reaches, over the dashboard alone. */
export const contacts: readonly Contact[] = [Contact.parse({ id: 'desk', name: '值班室', role: 'duty-officer' })]
export const reach: Reach = () => ({ address: null })

const desk: Actor = { kind: 'person', id: 'desk', name: '值班员', roles: ['duty-officer'], departmentId: null }

/** An incident of grade I with four clocks, opened now and not looked at yet. */
export function newIncident(id: string, openedAt: Instant): IncidentDocument {
  return documentOf(id, openedAt, opening(id, openedAt))
}

/** The same, confirmed, told of and signed just now; the next thing to come is half of its release clock's time, at this moment. */
export function runningIncident(id: string, half: Instant): IncidentDocument {
  const openedAt = addMs(half, -releaseMs / 2)
  return documentOf(id, openedAt, opening(id, openedAt), addMs(half, -signedBeforeMs), [
    { type: 'escalated', step: 'new-major:opened', words: '已通知', reached: ['值班室（dashboard）'], unreachable: [] },
    { type: 'acknowledged', note: '' },
    { type: 'grade-confirmed', eventGrade: 'I', opinionGrade: null, reason: '属实', secondedBy: null }
  ])
}

function opening(id: string, openedAt: Instant): IncidentEventBody[] {
  const anchor: Anchor = { kind: 'occurred', at: openedAt, precision: 'minute', setBy: 'machine', reason: '机器读出，待核' }
  return [
    {
      type: 'opened',
      jurisdiction: 'bench',
      drill: true,
      title: `测量用事件 ${id}`,
      foundingMentionId: null,
      eventType: '爆炸',
      summary: '测量用',
      responseValue: 'must-respond',
      policy,
      blindSources: []
    },
    { type: 'anchor-set', anchor },
    { type: 'anchor-set', anchor: { ...anchor, kind: 'detected' } },
    { type: 'graded', eventGrade: 'I', opinionGrade: null, explanation: { eventGrade: 'I', opinionGrade: null, reasons: [], wouldChange: [] } },
    ...rules.map((rule): IncidentEventBody => ({ type: 'countdown-started', rule }))
  ]
}

function documentOf(
  id: string,
  openedAt: Instant,
  opened: readonly IncidentEventBody[],
  laterAt: Instant = openedAt,
  later: readonly IncidentEventBody[] = []
): IncidentDocument {
  const events: IncidentEvent[] = []
  for (const [index, body] of [...opened, ...later].entries()) {
    const at = index < opened.length ? openedAt : laterAt
    const actor = body.type === 'acknowledged' || body.type === 'grade-confirmed' ? desk : machine('pipeline')
    const previous = events.at(-1)?.hash ?? chainStart
    events.push(seal(sha256, { seq: index + 1, id: `${id}-${index}`, at, actor, body, previous }))
  }
  return { id, version: 1, events, state: replay(id, events), rollup: null }
}
