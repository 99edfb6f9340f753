/** The part of the contract about what is said in public: wordings and their approval, the cause, conflicts between units, the media plan. */
import { z } from 'zod'
import { Role } from '../core/actor.ts'
import { FoundConflict } from '../core/incident/publicity-events.ts'
import { Instant } from '../core/instant.ts'
import { Moment } from '../core/moment.ts'
import { StatementEvidence } from '../core/wording-draft.ts'
import { WordingField, WordingStage } from '../core/wording-template.ts'

const part = encodeURIComponent

export const wordingPaths = {
  /** GET WordingDesk. */
  wording: (id: string) => `/api/incidents/${part(id)}/wording`,
  /** GET FilledTemplate (query: FillQuery): a template with what the incident says; nothing is kept of it. */
  filled: (id: string) => `/api/incidents/${part(id)}/wording-filled`,
  /** GET WordingDiff (query: DiffQuery). */
  diff: (id: string) => `/api/incidents/${part(id)}/wording-diff`,
  /** GET MediaPlan. */
  media: (id: string) => `/api/incidents/${part(id)}/media`
} as const

/* ---- requests ---- */

const reason = z.string().trim().min(1, '请填写理由').max(2000)
const version = z.number().int().positive()
const longestWording = 6000

/**
 * 口径: a new version. Freely as `text`, or as the `sections` of a `template`. `unit`: the department that speaks, null for the desk's
 * own unit; left out: my department where I am its handler, else the desk's unit.
 */
export const DraftWordingRequest = z.strictObject({
  text: z.string().trim().min(1, '请写出口径').max(longestWording, `口径最多 ${longestWording} 字`).optional(),
  template: z.string().min(1).max(100).optional(),
  sections: z
    .array(z.strictObject({ field: WordingField, text: z.string().max(longestWording, `口径最多 ${longestWording} 字`) }))
    .max(20)
    .default([]),
  basis: z.string().max(1000, '依据最多 1000 字').default(''),
  unit: z.string().max(100).nullable().optional()
})
export const WordingVersionRequest = z.strictObject({ version })
export const ReturnWordingRequest = z.strictObject({ version, reason })
/** 原因认定: what was found, and the report or finding that it rests on. */
export const EstablishCauseRequest = z.strictObject({
  cause: z.string().trim().min(1, '请填写原因').max(500),
  basis: z.string().trim().min(1, '请填写依据').max(500)
})
export const RetractCauseRequest = z.strictObject({ reason })
export const SettleConflictRequest = z.strictObject({ conflict: z.string().min(1).max(2000), reason })
export const PlanMediaRequest = z.strictObject({
  outlet: z.string().trim().min(1, '请填写媒体').max(100),
  angle: z.string().trim().min(1, '请填写报道角度').max(500),
  plannedAt: Moment,
  link: z.string().max(2000).nullable().default(null)
})
export const PublishMediaRequest = z.strictObject({
  piece: z.string().min(1).max(20),
  link: z.string().trim().min(1, '请填写网址').max(2000),
  title: z.string().max(200).nullable().default(null),
  publishedAt: Moment
})
export const WithdrawMediaRequest = z.strictObject({ piece: z.string().min(1).max(20), reason })

/** One request a verb. */
export const wordingRequests = {
  'draft-wording': DraftWordingRequest,
  'submit-wording': WordingVersionRequest,
  /** The step that the version waits for: 审核, 签发. */
  'approve-wording': WordingVersionRequest,
  'return-wording': ReturnWordingRequest,
  'establish-cause': EstablishCauseRequest,
  'retract-cause': RetractCauseRequest,
  'settle-conflict': SettleConflictRequest,
  'plan-media': PlanMediaRequest,
  'publish-media': PublishMediaRequest,
  'withdraw-media': WithdrawMediaRequest
} as const

export const FillQuery = z.object({ template: z.string().min(1).max(100), unit: z.string().max(100).optional() })
export const DiffQuery = z.object({ from: z.coerce.number().int().positive(), to: z.coerce.number().int().positive() })

/* ---- answers ---- */

const EvidenceView = z.object({
  kind: z.enum(StatementEvidence.options.map(({ shape }) => shape.kind.value)),
  words: z.string(),
  mentionId: z.string().nullable()
})

const SectionView = z.object({
  field: WordingField,
  words: z.string(),
  optional: z.boolean(),
  text: z.string(),
  statements: z.array(z.object({ text: z.string(), evidence: z.array(EvidenceView) }))
})
export type SectionView = z.infer<typeof SectionView>

const Done = z.object({ words: z.string(), by: z.string(), at: Instant })

