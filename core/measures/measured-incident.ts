import { formerAnswersOf } from '../answers/former-answers.ts'
import type { FormerAnswer } from '../answers/answer-under-review.ts'
import type { Sha256 } from '../incident/chain.ts'
import type { IncidentDocument, IncidentState } from '../incident/state.ts'
import { brokenChain, knowledgeOf, type ConcealedRow, type Knowledge } from './concealed-rows.ts'
import { deadlineSeqsOf } from './deadline-rows.ts'
import { judgedRows, type JudgedRow } from './false-rows.ts'
import { leadsOf, type LeadSince } from './lead-at.ts'
import { openedRows, type OpenedRow } from './opened-rows.ts'

const kept = [
  'title',
  'drill',
  'status',
  'grade',
  'openedAt',
  'openedBy',
  'absorbed',
  'countdowns',
  'stages',
  'departments',
  'supervision',
  'answerDecisions',
  'after'
] as const satisfies readonly (keyof IncidentState)[]

/** What figures, the ledger and comparisons of answers need of one incident: a small part of its document, which stays as long as its version. */
export interface MeasuredIncident {
  readonly id: string
  readonly state: Pick<IncidentState, (typeof kept)[number]>
  readonly leads: readonly LeadSince[]
  readonly opened: readonly OpenedRow[]
  readonly judged: readonly JudgedRow[]
  readonly knowledge: readonly Knowledge[]
  /** The timeline was changed: its row. The chain was verified when this was made. */
  readonly broken: ConcealedRow | null
  readonly deadlineSeqs: ReadonlyMap<string, readonly number[]>
  /** It was reported by people too (他方报告). */
  readonly toldByPeople: boolean
  /** It was split from another, which had been found. */
  readonly isPart: boolean
  readonly answers: readonly FormerAnswer[]
}

export function measuredIncident(document: IncidentDocument, sha256: Sha256): MeasuredIncident {
  const { id, state, events } = document
  return {
    id,
    state: Object.fromEntries(kept.flatMap((name) => (state[name] === undefined ? [] : [[name, state[name]]]))) as MeasuredIncident['state'],
    leads: leadsOf(events),
    opened: openedRows(document),
    judged: judgedRows(document),
    knowledge: [...knowledgeOf(events)],
    broken: brokenChain(document, sha256),
    deadlineSeqs: deadlineSeqsOf(events, state),
    toldByPeople: events.some(({ body }) => body.type === 'reported-otherwise'),
    isPart: events.some(({ body }) => body.type === 'split-from'),
    answers: formerAnswersOf(document)
  }
}
