import type { IncidentEvent } from './events.ts'
import type { IncidentState } from './state.ts'
import type { SupervisionEntry, SupervisionState } from './supervision-entry.ts'
import type { SupervisionEventBody } from './supervision-events.ts'

type Of<T extends SupervisionEventBody['type']> = Extract<SupervisionEventBody, { type: T }>
type Said = Pick<IncidentEvent, 'at' | 'actor'>

/** The ledger one event further. */
export function evolveSupervision(state: IncidentState, body: SupervisionEventBody, event: Said): IncidentState {
  const before = state.supervision ?? { entries: [], declined: [] }
  const said = (text: string): { by: IncidentEvent['actor']; at: IncidentEvent['at']; text: string } => ({ by: event.actor, at: event.at, text })
  const change = (to: (entry: SupervisionEntry) => SupervisionEntry): IncidentState => ({
    ...state,
    supervision: { ...before, entries: before.entries.map((entry) => ('id' in body && entry.id === body.id ? to(entry) : entry)) }
  })
  switch (body.type) {
    case 'supervision-drafted':
      return { ...state, supervision: drafted(before, body, event) }
    case 'supervision-issued':
      return change((entry) => ({
        ...entry,
        status: 'issued',
        decided: said(body.note),
        rectification: entry.rectifyBy === null ? 'none' : 'due'
      }))
    case 'supervision-refused':
      return change((entry) => ({ ...entry, status: 'refused', decided: said(body.reason) }))
    case 'supervision-numbered':
      return change((entry) => ({ ...entry, number: body.number }))
    case 'statement-made':
      return change((entry) => ({ ...entry, statement: said(body.text) }))
    case 'rectification-reported':
      return change((entry) => ({
        ...entry,
        rectification: 'reported',
        rectificationReports: [...entry.rectificationReports, said(body.text)]
      }))
    case 'rectification-judged':
      return change((entry) => ({
        ...entry,
        rectification: body.accepted ? 'accepted' : 'due',
        rectificationWords: [...entry.rectificationWords, { ...said(body.text), accepted: body.accepted }]
      }))
    case 'supervision-proposal-declined':
      return {
        ...state,
        supervision: {
          ...before,
          declined: [...before.declined, { proposal: body.proposal, by: event.actor, at: event.at, reason: body.reason }]
        }
      }
    case 'reported-otherwise':
    case 'prior-knowledge-recorded':
      return state
    default:
      return body satisfies never
  }
}

function drafted(before: SupervisionState, body: Of<'supervision-drafted'>, { at, actor }: Said): SupervisionState {
  const { type: _type, ...rest } = body
  const entry: SupervisionEntry = {
    ...rest,
    drafted: { by: actor, at },
    statement: null,
    status: 'awaiting-signature',
    decided: null,
    number: null,
    rectification: 'none',
    rectificationReports: [],
    rectificationWords: []
  }
  return { ...before, entries: [...before.entries, entry] }
}