export const WordingVersion = z.object({
  version,
  text: z.string(),
  /** Who speaks; null in what was drafted before units were told apart. */
  unit: z.string().nullable(),
  stage: WordingStage.nullable(),
  stageWords: z.string().nullable(),
  template: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Empty in what was written freely. */
  sections: z.array(SectionView),
  basis: z.string(),
  standing: z.enum(['draft', 'under-approval', 'returned', 'approved']),
  standingWords: z.string(),
  inForce: z.boolean(),
  /** 拟稿, 提交, 审核, 签发: each with who and when. */
  done: z.array(Done),
  /** The step that it waits for. */
  awaits: z.object({ words: z.string(), roles: z.array(Role), roleNames: z.array(z.string()) }).nullable(),
  returned: Done.extend({ reason: z.string() }).nullable(),
  /** Who may take no further step of it. */
  involvedIds: z.array(z.string()),
  /** What keeps it from being submitted or approved. */
  faults: z.array(z.string()),
  /** The version of the same unit before it. */
  before: version.nullable()
})
export type WordingVersion = z.infer<typeof WordingVersion>

export const ConflictView = FoundConflict.extend({
  name: z.string(),
  foundAt: Instant,
  state: z.enum(['open', 'settled', 'ended']),
  stateWords: z.string(),
  settled: z.object({ by: z.string(), at: Instant, reason: z.string() }).nullable()
})
export type ConflictView = z.infer<typeof ConflictView>

const UnitChoice = z.object({ id: z.string().nullable(), name: z.string() })

export const WordingDesk = z.object({
  now: Instant,
  /** What a draft goes through, by the policy that the incident froze. */
  steps: z.array(z.object({ words: z.string(), roleNames: z.array(z.string()) })),
  source: z.string(),
  templatesRequired: z.boolean(),
  templates: z.array(z.object({ id: z.string(), name: z.string(), stage: WordingStage, stageWords: z.string() })),
  /** For whom I may speak, what is mine first. */
  units: z.array(UnitChoice),
  cause: z.object({ text: z.string(), basis: z.string(), by: z.string(), at: Instant }).nullable(),
  /** Newest first. */
  versions: z.array(WordingVersion),
  /** Newest first. */
  conflicts: z.array(ConflictView)
})
export type WordingDesk = z.infer<typeof WordingDesk>

export const FilledTemplate = z.object({
  template: z.object({ id: z.string(), name: z.string(), stage: WordingStage, stageWords: z.string() }),
  unit: z.string(),
  /** Every part of the template, those that are left out for now among them: their text is empty. */
  sections: z.array(SectionView),
  gaps: z.array(z.object({ what: z.string(), hint: z.string().nullable() }))
})
export type FilledTemplate = z.infer<typeof FilledTemplate>

export const WordingDiff = z.object({
  from: version,
  to: version,
  parts: z.array(z.object({ change: z.enum(['same', 'added', 'removed']), text: z.string() })),
  /** The texts were too far apart to be compared in time: all of one is removed, all of the other added. */
  coarse: z.boolean()
})
export type WordingDiff = z.infer<typeof WordingDiff>

/** A sum of what is known, and of how many it is known; null where of none. */
const KnownSum = z.object({ value: z.number().int().nonnegative().nullable(), known: z.number().int().nonnegative() })

export const MediaReach = z.object({
  /** Captured mentions that carry the address or the title, the piece itself left out. */
  mentions: z.number().int().nonnegative(),
  /** There are more than were counted. */
  capped: z.boolean(),
  sources: z.number().int().nonnegative(),
  /** The piece itself was captured too; its engagement is in the sums. */
  captured: z.boolean(),
  views: KnownSum,
  likes: KnownSum,
  comments: KnownSum,
  reposts: KnownSum
})
export type MediaReach = z.infer<typeof MediaReach>

export const MediaPlan = z.object({
  now: Instant,
  rows: z.array(
    z.object({
      id: z.string(),
      outlet: z.string(),
      angle: z.string(),
      plannedAt: Instant,
      plannedBy: z.string(),
      state: z.enum(['planned', 'late', 'published', 'withdrawn']),
      stateWords: z.string(),
      link: z.string().nullable(),
      title: z.string().nullable(),
      publishedAt: Instant.nullable(),
      withdrawn: z.object({ at: Instant, reason: z.string() }).nullable(),
      /** Null: nothing was published yet, so that nothing can be known of it. */
      reach: MediaReach.nullable()
    })
  )
})
export type MediaPlan = z.infer<typeof MediaPlan>
