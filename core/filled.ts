import type { IncidentEvent, IncidentEventBody } from './incident/events.ts'
import type { IncidentState } from './incident/state.ts'
import { hourMs, msOf, type Instant, type Precision } from './instant.ts'
import type { StatementEvidence } from './wording-draft.ts'
import type { WordingTemplate } from './wording-template.ts'

/** What is known of the incident. */
export interface FillGround {
  readonly state: IncidentState
  readonly events: readonly IncidentEvent[]
}

export interface FillInput extends FillGround {
  readonly template: WordingTemplate
  readonly templatesVersion: string
  readonly issuer: string
}

/** What an incident says for a placeholder; `open`: what a person has to find out, and what the machine has read meanwhile. */
export type Filled =
  | { readonly words: string; readonly evidence: readonly StatementEvidence[] }
  | { readonly open: string; readonly hint?: string }
  /** Nothing to say, and nothing missing: the sentence is left out. */
  | null

export function eventEvidence({ id, seq }: IncidentEvent, words: string): StatementEvidence {
  return { kind: 'event', id, seq, words }
}

export function lastEvent(events: readonly IncidentEvent[], is: (event: IncidentEvent) => boolean, words: string): StatementEvidence[] {
  const event = events.findLast(is)
  return event === undefined ? [] : [eventEvidence(event, words)]
}

export function byEvent(events: readonly IncidentEvent[], types: readonly IncidentEventBody['type'][], words: string): StatementEvidence[] {
  return lastEvent(events, ({ body }) => types.includes(body.type), words)
}

export function withoutEnd(text: string): string {
  return text.trim().replace(/[。；;！!？?\s]+$/u, '')
}

/** 11月28日8时05分, as notices write it, in China. */
export function momentWords(at: Instant, precision: Precision): string {
  const china = new Date(msOf(at) + 8 * hourMs)
  const day = `${china.getUTCMonth() + 1}月${china.getUTCDate()}日`
  if (precision === 'day') return day
  const hour = `${day}${china.getUTCHours()}时`
  return precision === 'hour' || china.getUTCMinutes() === 0 ? hour : `${hour}${String(china.getUTCMinutes()).padStart(2, '0')}分`
}
