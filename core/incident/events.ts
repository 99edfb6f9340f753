import { z } from 'zod'
import { Actor } from '../actor.ts'
import { DepartmentShare, Facts, Place, ResponseValue } from '../assessment.ts'
import { WordingComparison } from '../compare-wording.ts'
import { Anchor, AnchorKind, CountdownKind, CountdownRule } from '../countdown.ts'
import { Grade, GradeExplanation } from '../grade.ts'
import { Instant, Precision } from '../instant.ts'
import { MentionId } from '../mention.ts'
import { Policy } from '../policy.ts'
import { afterEventBodies } from './after-events.ts'
import { PublicClaim } from '../public-claims.ts'
import { publicityEventBodies } from './publicity-events.ts'
import { answerEventBodies } from './answer-events.ts'
import { stageEventBodies } from './stage-events.ts'
import { supervisionEventBodies } from './supervision-events.ts'
import { workEventBodies } from './work-events.ts'

const both = { eventGrade: Grade.nullable(), opinionGrade: Grade.nullable() }

/** A page that the system fetched itself and keeps: what stops a clock. */
export const PublishedEvidence = z.object({
  url: z.string(),
  outlet: z.string(),
  title: z.string().nullable(),
  /** Time the page itself shows; null where it shows none. */
  publishedAt: Instant.nullable(),
  publishedPrecision: Precision.nullable(),
  fetchedAt: Instant,
  /** Evidence key of the bytes: their SHA-256. */
  snapshot: z.string(),
  textHash: z.string(),
  excerpt: z.string(),
  /** What the server said beside the page: its clock, and when it changed the page last. No time of publication. */
  marks: z.object({ date: Instant.nullable(), lastModified: Instant.nullable() }).optional(),
  /** Read from the page as a browser shows it. */
  rendered: z.boolean().optional()
})
export type PublishedEvidence = z.infer<typeof PublishedEvidence>

const recordedPage = { url: z.string(), textHash: z.string() }

/**
 * What can happen to an incident: decisions and milestones, never one event per mention. The names are past tense and
 * never change their meaning; a new need gets a new type.
 */
