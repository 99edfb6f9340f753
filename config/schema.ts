import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { ArchiveRules } from '../core/archive/rules.ts'
import { AssistantSettings } from './assistant.ts'
import { Cluster } from './cluster.ts'
import type { PackText } from './pack-text.ts'
import { HeartbeatConfig } from './heartbeat.ts'
import { Webhooks, type WebhookConfig } from './webhooks.ts'
import { Checklists, type Checklist } from '../core/checklist.ts'
import { AnswerRules } from '../core/answers/answer-rules.ts'
import { Contact, Department, Jurisdiction, Outlet } from '../core/department.ts'
import { DistrictTiles, type DistrictTile } from '../core/district-tile.ts'
import { DutyRoster } from '../core/duty-roster.ts'
import { GradingTable } from '../core/grading.ts'
import type { Instant } from '../core/instant.ts'
import type { PastDecision } from '../core/past-decision.ts'
import { Policy } from '../core/policy.ts'
import { RevisitSettings } from '../core/revisit-settings.ts'
import type { RulePack } from '../core/rule.ts'
import { ReportSettings } from '../core/reports/report-settings.ts'
import type { ReportTemplates } from '../core/reports/report-template.ts'
import { SignLinkSettings } from './sign-links.ts'
import { Source } from '../core/source.ts'
import { StagedCountdowns } from '../core/staged-countdown.ts'
import { PasswordProfiles } from '../core/password-profile.ts'
import { SignInSettings, type SignInRules } from '../core/sign-in-rules.ts'
import { SupervisionRules } from '../core/supervision.ts'
import { ReplyTemplates } from '../core/reply-template.ts'
import { WordingTemplates } from '../core/wording-template.ts'
import type { WorkingCalendar } from '../core/working-calendar.ts'

/** A part that stands in a file of its own: its path, relative to the file that names it. */
const Elsewhere = z.string().regex(/\.ya?ml$/, '应是一个 .yaml 文件的路径')

const shippedPasswordProfiles = fileURLToPath(new URL('password-profiles.yaml', import.meta.url))
const shippedAnswers = fileURLToPath(new URL('answers.yaml', import.meta.url))

/** `policy.yaml`: the staged countdowns stand in a file of their own, and are joined to it when both are read. */
export const PolicyFile = Policy.omit({ staged: true })

/** `wanglou.yaml`: what one desk watches, for whom, and by which rules. Parts may stand here or in files of their own. */
export const ConfigFile = z.strictObject({
  unit: z.strictObject({ name: z.string().min(1), contact: z.string().min(1) }),
  jurisdiction: z.union([Elsewhere, Jurisdiction.strict()]),
  packs: z.array(Elsewhere).min(1),
  grading: z.union([Elsewhere, GradingTable]),
  policy: z.union([Elsewhere, PolicyFile]),
  departments: z.union([Elsewhere, z.array(Department.strict()).min(1)]),
  contacts: z.union([Elsewhere, z.array(Contact.strict())]),
  /** 值班表, which steps of the policy may name as `roster:ID`. */
  rosters: z.union([Elsewhere, z.array(DutyRoster)]).default([]),
  channels: z.union([Elsewhere, z.record(z.string(), z.unknown())]).default({}),
  sources: z.union([Elsewhere, z.array(Source.strict())]),
  outlets: z.union([Elsewhere, z.array(Outlet.strict())]).default([]),
  /** Where Kafka and Elasticsearch are, for `--engine cluster`. */
  cluster: z.union([Elsewhere, Cluster]).prefault({}),
  /** 归档规则; left out: nothing can be filed. */
  archive: z.union([Elsewhere, ArchiveRules]).optional(),
  /** 报告: issuer, cut-off and schedule; left out: made by hand only. Templates stand in the folder `reports`. */
  reports: z.union([Elsewhere, ReportSettings]).prefault({}),
  /** 起草助手; left out: off. */
  assistant: AssistantSettings.nullable().default(null),
  /** 对外心跳; left out: nobody outside hears when this system falls silent. */
  heartbeat: HeartbeatConfig.nullable().default(null),
  /** 复访 of posts of open incidents; null: none. */
  revisit: RevisitSettings.nullable().prefault({}),
  /** 事件推送 to other systems. */
  webhooks: Webhooks.default([]),
  /** 一键签收链接; left out: none. */
  signLinks: SignLinkSettings.nullable().default(null),
  /** 登录: which password profile, who needs a second factor, 单点登录. */
  signIn: SignInSettings.prefault({}),
  /** 口令规则; left out: config/password-profiles.yaml as it is shipped. */
  passwordProfiles: z.union([Elsewhere, PasswordProfiles]).default(shippedPasswordProfiles),
  /** 大屏: where each district lies in a sketch of squares; left out: districts in the order of their codes. */
  wall: z.strictObject({ districts: DistrictTiles }).optional(),
  /** Folders of place names; a drill adds that of its fictional city. */
  gazetteer: z.union([z.string(), z.array(z.string()).min(1)]).default('../gazetteer'),
  lexicon: z.string().default('../lexicon'),
  /** Folder of holidays, a file a year. */
  calendar: z.string().optional(),
  stagedCountdowns: z.union([Elsewhere, StagedCountdowns]).optional(),
  /** 督办规则; left out: nothing can be put under supervision. */
  supervision: z.union([Elsewhere, SupervisionRules]).optional(),
  /** 口径模板; left out: those that come with the program. */
  wordingTemplates: z.union([Elsewhere, WordingTemplates]).optional(),
  /** 部门答复模板; left out: those that come with the program. */
  replyTemplates: z.union([Elsewhere, ReplyTemplates]).optional(),
  /** 应急预案检查单; left out: none starts. */
  checklists: z.union([Elsewhere, Checklists]).default([]),
  /** 答复质量: what is held against what is asked; left out: config/answers.yaml as it is shipped. */
  answers: z.union([Elsewhere, AnswerRules]).default(shippedAnswers),
  /** Threads that assess in each pipeline process; each has a dictionary of its own, about 0.25 GB. */
  assessThreads: z
    .number({ error: '应为 1 到 64 的整数' })
    .int('应为 1 到 64 的整数')
    .min(1, '应为 1 到 64 的整数')
    .max(64, '应为 1 到 64 的整数')
    .default(1)
})
export type ConfigFile = z.infer<typeof ConfigFile>

