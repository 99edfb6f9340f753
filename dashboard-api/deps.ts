import type { Archives } from '../core/archive/archives.ts'
import type { ArchiveRules } from '../core/archive/rules.ts'
import type { Actor } from '../core/actor.ts'
import type { AnswerWords } from '../core/answers/answer-rules.ts'
import type { Backups } from '../core/backup.ts'
import type { Clock } from '../core/clock.ts'
import type { Contact, Department } from '../core/department.ts'
import type { DutyRoster } from '../core/duty-roster.ts'
import type { Drills } from '../core/drills.ts'
import type { DistrictTile } from '../core/district-tile.ts'
import type { Reach } from '../core/escalation.ts'
import type { SettingsPart } from '../core/effective-setting.ts'
import type { Easing } from '../core/grading.ts'
import type { PublishedPage } from '../core/incident/published-page.ts'
import type { Ingest } from '../core/ingest/ingest.ts'
import type { IncidentWriter } from '../core/incident/update.ts'
import type { Policy } from '../core/policy.ts'
import type { Logger, Random, SecretBox, Stores } from '../core/ports.ts'
import type { Topic } from '../core/records.ts'
import type { EditRequest } from '../core/reports/edit-report.ts'
import type { ReportRequest } from '../core/reports/make-report.ts'
import type { Paper } from '../core/reports/paper.ts'
import type { ReportRecord } from '../core/reports/report-book.ts'
import type { ReportTime } from '../core/reports/report-settings.ts'
import type { SignInRules } from '../core/sign-in-rules.ts'
import type { SignLinks } from '../core/sign-link.ts'
import type { RuleDesk } from '../core/rule-book/rule-desk.ts'
import type { Source } from '../core/source.ts'
import type { SourceDesk } from '../core/source-trial.ts'
import type { SupervisionRules } from '../core/supervision.ts'
import type { ReplyTemplates } from '../core/reply-template.ts'
import type { WordingTemplates } from '../core/wording-template.ts'
import type { WorkingCalendar } from '../core/working-calendar.ts'
import type { LicenceRow } from './contract-system.ts'

/** What the page shows of a channel. */
export interface ChannelAbout {
  readonly words: string
  readonly accepted: string
  readonly proof: string | null
  readonly reach: Reach
  /** Files go with its notices. */
  readonly carriesFiles?: boolean
}

/** 事件推送 to another system; its address without what opens it. */
export interface KnownWebhook {
  readonly id: string
  readonly name: string
  readonly url: string
  /** Types of events; null: all. */
  readonly events: readonly string[] | null
}

export interface HostState {
  readonly node: string
  readonly engine: string
  readonly sqlite: string
  readonly platform: string
  /** Of the process; what people see is always Beijing time. */
  readonly timeZone: string
  readonly uptimeSeconds: number
  readonly memoryBytes: number
  /** Of the disk that the data is on; null: it could not be read. */
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number } | null
}

