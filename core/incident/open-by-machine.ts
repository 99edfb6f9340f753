import { machine } from '../actor.ts'
import { noFacts } from '../assessment.ts'
import type { Instant } from '../instant.ts'
import type { MentionId } from '../mention.ts'
import type { GradingTable } from '../grading.ts'
import type { Digest } from './digest.ts'
import { observe, type Observed } from './observe.ts'
import type { Opening } from './open-by-hand.ts'
import type { Decision } from './update.ts'

/** 机器立案: the first events of an incident that the mentions of a digest make together. */
export function openByMachine(
  digest: Digest,
  foundingMentionId: MentionId,
  opening: Opening,
  context: { readonly now: Instant; readonly table: GradingTable }
): Decision {
  const fresh: Observed = {
    policy: opening.policy,
    status: 'open',
    anchors: [],
    countdowns: [],
    eventGrade: null,
    opinionGrade: null,
    grade: null,
    gradeStatus: 'machine',
    gradedAt: context.now,
    explanation: { eventGrade: null, opinionGrade: null, reasons: [], wouldChange: [] },
    facts: noFacts,
    places: [],
    departments: [],
    handling: 'new',
    responseValue: digest.responseValue,
    title: digest.title,
    foundingMentionId,
    openedBy: machine('pipeline')
  }
  return [
    {
      type: 'opened',
      jurisdiction: opening.jurisdiction,
      drill: opening.drill,
      title: digest.title,
      foundingMentionId,
      eventType: digest.eventTypes[0] ?? null,
      summary: digest.summary,
      responseValue: digest.responseValue,
      responseReason: digest.responseReason,
      policy: opening.policy,
      blindSources: [...opening.blindSources]
    },
    ...observe(fresh, digest, { ...context, reached: new Set() })
  ]
}
