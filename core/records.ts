import { z } from 'zod'
import { Actor } from './actor.ts'
import { Assessment } from './assessment.ts'
import { Grade } from './grade.ts'
import { Instant } from './instant.ts'
import { Mention, MentionId } from './mention.ts'

/** The topics of the log. `incidents` carries hints to re-read, never truth. */
export const Topic = z.enum(['mentions', 'assessed', 'incidents', 'dead-letters'])
export type Topic = z.infer<typeof Topic>

/** What people decide about grouping reaches the one automatic writer of a jurisdiction through its own topic. */
export const GroupCommand = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), commandId: z.string(), incidentId: z.string() }),
  z.object({ kind: z.literal('merge'), commandId: z.string(), incidentId: z.string(), into: z.string() }),
  z.object({ kind: z.literal('split'), commandId: z.string(), incidentId: z.string(), into: z.string(), mentionIds: z.array(MentionId) }),
  z.object({ kind: z.literal('ended'), commandId: z.string(), incidentId: z.string() })
])
export type GroupCommand = z.infer<typeof GroupCommand>

/** A record of `assessed`, keyed by jurisdiction. */
export const AssessedRecord = z.discriminatedUnion('type', [
  z.object({ schema: z.literal(1), type: z.literal('mention'), mention: Mention, assessment: Assessment }),
  z.object({ schema: z.literal(1), type: z.literal('command'), command: GroupCommand })
])
export type AssessedRecord = z.infer<typeof AssessedRecord>

/** A record of `incidents`. */
export const IncidentHint = z.object({
  schema: z.literal(1),
  incidentId: z.string(),
  version: z.number().int().positive(),
  fetchedElapsedMs: z.number().nullable()
})
export type IncidentHint = z.infer<typeof IncidentHint>

/** What kept failing, with its bytes. `stage` is the step that refused it. */
export const DeadLetter = z.object({
  schema: z.literal(1),
  id: z.string(),
  at: Instant,
  stage: z.string(),
  /** Configured source or file it came from. */
  source: z.string(),
  /** Line, URL or partition and offset. */
  place: z.string(),
  reason: z.string(),
  code: z.string(),
  /** Topic that a replay appends to; null when it never was a record. */
  topic: Topic.nullable(),
  /** Of its record; where it never was one, of its item in the frontier of its source, to which a replay gives it back. */
  key: z.string().nullable(),
  body: z.string()
})
export type DeadLetter = z.infer<typeof DeadLetter>

/** One entry of the audit log: who, when, what, on what, and with what result. */
export const AuditEntry = z.object({
  seq: z.number().int().positive(),
  at: Instant,
  actor: Actor,
  action: z.string(),
  subject: z.string(),
  detail: z.string(),
  previous: z.string(),
  hash: z.string()
})
export type AuditEntry = z.infer<typeof AuditEntry>

/** One row of a mention as it is stored: what was seen, what was judged, and the incident that it belongs to. */
export const StoredMention = z.object({
  mention: Mention,
  assessment: Assessment.nullable(),
  incidentId: z.string().nullable(),
  firstSeenAt: Instant,
  /** Number of different texts seen under this id. */
  versions: z.number().int().positive(),
  /** How many observations of its engagement are kept. */
  observations: z.number().int().positive()
})
export type StoredMention = z.infer<typeof StoredMention>

/** One line of the desk's queue. */
export const IncidentSummary = z.object({
  id: z.string(),
  version: z.number().int(),
  title: z.string(),
  status: z.enum(['open', 'closed', 'dismissed', 'merged']),
  grade: Grade.nullable(),
  openedAt: Instant,
  nextDueAt: Instant.nullable()
})
export type IncidentSummary = z.infer<typeof IncidentSummary>
