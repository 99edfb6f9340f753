/** 规则: packs as they are in force, drafts with their faults, trials over what is stored, versions with their approval. */
import { z } from 'zod'
import { Grade } from '../core/grade.ts'
import { Instant } from '../core/instant.ts'
import { SourceKind } from '../core/mention.ts'
import { RefusedRule } from '../core/rule-book/loaded-rules.ts'
import { TriedRule } from '../core/rule-book/trial.ts'
import { Highlight } from './contract.ts'

const part = encodeURIComponent

export const rulePaths = {
  /** GET RulesView. */
  rules: '/api/rules',
  /** GET PackView. */
  pack: (id: string) => `/api/rules/packs/${part(id)}`,
  /** POST PackDraftRequest → PackCheckView. */
  check: '/api/rules/check',
  /** POST TryRequest → TryView. */
  tryOn: '/api/rules/try',
  /** POST PackDraftRequest → TrialView: begins one, which goes on by itself. */
  trials: '/api/rules/trials',
  /** GET TrialView. */
  trial: (id: string) => `/api/rules/trials/${part(id)}`,
  /** POST PackDraftRequest → DiffView: what it changes of what is in force. */
  diff: '/api/rules/diff',
  /** POST SubmitPackRequest → 201 VersionView. */
  versions: '/api/rules/versions',
  /** GET VersionView. */
  version: (id: number) => `/api/rules/versions/${id}`,
  /** POST ApproveVersionRequest → VersionView. */
  approve: (id: number) => `/api/rules/versions/${id}/approve`,
  /** POST RuleReasonRequest → VersionView. */
  sendBack: (id: number) => `/api/rules/versions/${id}/return`,
  /** POST RuleReasonRequest → VersionView. */
  withdraw: (id: number) => `/api/rules/versions/${id}/withdraw`,
  /** POST RuleReasonRequest → 201 VersionView: asks for the text of this version again. */
  restore: (id: number) => `/api/rules/versions/${id}/restore`,
  /** POST RuleReasonRequest → 201 VersionView: asks for the pack as the file has it. */
  restoreFile: (id: string) => `/api/rules/packs/${part(id)}/restore`
} as const

/** An id of a pack, as in its file. */
export const packId = z.string().regex(/^[a-z0-9-]{1,60}$/, '规则包编号为小写字母、数字、横线')
/** The largest that ships has 40,000 signs. */
const mostText = 120_000
const reason = z.string().trim().min(1, '请写明理由').max(500)

export const PackDraftRequest = z.strictObject({ pack: packId, text: z.string().min(1, '规则是空的').max(mostText) })
export type PackDraftRequest = z.infer<typeof PackDraftRequest>

export const TryRequest = z.strictObject({
  /** Null: by what is in force. */
  draft: PackDraftRequest.nullable(),
  title: z.string().max(1000).default(''),
  text: z.string().max(20_000).default(''),
  sourceKind: SourceKind.default('portal')
})
export type TryRequest = z.input<typeof TryRequest>

export const SubmitPackRequest = PackDraftRequest.extend({
  /** Key of what it was written over, as PackView told it; null: there was no such pack. */
  base: z.string().nullable(),
  reason,
  /** The trial of this very text. */
  trial: z.string(),
  /** Rules of which the author was told that they never or always fire, and that are wanted all the same. */
  acknowledged: z.array(z.string()).max(1000).default([])
})
export type SubmitPackRequest = z.input<typeof SubmitPackRequest>

export const ApproveVersionRequest = z.strictObject({
  note: z.string().trim().max(500).default(''),
  acknowledged: z.array(z.string()).max(1000).default([])
})
export type ApproveVersionRequest = z.input<typeof ApproveVersionRequest>

export const RuleReasonRequest = z.strictObject({ reason })
export type RuleReasonRequest = z.infer<typeof RuleReasonRequest>

const RuleLineView = z.object({ id: z.string(), name: z.string(), line: z.number(), usable: z.boolean() })

const PackRow = z.object({
  id: z.string(),
  subject: z.string(),
  version: z.string(),
  rules: z.number(),
  /** File of the configuration; null: it stands on the screen alone. */
  file: z.string().nullable(),
  /** Of the rule book; null: as the file has it. */
  bookVersion: z.number().nullable(),
  /** Since when that version is in force, and by whose approval. */
  changed: z.object({ at: Instant, author: z.string(), approver: z.string() }).nullable(),
  fileMoved: z.boolean(),
  /** Versions that wait for approval. */
  waiting: z.number()
})
export type PackRow = z.infer<typeof PackRow>

export const VersionState = z.enum(['waiting', 'in-force', 'replaced', 'returned', 'withdrawn'])