/** Everything the dashboard's server needs of the world; the composition root brings it. */
export interface DashboardDeps {
  readonly stores: Pick<
    Stores,
    'log' | 'mentions' | 'incidents' | 'notices' | 'audit' | 'evidence' | 'crawl' | 'accounts' | 'documentNumbers' | 'leases'
  >
  readonly writer: IncidentWriter
  readonly clock: Clock
  readonly logger: Logger
  readonly random: Random
  readonly sources: readonly Source[]
  /** As the configuration has them; `sources` is what this process began with. */
  readonly configuredSources: readonly Source[]
  readonly sourceDesk: SourceDesk
  readonly departments: readonly Department[]
  /** Posts that can be reached, with their addresses: never sent to a page as they are. */
  readonly contacts: readonly Contact[]
  /** 值班表 as the configuration has them. */
  readonly rosters: readonly DutyRoster[]
  /** Departments as the configuration has them; `departments` is what this process began with. */
  readonly configuredDepartments: readonly Department[]
  /** The machine that this process runs on. */
  readonly host: () => Promise<HostState>
  /** Id under which incidents are opened by hand, and the name people read. */
  readonly jurisdiction: { readonly id: string; readonly name: string }
  /** Districts of the wall; read when a wall first asks. */
  readonly districts: () => Promise<readonly DistrictTile[]>
  /** 口径模板, and who speaks in what the desk itself drafts. */
  readonly wordingTemplates: WordingTemplates
  /** 部门答复模板. */
  readonly replyTemplates: ReplyTemplates
  /** 事件类型 that the configuration knows. */
  readonly eventTypes: readonly string[]
  readonly unitName: string
  /** What an incident opened by hand freezes. */
  readonly policy: Policy
  /** Holidays, by which an extension in working days is counted. */
  readonly calendar: WorkingCalendar
  /** 督办规则; null: this desk has none, and nothing can be issued. */
  readonly supervision: SupervisionRules | null
  /** 答复质量: the words and thresholds that answers are held against. */
  readonly answerWords: AnswerWords
  /** When the machine takes a grade of the opinion back. */
  readonly easing: Easing | null
  /** Where packages are kept, by which rules, and the name that they carry. */
  readonly archiving: { readonly archives: Archives; readonly rules: ArchiveRules | null; readonly unit: string }
  readonly drill: boolean
  /** The configuration in force, with its folder. */
  readonly settings: () => Promise<{ readonly directory: string; readonly parts: readonly SettingsPart[] }>
  /** Systems that are told of events, as the configuration has them. */
  readonly webhooks: readonly KnownWebhook[]
  /** Null: the data is of a cluster, which has its own. */
  readonly backups: Backups | null
  /** Licences of what the program is built of; null: no list was built. */
  readonly licences: () => Promise<readonly LicenceRow[] | null>
  /** Starts drills beside this desk; null: this is one. */
  readonly drills: Drills | null
  /** Fetches a published page and keeps it as evidence; throws what the person is to read. */
  readonly fetchEvidence: (url: string) => Promise<PublishedPage>
  /** The same of a page of ours or of the media that reports a conference. */
  readonly fetchReport: (url: string) => Promise<PublishedPage>
  /** Makes papers and keeps them; what is made and sent by itself. */
  readonly reports: {
    readonly make: (request: ReportRequest, actor: Actor) => Promise<ReportRecord>
    readonly edit: (request: EditRequest, actor: Actor) => Promise<ReportRecord>
    /** The very page that is printed. */
    readonly preview: (paper: Paper) => string
    readonly schedule: readonly ReportTime[]
  }
  /** Checks and tries rules, and says which are in force. */
  readonly rules: RuleDesk
  /** What takes in pushes and what people type. */
  readonly ingest: Ingest
  /** Channels that are on, by id, with whom they reach and what they prove; read when somebody asks. */
  readonly channels: () => Promise<ReadonlyMap<string, ChannelAbout>>
  /** 浏览器推送: what browsers are given, and the hosts they may name; null: off. */
  readonly push: { readonly publicKey: string; readonly services: readonly string[] } | null
  readonly signIn: SignInRules
  /** Seals the secrets of second factors. */
  readonly secrets: SecretBox
  /** The secret that the OpenID provider gave us; null: none was, or none is needed. */
  readonly oidcSecret: () => string | null
  /** Null: notices of this desk carry no 一键签收链接. */
  readonly signLinks: SignLinks | null
  /** Folder of the built page. */
  readonly pageDirectory: string
  /** Address under which people reach it when a proxy stands in front, `https://…`; null: the listener's own over http. */
  readonly publicUrl: string | null
  /** Of one address; the usual when not given. */
  readonly requestsPerMinute?: number
  /** Names this process in the log, so that it goes on where it stopped. */
  readonly holder: string
  /** Groups whose backlog the status shows. */
  readonly watchedGroups: readonly { readonly topic: Topic; readonly group: string }[]
  readonly version: string
}
