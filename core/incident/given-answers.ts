import { RefusedError } from '../errors.ts'
import type { Instant } from '../instant.ts'
import { answerDecisionsOf, type AnswerDecision } from './answer-decision.ts'
import type { IncidentEvent } from './events.ts'
import type { IncidentStage } from './incident-stage.ts'
import { stagesOf } from './stages.ts'
import type { IncidentState } from './state.ts'

/** An answer that stands on the timeline: a department's 实质答复, or a release. */
export interface GivenAnswer {
  readonly seq: number
  readonly kind: 'reply' | 'release'
  readonly at: Instant
  /** Of a release what the timeline keeps of the page, or the approved wording that the page carries. */
  readonly text: string
  readonly department: IncidentStage['department']
  /** The clock that it met, by its id; null for a release. */
  readonly stage: string | null
  /** Null where no deadline was set. */
  readonly dueAt: Instant | null
  readonly url: string | null
  /** What was decided about it last. */
  readonly decision: AnswerDecision | null
}

/** Every answer of an incident, oldest first. */
export function givenAnswers(state: IncidentState, events: readonly IncidentEvent[]): GivenAnswer[] {
  return events.flatMap((event) => givenIn(event, state) ?? [])
}

/** @throws RefusedError when nothing under that number is an answer, or it was decided about already */
export function demandUndecidedAnswer(state: IncidentState, events: readonly IncidentEvent[], seq: number): GivenAnswer {
  const event = events.find((one) => one.seq === seq)
  const answer = event === undefined ? null : givenIn(event, state)
  if (answer === null) throw new RefusedError('时间线上没有这份答复', { metadata: { seq } })
  const { decision } = answer
  if (decision !== null && decision.decision !== 'faulted')
    throw new RefusedError(`这份答复已${decision.decision === 'accepted' ? '认可' : '退回'}`, { metadata: { seq } })
  return answer
}

function givenIn({ seq, at, body }: IncidentEvent, state: IncidentState): GivenAnswer | null {
  const decision = answerDecisionsOf(state).findLast((one) => one.seq === seq) ?? null
  if (body.type === 'stage-met' && body.proof.kind === 'answer') {
    const clock = stagesOf(state).find(({ id }) => id === body.id)
    const { text } = body.proof
    return { seq, kind: 'reply', at, text, department: clock?.department ?? null, stage: body.id, dueAt: clock?.dueAt ?? null, url: null, decision }
  }
  if (body.type === 'release-recorded') {
    const { url, excerpt, publishedAt } = body.evidence
    const text = carriedWording(body.comparison?.carries === true ? body.comparison.version : null, state) ?? excerpt
    const due = state.countdowns.find(({ kind }) => kind === 'authoritative-release' || kind === 'reply')
    const first = state.releases.find(({ lost }) => lost === undefined)?.url === url
    return {
      seq,
      kind: 'release',
      at: publishedAt ?? at,
      text,
      department: null,
      stage: null,
      dueAt: first ? (due?.dueAt ?? null) : null,
      url,
      decision
    }
  }
  return null
}

function carriedWording(version: number | null, { wordings }: IncidentState): string | null {
  return wordings?.find((wording) => wording.version === version)?.text ?? null
}