const VersionRow = z.object({
  id: z.number(),
  pack: z.string(),
  state: VersionState,
  stateWords: z.string(),
  author: z.string(),
  /** Whoever asks wrote it, and may not approve it. */
  mine: z.boolean(),
  at: Instant,
  reason: z.string(),
  rules: z.number(),
  restores: z.number().nullable(),
  /** As the file has it. */
  asFile: z.boolean(),
  decided: z.object({ by: z.string(), at: Instant, words: z.string() }).nullable(),
  /** How many rules never or always fired in its trial. */
  warned: z.number()
})
export type VersionRow = z.infer<typeof VersionRow>

/** One process that judges, and by what. */
const ProcessRow = z.object({
  holder: z.string(),
  /** It judges by what is in force now. */
  current: z.boolean(),
  rulesVersion: z.string(),
  rules: z.number(),
  packs: z.number(),
  refused: z.array(RefusedRule),
  since: Instant,
  trouble: z.string().nullable(),
  /** Seconds since its last sign; null: it is heard regularly. */
  silentSeconds: z.number().nullable(),
  /** 「已载入 214 条，2 条被拒（…）」 */
  words: z.string()
})
export type ProcessRow = z.infer<typeof ProcessRow>

export const RulesView = z.object({
  now: Instant,
  /** Of the newest approval; null: everything is as the files have it. */
  bookVersion: z.number().nullable(),
  changedAt: Instant.nullable(),
  rules: z.number(),
  refused: z.array(RefusedRule),
  processes: z.array(ProcessRow),
  packs: z.array(PackRow),
  /** Newest first. */
  versions: z.array(VersionRow)
})
export type RulesView = z.infer<typeof RulesView>

export const PackView = z.object({
  id: z.string(),
  subject: z.string(),
  file: z.string().nullable(),
  bookVersion: z.number().nullable(),
  fileMoved: z.boolean(),
  text: z.string(),
  key: z.string(),
  lines: z.array(RuleLineView),
  versions: z.array(VersionRow)
})
export type PackView = z.infer<typeof PackView>

const PackFaultView = z.object({ line: z.number(), column: z.number(), field: z.string(), reason: z.string() })
export type PackFaultView = z.infer<typeof PackFaultView>

export const PackCheckView = z.object({
  problems: z.array(PackFaultView),
  warnings: z.array(PackFaultView),
  lines: z.array(RuleLineView),
  changed: z.array(z.string())
})
export type PackCheckView = z.infer<typeof PackCheckView>

export const TryView = z.object({
  relevant: z.boolean(),
  grade: Grade.nullable(),
  eventType: z.string().nullable(),
  departments: z.array(z.string()),
  rules: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      pack: z.string(),
      /** Of the pack that is being written, and new or changed. */
      changed: z.boolean(),
      words: z.array(z.string())
    })
  ),
  highlights: z.array(Highlight),
  /** Why this grade, and what would change it. */
  why: z.array(z.string()),
  /** Rules whose words are there and that did not fire all the same. */
  withheld: z.array(z.string())
})
export type TryView = z.infer<typeof TryView>

const DiffLine = z.object({ change: z.enum(['same', 'added', 'removed', 'skipped']), line: z.number().nullable(), text: z.string() })
export type DiffLine = z.infer<typeof DiffLine>

export const DiffView = z.object({ added: z.number(), removed: z.number(), lines: z.array(DiffLine) })
export type DiffView = z.infer<typeof DiffView>

const TrialResult = z.object({
  from: Instant,
  to: Instant,
  mentions: z.number(),
  left: z.number(),
  appear: z.number(),
  vanish: z.number(),
  grade: z.number(),
  department: z.number(),
  rules: z.array(TriedRule.extend({ words: z.string() }))
})
export type TrialResult = z.infer<typeof TrialResult>

export const TrialView = z.object({
  id: z.string(),
  state: z.enum(['running', 'done', 'failed']),
  done: z.number(),
  fault: z.string().nullable(),
  result: TrialResult.nullable(),
  changes: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      kind: z.string(),
      kindWords: z.string(),
      before: z.string(),
      after: z.string(),
      by: z.array(z.string())
    })
  ),
  hits: z.array(z.object({ rule: z.string(), items: z.array(z.object({ id: z.string(), title: z.string() })) }))
})
export type TrialView = z.infer<typeof TrialView>

export const VersionView = z.object({
  version: VersionRow,
  /** Whole, for reading and for going on from; null: as the file has it. */
  text: z.string().nullable(),
  diff: DiffView,
  trial: TrialResult.nullable(),
  /** What was written over is in force no more: it cannot be approved. */
  overtaken: z.boolean()
})
export type VersionView = z.infer<typeof VersionView>