export const Departments = z.array(Department.strict()).min(1)
export const Contacts = z.array(Contact.strict())
export const Rosters = z.array(DutyRoster)
export const Sources = z.array(Source.strict())
export const Outlets = z.array(Outlet.strict())
export const Channels = z.record(z.string().regex(/^[a-z0-9-]+$/), z.unknown())

/** Everything a city edits, read and checked. */
export interface Config {
  readonly directory: string
  /** `file:line:column field: reason`: what can be used as it is and is probably meant otherwise. */
  readonly warnings: readonly string[]
  readonly unit: ConfigFile['unit']
  readonly jurisdiction: Jurisdiction
  readonly packs: readonly RulePack[]
  /** The same as they are written, in the same order. */
  readonly packTexts: readonly PackText[]
  readonly grading: GradingTable
  readonly policy: Policy
  readonly departments: readonly Department[]
  /** Read from `past-decisions.jsonl` where the folder has one. */
  readonly pastDecisions: readonly PastDecision[]
  readonly contacts: readonly Contact[]
  readonly rosters: readonly DutyRoster[]
  /** Holidays of the years that are written down. */
  readonly calendar: WorkingCalendar
  readonly stagedCountdowns: StagedCountdowns | null
  readonly supervision: SupervisionRules | null
  readonly wordingTemplates: WordingTemplates
  readonly replyTemplates: ReplyTemplates
  readonly checklists: readonly Checklist[]
  readonly answers: AnswerRules
  readonly channels: Readonly<Record<string, unknown>>
  readonly sources: readonly Source[]
  readonly outlets: readonly Outlet[]
  readonly reports: { readonly settings: ReportSettings; readonly templates: ReportTemplates }
  readonly cluster: Cluster
  readonly archive: ArchiveRules | null
  readonly assistant: AssistantSettings | null
  readonly heartbeat: HeartbeatConfig | null
  readonly webhooks: readonly WebhookConfig[]
  readonly signLinks: SignLinkSettings | null
  readonly signIn: SignInRules
  readonly revisit: RevisitSettings | null
  /** Null: nobody sketched the city. */
  readonly wallDistricts: readonly DistrictTile[] | null
  /** Folders of place names and of word lists. */
  readonly gazetteer: readonly string[]
  readonly lexicon: string
  readonly assessThreads: number
}

/** Schemas that the working folders own: they come in from the composition root. */
export interface Extensions {
  readonly sourceSettings: Readonly<Record<Source['crawler'], z.ZodType>>
  readonly channelSettings: z.ZodType
  /** With it is warned of what leaves somebody unreached from this moment on: gaps of duty, a year without a calendar. */
  readonly now?: Instant
  /** Secrets and certificates that cannot be used, by field; asked where a check is wanted, since another machine may have them. */
  readonly clusterFaults?: (cluster: Cluster) => readonly { readonly field: string; readonly reason: string }[]
  /** The same of the sources: what this machine lacks of the files and folders that they name. */
  readonly sourceFaults?: (sources: Config['sources']) => readonly { readonly index: number; readonly field: string; readonly reason: string }[]
  /** The same of the channels that are on. */
  readonly channelFaults?: (channels: Config['channels']) => Promise<readonly { readonly field: string; readonly reason: string }[]>
}