export const IncidentEventBody = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('opened'),
    jurisdiction: z.string(),
    drill: z.boolean(),
    title: z.string(),
    foundingMentionId: MentionId.nullable(),
    eventType: z.string().nullable(),
    summary: z.string(),
    responseValue: ResponseValue,
    /** Why; absent in what was opened before reasons were given. */
    responseReason: z.string().nullable().optional(),
    /** Frozen: a running incident keeps the policy that it started with. */
    policy: Policy,
    /** Configured sources that were blind when it was opened: what we could not see. */
    blindSources: z.array(z.string())
  }),
  z.object({ type: z.literal('graded'), ...both, explanation: GradeExplanation }),
  z.object({
    type: z.literal('grade-confirmed'),
    ...both,
    reason: z.string(),
    /** The second person, where the policy asks for one. */
    secondedBy: Actor.nullable()
  }),
  z.object({ type: z.literal('lowering-proposed'), ...both, dismiss: z.boolean(), reason: z.string() }),
  z.object({ type: z.literal('anchor-set'), anchor: Anchor }),
  z.object({ type: z.literal('anchor-removed'), kind: AnchorKind, reason: z.string() }),
  z.object({ type: z.literal('countdown-started'), rule: CountdownRule }),
  z.object({ type: z.literal('countdown-withdrawn'), kind: CountdownKind, reason: z.string() }),
  z.object({ type: z.literal('countdown-waived'), kind: CountdownKind, reason: z.string() }),
  z.object({
    type: z.literal('countdown-phase-reached'),
    kind: CountdownKind,
    phase: z.string(),
    /** The deadline that the phase belonged to, and when the phase was due: their difference to the event's time is lateness. */
    dueAt: Instant,
    phaseAt: Instant
  }),
  z.object({ type: z.literal('facts-established'), facts: Facts, from: MentionId.nullable() }),
  /** A more authoritative or fuller mention words the matter better than the one that opened it. */
  z.object({ type: z.literal('headline-set'), title: z.string(), summary: z.string(), from: z.string() }),
  z.object({ type: z.literal('places-established'), places: z.array(Place) }),
  z.object({ type: z.literal('departments-proposed'), departments: z.array(DepartmentShare) }),
  z.object({
    type: z.literal('spread-reached'),
    /** `mentions`, `sources`, `source-kind`, `interactions`, `central-media`. */
    measure: z.string(),
    value: z.union([z.number(), z.string()]),
    /** Of a kind of medium, who told it first as far as was known, and from whom. */
    first: z.object({ mentionId: MentionId, source: z.string(), publishedAt: Instant.nullable(), via: z.array(z.string()) }).optional()
  }),
  z.object({ type: z.literal('acknowledged'), note: z.string() }),
  /** The next watch answers for it from now on; `from` is who did before. */
  z.object({ type: z.literal('taken-over'), from: Actor, note: z.string() }),
  z.object({ type: z.literal('escalated'), step: z.string(), words: z.string(), reached: z.array(z.string()), unreachable: z.array(z.string()) }),
  /** Nothing proved in time that these reached the person, so the next channel was tried. */
  z.object({
    type: z.literal('stepped-up'),
    contactId: z.string(),
    name: z.string(),
    from: z.array(z.object({ channel: z.string(), why: z.string() })),
    to: z.string()
  }),
  /** Every channel failed: a human has to call. */
  z.object({
    type: z.literal('call-listed'),
    callId: z.string(),
    contactId: z.string(),
    name: z.string(),
    role: z.string(),
    departmentId: z.string().nullable(),
    reason: z.string(),
    why: z.array(z.string())
  }),
  z.object({ type: z.literal('call-made'), callId: z.string(), name: z.string(), reached: z.boolean(), note: z.string() }),
  z.object({ type: z.literal('assigned'), departments: z.array(DepartmentShare), instruction: z.string() }),
  z.object({ type: z.literal('accepted'), departmentId: z.string() }),
  z.object({ type: z.literal('returned'), departmentId: z.string(), reason: z.string() }),
  ...publicityEventBodies,
  /** `comparison`: with the approved wording; null where the policy asked for none; absent in what was recorded before pages were compared. */
  z.object({
    type: z.literal('release-recorded'),
    evidence: PublishedEvidence,
    comparison: WordingComparison.nullable().optional(),
    /** What it says that another unit can contradict; absent where nothing was read of it. */
    claims: z.array(PublicClaim).optional()
  }),
  z.object({ type: z.literal('release-proposed'), evidence: PublishedEvidence, comparison: WordingComparison }),
  /** A recorded page is gone, seen so twice, first at `since`. */
  z.object({ type: z.literal('release-lost'), ...recordedPage, reason: z.string(), since: Instant }),
  /** A recorded page says something else now: `evidence` is what it is, `comparison` with what it was recorded for. */
  z.object({ type: z.literal('release-changed'), ...recordedPage, evidence: PublishedEvidence, comparison: WordingComparison, since: Instant }),
  /** A recorded page, of a release or a conference, could not be read since then, which says nothing of the page: no clock runs by it. */
  z.object({ type: z.literal('page-unreadable'), ...recordedPage, reason: z.string(), since: Instant }),
  z.object({ type: z.literal('page-readable'), ...recordedPage }),
  /** The page that showed a conference is gone or takes it back, seen so twice; `evidence`: what stands there, null where nothing does. */
  z.object({
    type: z.literal('press-conference-lost'),
    ...recordedPage,
    reason: z.string(),
    since: Instant,
    evidence: PublishedEvidence.nullable()
  }),
  z.object({
    type: z.literal('press-conference-recorded'),
    evidence: PublishedEvidence,
    venue: z.string(),
    speaker: z.string(),
    heldAt: Instant
  }),
  z.object({ type: z.literal('merged'), into: z.string(), reason: z.string() }),
  z.object({ type: z.literal('absorbed'), incidentId: z.string(), reason: z.string() }),
  /** A person took these mentions out: they are an incident of their own, and what is near them belongs there. */
  z.object({ type: z.literal('split-off'), into: z.string(), mentionIds: z.array(MentionId).min(1), reason: z.string() }),
  z.object({ type: z.literal('split-from'), incidentId: z.string(), mentionIds: z.array(MentionId).min(1), reason: z.string() }),
  ...stageEventBodies,
  ...afterEventBodies,
  ...supervisionEventBodies,
  ...workEventBodies,
  ...answerEventBodies,
  z.object({ type: z.literal('noted'), text: z.string() }),
  z.object({ type: z.literal('dismissed'), reason: z.string(), secondedBy: Actor.nullable() }),
  /** `waived`: what was left undone, and why a leader closed it all the same. */
  z.object({
    type: z.literal('closed'),
    reason: z.string(),
    waived: z.object({ matters: z.array(z.string()), reason: z.string() }).optional()
  })
])
export type IncidentEventBody = z.infer<typeof IncidentEventBody>
export type IncidentEventType = IncidentEventBody['type']

/** One link of the chain. `hash` covers every other field, `previous` among them. */
export const IncidentEvent = z.object({
  seq: z.number().int().positive(),
  /** Hash of its cause (a log record, a command): the same cause is appended at most once. */
  id: z.string(),
  at: Instant,
  actor: Actor,
  body: IncidentEventBody,
  previous: z.string(),
  hash: z.string()
})
export type IncidentEvent = z.infer<typeof IncidentEvent>
