import { z } from 'zod'
import { Actor } from '../actor.ts'
import { DepartmentShare, Facts, Place, ResponseValue } from '../assessment.ts'
import { Anchor, Countdown } from '../countdown.ts'
import { Grade, GradeExplanation } from '../grade.ts'
import { Instant } from '../instant.ts'
import { Engagement, MentionId } from '../mention.ts'
import { Policy } from '../policy.ts'
import { After } from './after.ts'
import { AnswerDecision } from './answer-decision.ts'
import { Call } from './call-list.ts'
import { IncidentEvent } from './events.ts'
import { Publicity } from './publicity.ts'
import { Release, ReleaseProposal } from './release.ts'
import { Conference } from './watched-page.ts'
import { Wording } from './wording.ts'
import { IncidentStage, UnstartedStage } from './incident-stage.ts'
import { SupervisionState } from './supervision-entry.ts'
import { Work } from './work.ts'

/** A lowering or dismissal of a major incident that waits for its second person. */
export const Proposal = z.object({
  by: Actor,
  at: Instant,
  dismiss: z.boolean(),
  eventGrade: Grade.nullable(),
  opinionGrade: Grade.nullable(),
  reason: z.string()
})
export type Proposal = z.infer<typeof Proposal>

/** What the timeline adds up to. Handling, public release and visibility are three axes and never one status. */
export const IncidentState = z.object({
  id: z.string(),
  jurisdiction: z.string(),
  drill: z.boolean(),
  title: z.string(),
  summary: z.string(),
  eventType: z.string().nullable(),
  foundingMentionId: MentionId.nullable(),
  openedAt: Instant,
  openedBy: Actor,
  policy: Policy,
  status: z.enum(['open', 'closed', 'dismissed', 'merged']),
  mergedInto: z.string().nullable(),
  absorbed: z.array(z.string()),
  /** Incidents that a person split from it, or it from: the machine never merges them again. Absent where there are none. */
  separated: z.array(z.string()).optional(),
  eventGrade: Grade.nullable(),
  opinionGrade: Grade.nullable(),
  /** The more severe of the two. */
  grade: Grade.nullable(),
  gradeStatus: z.enum(['machine', 'confirmed']),
  /** When the governing grade was last set or raised. */
  gradedAt: Instant,
  /** When a machine first called it major without a person's word; null otherwise. */
  unconfirmedSince: Instant.nullable(),
  explanation: GradeExplanation,
  proposal: Proposal.nullable(),
  responseValue: ResponseValue,
  responseReason: z.string().nullable().optional(),
  /** At most one of each kind; see countdown.ts for which counts. */
  anchors: z.array(Anchor),
  countdowns: z.array(Countdown),
  /** The clocks that go by stages. Absent where there are none, as in what was stored before there were any. */
  stages: z.array(IncidentStage).optional(),
  /** Stages whose deadline cannot be told yet. Absent where there are none. */
  unstartedStages: z.array(UnstartedStage).optional(),
  /** 评估 and 归档. Absent where neither was, as in what was stored before there were any. */
  after: After.optional(),
  /** 督办台账. */
  supervision: SupervisionState.optional(),
  /** What is being done about it. Absent where nothing was recorded, as in what was stored before there was any. */
  work: Work.optional(),
  facts: Facts,
  places: z.array(Place),
  departments: z.array(DepartmentShare),
  handling: z.enum(['new', 'acknowledged', 'assigned', 'accepted', 'closed']),
  publicPhase: z.enum(['silent', 'released', 'conference-held']),
  acknowledgedAt: Instant.nullable(),
  acknowledgedBy: Actor.nullable(),
  releases: z.array(Release),
  /** 应对口径, version by version; absent where there is none. */
  wordings: z.array(Wording).optional(),
  /** The cause that was found, conflicts between units, the media plan. Absent where there is nothing of it. */
  publicity: Publicity.optional(),
  /** Pages of ours that the machine found and nobody has decided on. */
  releaseProposals: z.array(ReleaseProposal).optional(),
  /** Who took it over from whoever signed, and when. Absent where nobody did. */
  heldBy: z.object({ actor: Actor, since: Instant }).optional(),
  /** Pages that showed that one was held; `lost`: it shows so no more. */
  conferences: z.array(Conference),
  /** 电话通知清单; absent where nobody ever had to be called. */
  calls: z.array(Call).optional(),
  /** 答复质量: what people decided about answers; absent where nobody did. */
  answerDecisions: z.array(AnswerDecision).optional(),
  blindSources: z.array(z.string())
})
export type IncidentState = z.infer<typeof IncidentState>

/** Counts over the mentions of an incident: derived, rewritten at most once a minute, no part of the chain. */
export const Rollup = z.object({
  mentions: z.number().int().nonnegative(),
  sources: z.array(z.string()),
  sourceKinds: z.array(z.string()),
  engagement: Engagement,
  negative: z.number().int().nonnegative(),
  /** How many of the mentions are gone from where they stood; absent: none, as far as anybody looked. */
  gone: z.number().int().positive().optional(),
  firstPublishedAt: Instant.nullable(),
  lastPublishedAt: Instant.nullable(),
  updatedAt: Instant
})
export type Rollup = z.infer<typeof Rollup>

/** The one document of an incident. */
export const IncidentDocument = z.object({
  id: z.string(),
  /** Grows by one at each write; what compare-and-set compares. */
  version: z.number().int().positive(),
  events: z.array(IncidentEvent).min(1),
  state: IncidentState,
  rollup: Rollup.nullable()
})
export type IncidentDocument = z.infer<typeof IncidentDocument>

export function headHash(document: IncidentDocument): string {
  return document.events[document.events.length - 1]?.hash ?? ''
}
