import { sha256 } from '../../adapters/hash.ts'
import { phasesOf, type Countdown } from '../../core/countdown.ts'
import { nextMoment } from '../../core/escalation.ts'
import { findFault } from '../../core/incident/chain.ts'
import type { IncidentEventBody } from '../../core/incident/events.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import type { Notice } from '../../core/notice.ts'
import { contacts, lead } from './alerting-ladder.ts'
import { defined } from './alerting-notices.ts'
import type { ScheduleEnd } from './schedule-world.ts'

type Of<T extends IncidentEventBody['type']> = Extract<IncidentEventBody, { type: T }>

/** What is wrong with how a schedule ended, in words; empty: each phase once, in order, none skipped, no notice doubled, none lost. */
export function faultsOf(end: ScheduleEnd): string[] {
  const { document } = end
  const broken = findFault(sha256, document.events)
  const left = nextMoment(document)
  return [
    ...(broken === null ? [] : [`the chain: ${broken}`]),
    ...(left === null ? [] : [`something is left to do: ${left}`]),
    ...phaseFaults(document),
    ...stepFaults(end),
    ...noticeFaults(end),
    ...arrivalFaults(end)
  ]
}

function bodiesOf<T extends IncidentEventBody['type']>({ events }: IncidentDocument, type: T): Of<T>[] {
  return events.flatMap(({ body }) => (body.type === type ? [body as Of<T>] : []))
}

function phaseFaults(document: IncidentDocument): string[] {
  const reached = bodiesOf(document, 'countdown-phase-reached')
  const twice = doubled(reached.map(({ kind, phase, dueAt }) => `${kind} ${phase} ${dueAt}`)).map((one) => `reached twice: ${one}`)
  const missing = document.state.countdowns
    .filter(({ settled }) => settled === null)
    .flatMap((countdown) => missingOf(countdown, reached).map((phase) => `never reached: ${countdown.kind} ${phase}`))
  const early = document.events.flatMap(({ at, body }) =>
    body.type === 'countdown-phase-reached' && at < body.phaseAt ? [`reached early: ${body.kind} ${body.phase}`] : []
  )
  return [...twice, ...missing, ...early, ...orderFaults(document, reached)]
}

/** Where the anchor stayed, phases of all clocks come in the order of their moments; where it moved, those of each deadline do. */
function orderFaults(document: IncidentDocument, reached: readonly Of<'countdown-phase-reached'>[]): string[] {
  const moved = bodiesOf(document, 'anchor-set').length > 1
  const groups = Map.groupBy(reached, ({ kind, dueAt }) => (moved ? `${kind} ${dueAt}` : ''))
  return [...groups.values()].flatMap((group) =>
    group.flatMap((one, index) => {
      const before = group[index - 1]
      return before !== undefined && before.phaseAt > one.phaseAt
        ? [`out of order: ${one.kind} ${one.phase} after ${before.kind} ${before.phase}`]
        : []
    })
  )
}

/** A phase that was recorded for an earlier deadline stands for this one, too, where its record is no earlier than the phase. */
function missingOf(countdown: Countdown, reached: readonly Of<'countdown-phase-reached'>[]): string[] {
  return phasesOf(countdown)
    .filter(({ id }) => !reached.some(({ kind, phase }) => kind === countdown.kind && phase === id))
    .map(({ id }) => id)
}

function stepFaults({ document }: ScheduleEnd): string[] {
  return doubled(bodiesOf(document, 'escalated').map(({ step }) => step)).map((step) => `a step was taken twice: ${step}`)
}

/** Whom each step that was taken should have reached, over which channel; a phase may have been told of in a notice about a newer one. */
function noticeFaults({ document, rows }: ScheduleEnd): string[] {
  const notices = rows.map(({ notice }) => notice)
  const faults: string[] = []
  const moved = bodiesOf(document, 'anchor-set').length > 1
  for (const step of document.state.policy.escalation) {
    const taken = bodiesOf(document, 'escalated').filter(({ step: key }) => key.startsWith(`${step.id}:`))
    for (const { step: key } of taken) {
      for (const contactId of step.to.map(postOf)) {
        for (const channel of step.channels) {
          if (!reaches(contactId, channel)) continue
          const to = notices.filter(({ recipient, channel: over }) => recipient.contactId === contactId && over === channel)
          if (!to.some((notice) => tells(document, notice, key))) faults.push(`nobody told ${contactId} over ${channel} of ${key}`)
        }
      }
    }
  }
  return moved ? faults : [...faults, ...vainNotices(document, notices)]
}

function postOf(to: string): string {
  return defined(contacts.find(({ role, departmentId }) => (to === 'lead-department' ? role === 'handler' && departmentId === lead.id : role === to)))
    .id
}

function reaches(contactId: string, channel: string): boolean {
  return !channel.startsWith('mail') || defined(contacts.find(({ id }) => id === contactId)).email !== null
}

function tells(document: IncidentDocument, { reason, round }: Notice, key: string): boolean {
  const [wanted = '', number = '0'] = key.split('#')
  const [, , kind, phase] = wanted.split(':')
  if (phase === undefined) return reason === wanted && round === Number(number)
  const [, , toldKind, toldPhase] = reason.split(':')
  return toldKind === kind && placeOf(document, kind, toldPhase) >= placeOf(document, kind, phase)
}

function placeOf(document: IncidentDocument, kind: string | undefined, phase: string | undefined): number {
  const countdown = document.state.countdowns.find((one) => one.kind === kind)
  return countdown === undefined ? -1 : phasesOf(countdown).findIndex(({ id }) => id === phase)
}

/** Notices about a clock that told somebody nothing that concerns him and that he was not told before. */
function vainNotices(document: IncidentDocument, notices: readonly Notice[]): string[] {
  const aboutClocks = notices.filter(({ reason }) => reason.split(':')[1] === 'phase')
  const groups = Map.groupBy(aboutClocks, ({ recipient, channel, reason }) => `${recipient.contactId} ${channel} ${reason.split(':')[2]}`)
  return [...groups].flatMap(([name, group]) => {
    const [contactId = '', channel = '', kind = ''] = name.split(' ')
    const concern = document.state.policy.escalation
      .filter((step) => step.on === 'phase' && step.channels.includes(channel) && step.to.map(postOf).includes(contactId))
      .flatMap(({ phases }) => phases.map((phase) => placeOf(document, kind, phase)))
    let told = -1
    return group
      .map(({ reason }) => placeOf(document, kind, reason.split(':')[3]))
      .toSorted((a, b) => a - b)
      .flatMap((place) => {
        const isNew = concern.some((one) => one > told && one <= place)
        told = place
        return isNew ? [] : [`told in vain: ${name}`]
      })
  })
}

function arrivalFaults({ rows, arrivals }: ScheduleEnd): string[] {
  const unmarked = doubled(arrivals.filter(({ marked }) => !marked).map(({ id }) => id)).map((id) => `arrived twice unmarked: ${id}`)
  const lost = rows
    .filter(({ notice, state }) => state !== 'accepted' || !arrivals.some(({ id }) => id === notice.id))
    .map(({ notice }) => `never arrived: ${notice.recipient.contactId} ${notice.reason}`)
  return [...unmarked, ...lost]
}

function doubled(keys: readonly string[]): string[] {
  return [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))]
}
