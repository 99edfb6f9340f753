import { faultWords } from '../answers/finding-words.ts'
import type { AnswerFault } from '../answers/answer-finding.ts'
import type { Finding } from '../supervision.ts'
import { answerDecisionsOf, type AnswerDecision } from './answer-decision.ts'
import { entriesOf } from './draft-supervision.ts'
import type { ProposingState, SupervisionProposal } from './propose-supervision.ts'

const findingOfFault = {
  handling: 'poor-handling',
  wording: 'improper-response',
  reporting: 'late-reporting'
} as const satisfies Record<AnswerFault, Finding>

/** Answers that a person found at fault and did not accept afterwards, as long as no document of the ledger rests on them. */
export function proposeFaulted(state: ProposingState): SupervisionProposal[] {
  const decisions = new Map(answerDecisionsOf(state).map(({ seq }) => [seq, answerDecisionsOf(state).filter((one) => one.seq === seq)]))
  const used = answersInLedger(state)
  return [...decisions].flatMap(([seq, ofAnswer]) => {
    const fault = ofAnswer.findLast(({ decision }) => decision === 'faulted')
    if (fault?.fault == null || used.has(seq) || ofAnswer.at(-1)?.decision === 'accepted') return []
    return [ofFault(state, { ...fault, fault: fault.fault })]
  })
}

function ofFault(state: ProposingState, { seq, departmentId, fault, by, reason }: AnswerDecision & { fault: AnswerFault }): SupervisionProposal {
  // What is published is the answer of whoever leads the matter.
  const share = state.departments.find(({ id, role }) => (departmentId === null ? role === 'lead' : id === departmentId))
  const who = by.kind === 'person' ? by.name : '系统'
  return {
    // Another fault found later is another proposal, though this one was set aside.
    id: `answer:${seq}:${fault}`,
    kind: 'reminder',
    unit: share === undefined ? null : { id: share.id, name: share.name },
    finding: findingOfFault[fault],
    words: `${departmentId === null ? '公开的发布' : '部门答复'}（时间线第 ${seq} 号）经${who}认定${faultWords[fault]}：${reason}`,
    clocks: [],
    events: [seq]
  }
}

function answersInLedger(state: ProposingState): ReadonlySet<number> {
  return new Set(
    entriesOf(state).flatMap(({ status, evidence }) =>
      status === 'refused' ? [] : evidence.flatMap((one) => (one.kind === 'clock' ? [] : [one.seq]))
    )
  )
}
