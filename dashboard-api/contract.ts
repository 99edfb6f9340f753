/**
 * What the dashboard's page and its server say to each other. What notices say is in contract-notices.ts, what people ask for of an
 * incident in contract-verbs.ts. The page's build imports these files, so they import zod and core types only. All instants are civil time of the *server*, ISO 8601 in UTC; all `…Ms` of the clock are its real time.
 */
import { z } from 'zod'
import { Role } from '../core/actor.ts'
import { Assessment, DepartmentShare, Facts, Place, ResponseValue, Stance } from '../core/assessment.ts'
import { AnchorKind, CountdownKind, Settlement } from '../core/countdown.ts'
import { GradeOutlook } from '../core/grade-outlook.ts'
import { Grade, GradeExplanation } from '../core/grade.ts'
import { Heat } from '../core/heat/heat.ts'
import { Release, ReleaseProposal } from '../core/incident/release.ts'
import { Conference } from '../core/incident/watched-page.ts'
import { Wording } from '../core/incident/wording.ts'
import { Instant, Precision } from '../core/instant.ts'
import { Engagement, Gone, MentionId, SourceKind } from '../core/mention.ts'
import { Moment } from '../core/moment.ts'
import { Coverage, HealthState } from '../core/source.ts'
import { StageAnchorKind, StagedKind } from '../core/staged-countdown.ts'
import { AfterView } from './contract-archive.ts'
import { NoticeView } from './contract-notices.ts'
import type { IncidentVerb, RegroupVerb } from './contract-verbs.ts'
import type { WorkVerb } from './contract-work.ts'

/* ---- addresses ---- */

const part = encodeURIComponent

/**
 * Every address of the API. Mutations are POST or DELETE with a JSON body or none, need the `Origin` header that a browser
 * sends by itself, and may carry an `Idempotency-Key`.
 */
export const paths = {
  /** GET who am I (401 when signed out) · POST SignInRequest · DELETE signs out. */
  session: '/api/session',
  /** GET SetupState · POST SetupRequest: first account, by the one-time link `/setup#token=…`. */
  setup: '/api/setup',
  /** POST SignInLinkRequest: signs in by the one-time link `/signin-link#token=…`. */
  signInLink: '/api/signin-link',
  /** GET SessionList: mine; `?all=1` everybody's, for who may manage them. */
  sessions: '/api/sessions',
  /** DELETE ends one. */
  sessionById: (id: string) => `/api/sessions/${part(id)}`,
  /** GET Status. */
  status: '/api/status',
  /** GET Pulse. */
  pulse: '/api/pulse',
  /** GET DepartmentList, for the assign form. */
  departments: '/api/departments',
  /** GET IncidentQueue (query: IncidentQueueQuery) · POST OpenIncidentRequest → IncidentDetail, 201. */
  incidents: '/api/incidents',
  /** GET IncidentDetail. */
  incident: (id: string) => `/api/incidents/${part(id)}`,
  /** GET IncidentAnswers (contract-answers.ts): what is asked, and each answer with its findings. */
  incidentAnswers: (id: string) => `/api/incidents/${part(id)}/answers`,
  /** GET IncidentHeat: volume, velocity, reach, what is usual, and a forecast with its past errors. */
  incidentHeat: (id: string) => `/api/incidents/${part(id)}/heat`,
  /** GET IncidentWork: tasks, meetings, checked facts, transfers, reports; the verbs of contract-work.ts answer with it too. */
  incidentWork: (id: string) => `/api/incidents/${part(id)}/work`,
  /** GET what was handed over, as a download. */
  transfer: (id: string, transferId: string) => `/api/incidents/${part(id)}/${transferId.replace('transfer/', 'transfers/')}`,
  /** GET TaskList (query: TaskQuery). */
  tasks: '/api/tasks',
  /** POST with the request of that verb → IncidentDetail as it then is. */
  incidentVerb: (id: string, verb: IncidentVerb | RegroupVerb | WorkVerb) => `/api/incidents/${part(id)}/${verb}`,
  /** GET MentionPage (query: MentionSearchQuery). */
  mentions: '/api/mentions',
  /** GET TypingPlaces · POST TypedMentionRequest → TypedMention, 201 (contract-ingest.ts). */
  typedMentions: '/api/typed-mentions',
  /** POST by a machine with a token, no session: see docs/ingest.md. */
  ingest: '/api/ingest',
  /** GET MentionDetail. */
  mention: (id: string) => `/api/mentions/${part(id)}`,
  /** GET the kept bytes, as a download. */
  evidence: (key: string) => `/api/evidence/${part(key)}`,
  /** GET the same to look at, for a sandboxed frame: web pages, pictures and text. */
  evidenceView: (key: string) => `/api/evidence/${part(key)}/view`,
  /** GET SourceList. */
  sources: '/api/sources',
  /** GET NoticeList: those for my roles on the dashboard's own channel. */
  notices: '/api/notices',
  /** GET MuteList · POST MuteRequest → MuteList, 201. */
  mutes: '/api/mutes',
  /** DELETE ends it before its time → MuteList. */
  muteById: (id: string) => `/api/mutes/${part(id)}`,
  /** GET PushView; POST PushSubscription: this browser wants 浏览器推送. */
  push: '/api/push',
  /** POST PushEndRequest. */
  pushEnd: '/api/push/end',
  /** GET ChannelTests: channels, whom each reaches and what it proves, and the latest tests; POST ChannelTestRequest → NoticeView. */
  channelTests: '/api/channel-tests',
  /** POST SignLinkRequest → SignLinkView, for the page behind `/sign.html#TOKEN`, without signing in: what it is about; sign. */
  signLinkLook: '/api/sign-links/look',
  signLinkSign: '/api/sign-links/sign',
  /** GET CallList: whom no channel reached, and who called them. */
  calls: '/api/calls',
  /** POST NoticesShown: my page shows these; they are delivered. */
  noticesShown: '/api/notices/shown',
  /** POST NoticesShown: I have read these, which are about no incident. */
  noticesRead: '/api/notices/read',
  /** POST without a body: my page shows this incident; my notices of it are read. */
  incidentOpened: (id: string) => `/api/incidents/${part(id)}/opened`,
  /** WebSocket (query: LiveQuery): LiveMessage down, LiveRequest up. */
  live: '/api/live'
} as const

/** Of a verb: number of the newest event that the person had before their eyes, so that two who decide at once see each other. */
export const seenHeader = 'wanglou-seen'

/* ---- errors ---- */

/** RFC 9457 problem+json, with `code` of core/errors.ts and what to do next in Chinese. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  /** Trying the very same again later can succeed. */
  retryable: z.boolean(),
  /** Fields of the request that do not fit. */
  fields: z.array(z.object({ path: z.string(), message: z.string() }))
})
export type Problem = z.infer<typeof Problem>

/* ---- time and session ---- */

/**
 * The server's clock: civil(t) = civilStart + (t − realStartMs) × speed, t being the server's real milliseconds. Measure
 * the offset to the own clock by `ping`. Comes again with each `clock` message, since a drill can change its speed.
 */
export const ClockView = z.object({ realStartMs: z.number(), civilStart: Instant, speed: z.number().positive(), drill: z.boolean() })
export type ClockView = z.infer<typeof ClockView>

export const PersonView = z.object({
  id: z.string(),
  login: z.string(),
  name: z.string(),
  roles: z.array(Role),
  roleNames: z.array(z.string()),
  departmentId: z.string().nullable()
})
export type PersonView = z.infer<typeof PersonView>

export const Owed = z.enum(['code', 'second-factor', 'password']).nullable()

export const SessionView = z.object({
  me: PersonView,
  /** Actions of core/permission.ts that I may do: what the page shows buttons for. */
  allowed: z.array(z.string()),
  clock: ClockView,
  jurisdiction: z.string(),
  drill: z.boolean(),
  /** What comes before anything else: a code of the second factor, setting one up, a new password. */
  owes: Owed
})
export type SessionView = z.infer<typeof SessionView>

export const SignInRequest = z.strictObject({ login: z.string().min(1).max(100), password: z.string().min(1).max(200) })
export type SignInRequest = z.infer<typeof SignInRequest>

export const SignInLinkRequest = z.strictObject({ token: z.string().min(1).max(200) })
export type SignInLinkRequest = z.infer<typeof SignInLinkRequest>

export const SetupState = z.object({
  needed: z.boolean(),
  /** What a new password has to be, a line each. */
  passwordRules: z.array(z.string()),
  /** 单点登录: what stands on its button; null: none. */
  oidc: z.string().nullable()
})
export type SetupState = z.infer<typeof SetupState>

/** The rest is said by the password profile of the desk. */
export const NewPassword = z.string().min(1, '请填写密码').max(200, '密码最多 200 位')

export const LoginName = z.string().regex(/^[a-z0-9._-]{2,40}$/, '登录名为 2–40 位小写字母、数字、点、横线')

export const SetupRequest = z.strictObject({
  token: z.string().min(1).max(200),
  login: LoginName,
  name: z.string().min(1).max(40),
  password: NewPassword
})
export type SetupRequest = z.infer<typeof SetupRequest>

export const SessionRow = z.object({
  id: z.string(),
  accountId: z.string(),
  accountName: z.string(),
  createdAt: Instant,
  idleSeconds: z.number().nonnegative(),
  userAgent: z.string(),
  address: z.string(),
  current: z.boolean()
})
export type SessionRow = z.infer<typeof SessionRow>
export const SessionList = z.object({ rows: z.array(SessionRow) })
export type SessionList = z.infer<typeof SessionList>

/* ---- incidents ---- */

export const CountdownView = z.object({
  kind: CountdownKind,
  words: z.string(),
  hours: z.number(),
  startedAt: Instant,
  dueAt: Instant,
  /** From here on it is 即将到期. */
  dueSoonAt: Instant,
  state: z.enum(['running', 'due-soon', 'overdue', 'met', 'waived', 'withdrawn']),
  stateWords: z.string(),
  /** At the moment of the answer; negative once overdue. The page ticks from `dueAt`. */
  remainingMs: z.number(),
  anchor: z.object({
    kind: AnchorKind,
    words: z.string(),
    at: Instant,
    precision: Precision,
    setBy: z.enum(['machine', 'person']),
    reason: z.string()
  }),
  source: z.string(),
  stopsWith: z.string(),
  settled: Settlement.nullable(),
  phases: z.array(z.object({ id: z.string(), at: Instant, words: z.string(), reached: z.boolean() }))
})
export type CountdownView = z.infer<typeof CountdownView>

/** A clock that goes by stages: 上报, 持续发布, 部门答复. */
export const StageView = z.object({
  id: z.string(),
  kind: StagedKind,
  /** `phone`, `written`, `update`, `notice`, `answer`: which deed fulfils it. */
  stage: z.string(),
  words: z.string(),
  department: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** `30分钟`, `5个工作日`; the extended one where it was extended. */
  allowance: z.string(),
  startedAt: Instant,
  /** It was over before it began: found late. */
  startedOverdue: z.boolean(),
  dueAt: Instant,
  dueSoonAt: Instant,
  state: CountdownView.shape.state,
  stateWords: z.string(),
  remainingMs: z.number(),
  /** From when on it looks half over, due soon, about to end: by office hours where it goes by working days. */
  looks: z.object({ half: Instant.nullable(), soon: Instant, last: Instant.nullable() }),
  anchor: z.object({ kind: StageAnchorKind, words: z.string(), at: Instant, setBy: z.enum(['machine', 'person']), reason: z.string() }),
  source: z.string(),
  stopsWith: z.string(),
  settled: Settlement.nullable(),
  phases: CountdownView.shape.phases,
  /** 延期申请 that waits for its approval. */
  request: z.object({ by: z.string(), byId: z.string().nullable(), at: Instant, reason: z.string() }).nullable(),
  /** Null: never extended. */
  extension: z.object({ to: z.string(), approvedBy: z.array(Role), approvedByWords: z.array(z.string()), source: z.string() }).nullable(),
  isExtended: z.boolean()
})
export type StageView = z.infer<typeof StageView>

/** A stage whose deadline cannot be told: the calendar of its year is missing. */
export const UnstartedStageView = z.object({ id: z.string(), words: z.string(), reason: z.string() })
export type UnstartedStageView = z.infer<typeof UnstartedStageView>

export const Counts = z.object({
  mentions: z.number().int().nonnegative(),
  sources: z.number().int().nonnegative(),
  sourceKinds: z.array(z.string()),
  negative: z.number().int().nonnegative(),
  /** How many are gone from where they stood; absent: none, as far as anybody looked. */
  gone: z.number().int().positive().optional(),
  engagement: Engagement,
  firstPublishedAt: Instant.nullable(),
  lastPublishedAt: Instant.nullable(),
  updatedAt: Instant
})
export type Counts = z.infer<typeof Counts>

const rowShape = {
  id: z.string(),
  version: z.number().int().positive(),
  /** Number of its newest event. */
  seq: z.number().int().positive(),
  title: z.string(),
  eventType: z.string().nullable(),
  drill: z.boolean(),
  /** The governing grade: the more severe of the two. */
  grade: Grade.nullable(),
  gradeWords: z.string(),
  eventGrade: Grade.nullable(),
  opinionGrade: Grade.nullable(),
  /** `machine` is 待核定. */
  gradeStatus: z.enum(['machine', 'confirmed']),
  status: z.enum(['open', 'closed', 'dismissed', 'merged']),
  statusWords: z.string(),
  handling: z.enum(['new', 'acknowledged', 'assigned', 'accepted', 'closed']),
  handlingWords: z.string(),
  publicPhase: z.enum(['silent', 'released', 'conference-held']),
  publicPhaseWords: z.string(),
  responseValue: ResponseValue,
  departments: z.array(DepartmentShare),
  countdowns: z.array(CountdownView),
  stages: z.array(StageView),
  /** Earliest deadline that still runs. */
  nextDueAt: Instant.nullable(),
  /** Not counted yet: null. */
  counts: Counts.nullable(),
  openedAt: Instant,
  /** Nobody signed for it, or nothing was done until the signature expired: it rings. */
  unacknowledged: z.boolean(),
  /** A lowering or dismissal that waits for its second person. */
  awaitsSecondPerson: z.boolean()
}

/** One line of the desk's queue. */
export const IncidentRow = z.object(rowShape)
export type IncidentRow = z.infer<typeof IncidentRow>

export const IncidentQueueQuery = z.object({
  status: z.enum(['open', 'closed', 'dismissed', 'merged', 'all']).default('open'),
  /** `I,II` */
  grades: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
  /** Of the page before: what stands behind it. */
  cursor: z.string().max(500).optional()
})
export type IncidentQueueQuery = z.input<typeof IncidentQueueQuery>

/** Most severe first, then least time left, then newest. */
export const IncidentQueue = z.object({
  now: Instant,
  rows: z.array(IncidentRow),
  /** For the next page; null: this is the last. */
  cursor: z.string().nullable()
})
export type IncidentQueue = z.infer<typeof IncidentQueue>

export const IncidentHeat = z.object({ now: Instant, heat: Heat })
export type IncidentHeat = z.infer<typeof IncidentHeat>

/** One link of the chain, in words. */
export const TimelineEvent = z.object({
  seq: z.number().int().positive(),
  id: z.string(),
  at: Instant,
  type: z.string(),
  actor: z.object({ kind: z.enum(['person', 'machine']), name: z.string(), roles: z.array(z.string()) }),
  title: z.string(),
  detail: z.string(),
  tone: z.enum(['plain', 'good', 'warning', 'alarm']),
  url: z.string().nullable(),
  evidence: z.string().nullable(),
  hash: z.string()
})
export type TimelineEvent = z.infer<typeof TimelineEvent>

/** Words to mark: UTF-16 units from the start of the field. Sorted, and they do not overlap within a field. */
export const Highlight = z.object({
  field: z.enum(['title', 'text']),
  offset: z.number().int().nonnegative(),
  length: z.number().int().positive(),
  kind: z.enum(['rule', 'fact', 'place']),
  label: z.string()
})
export type Highlight = z.infer<typeof Highlight>

export const MentionRow = z.object({
  id: MentionId,
  sourceKind: SourceKind,
  sourceKindWords: z.string(),
  source: z.string(),
  url: z.string().nullable(),
  title: z.string().nullable(),
  /** The first 600 units in lists, all of it in MentionDetail. */
  text: z.string().nullable(),
  textCut: z.boolean(),
  /** 正文待核: the text may carry what surrounds it on its page. */
  doubtful: z.boolean(),
  author: z.string().nullable(),
  publishedAt: Instant.nullable(),
  publishedPrecision: Precision.nullable(),
  firstSeenAt: Instant,
  region: z.string().nullable(),
  engagement: Engagement,
  snapshot: z.string().nullable(),
  /** It is not to be seen any more where it stood; absent: it is, as far as anybody looked. */
  gone: Gone.optional(),
  versions: z.number().int().positive(),
  incidentId: z.string().nullable(),
  relevant: z.boolean().nullable(),
  grade: Grade.nullable(),
  sentiment: z.union([z.literal(-1), z.literal(0), z.literal(1)]).nullable(),
  /** 对政府和有关部门的立场, with the words that say so; null where it was not judged. */
  stance: z.object({ value: Stance.shape.value, words: z.array(z.string()) }).nullable(),
  eventType: z.string().nullable(),
  highlights: z.array(Highlight),
  drill: z.boolean()
})
export type MentionRow = z.infer<typeof MentionRow>

export const MentionPage = z.object({
  rows: z.array(MentionRow),
  total: z.number().int().nonnegative(),
  totalCapped: z.boolean(),
  cursor: z.string().nullable()
})
export type MentionPage = z.infer<typeof MentionPage>

const AnchorView = z.object({
  kind: AnchorKind,
  words: z.string(),
  at: Instant,
  precision: Precision,
  setBy: z.enum(['machine', 'person']),
  reason: z.string(),
  /** The one from which the clocks count. */
  counts: z.boolean()
})

/** A version as the actions and the release section need it; the whole is WordingDesk of contract-wording.ts. */
export const WordingView = Wording.pick({ version: true, text: true, draftedAt: true, approvedAt: true }).extend({
  standingWords: z.string(),
  /** The step that it waits for, 审核 or 签发; null where none, or a newer version of the same unit has overtaken it. */
  awaits: z.object({ words: z.string(), roles: z.array(Role) }).nullable(),
  /** Who may take no further step of it. */
  involvedIds: z.array(z.string()),
  draftedBy: z.string(),
  draftedById: z.string().nullable(),
  approvedBy: z.string().nullable(),
  /** The one that pages are held against. */
  counts: z.boolean()
})
export type WordingView = z.infer<typeof WordingView>

/** Everything of one incident. */
/** `heldAt`, where and by whom: null where the timeline does not say, as of what was merged in. */
const ConferenceView = Conference.extend({ heldAt: Instant.nullable(), venue: z.string().nullable(), speaker: z.string().nullable() })

export const IncidentDetail = z.object({
  ...rowShape,
  now: Instant,
  jurisdiction: z.string(),
  summary: z.string(),
  openedBy: z.string(),
  mergedInto: z.string().nullable(),
  absorbed: z.array(z.string()),
  /** The mention that names it; null where it was opened by hand. */
  foundingMentionId: MentionId.nullable(),
  gradedAt: Instant,
  unconfirmedSince: Instant.nullable(),
  /** Why it has its response value; null in what was opened before reasons were given. */
  responseReason: z.string().nullable(),
  acknowledgedAt: Instant.nullable(),
  acknowledgedBy: z.string().nullable(),
  /** Who took it over since, at a change of watch. */
  heldBy: z.object({ name: z.string(), since: Instant }).nullable(),
  /** When the signature counts no more unless something is done; null: nobody signed, it is in hand, or it does not expire. */
  signatureExpiresAt: Instant.nullable(),
  explanation: GradeExplanation,
  /** What would change the grade. */
  outlook: GradeOutlook,
  proposal: z
    .object({
      by: z.string(),
      byId: z.string().nullable(),
      at: Instant,
      dismiss: z.boolean(),
      eventGrade: Grade.nullable(),
      opinionGrade: Grade.nullable(),
      reason: z.string()
    })
    .nullable(),
  anchors: z.array(AnchorView),
  unstartedStages: z.array(UnstartedStageView),
  facts: Facts,
  places: z.array(Place),
  /** Those that are gone or changed among them: `lost`. */
  releases: z.array(Release),
  /** Pages of ours that the machine found; a person confirms by `record-release`. */
  releaseProposals: z.array(ReleaseProposal.extend({ words: z.string() })),
  /** 应对口径, oldest version first. */
  wordings: z.array(WordingView),
  /** What a page must carry to stop a clock, in words, with its source; and the roles that approve wording. */
  releaseRules: z.object({ words: z.string(), source: z.string(), approvers: z.array(Role), approverNames: z.array(z.string()) }),
  /** Those that show so no more among them: `lost`. */
  conferences: z.array(ConferenceView),
  after: AfterView,
  policyVersion: z.string(),
  timeline: z.array(TimelineEvent),
  /** The newest 50; the rest by mention search with `incidentId`. */
  mentions: MentionPage,
  notices: z.array(NoticeView),
  /** Configured sources that were blind when it was opened. */
  blindSources: z.array(z.object({ id: z.string(), name: z.string() }))
})
export type IncidentDetail = z.infer<typeof IncidentDetail>

/* ---- mentions ---- */

/**
 * `q`: space is and, `"…"` an exact phrase, `OR`, `-` not, `title:` `text:` `source:` `author:` `kind:` `grade:` `incident:` `sentiment:`,
 * `2026-11-01..2026-11-24` on the day of publication.
 */
export const MentionSearchQuery = z.object({
  q: z.string().max(500).default(''),
  from: Moment.optional(),
  to: Moment.optional(),
  /** Comma-separated, as `weibo,portal`. */
  kinds: z.string().optional(),
  /** Comma-separated, as `I,II`. */
  grades: z.string().optional(),
  incidentId: z.string().optional(),
  relevantOnly: z.enum(['0', '1']).default('0'),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().optional()
})
export type MentionSearchQuery = z.input<typeof MentionSearchQuery>

export const MentionDetail = z.object({
  row: MentionRow,
  assessment: Assessment.nullable(),
  /** With the place on a hot list where it stood on one; null from when it was there no more. */
  series: z.array(z.object({ observedAt: Instant, engagement: Engagement, rank: z.number().int().nullable().optional() })),
  versions: z.array(z.object({ observedAt: Instant, title: z.string().nullable(), text: z.string().nullable(), contentHash: z.string() }))
})
export type MentionDetail = z.infer<typeof MentionDetail>

/* ---- sources, departments, status ---- */

export const SourceRow = z.object({
  id: z.string(),
  name: z.string(),
  kind: SourceKind,
  kindWords: z.string(),
  url: z.string(),
  enabled: z.boolean(),
  intervalMinutes: z.number(),
  /** Null where it is learnt. */
  expectedWithinHours: z.number().nullable(),
  /** How long a silence is normal, in words. */
  normalSilence: z.string(),
  /** Minutes between two visits as the pace stands now. */
  paceMinutes: z.number(),
  state: HealthState,
  stateWords: z.string(),
  lastTriedAt: Instant.nullable(),
  lastOkAt: Instant.nullable(),
  lastNewAt: Instant.nullable(),
  consecutiveFailures: z.number().int().nonnegative(),
  lastError: z.string().nullable(),
  lastErrorCode: z.string().nullable(),
  /** 网络故障, 被对方拦下 …; null where the newest visit did not fail, or for no reason of a class. */
  faultWords: z.string().nullable(),
  fetched: z.number(),
  parsed: z.number(),
  /** Items usually read in a visit; null: not known yet. */
  usuallyParsed: z.number().nullable(),
  coverage: Coverage.nullable(),
  mentionsTotal: z.number()
})
export type SourceRow = z.infer<typeof SourceRow>
export const SourceList = z.object({ now: Instant, rows: z.array(SourceRow) })
export type SourceList = z.infer<typeof SourceList>

export const DepartmentView = z.object({ id: z.string(), name: z.string(), coordinator: z.boolean(), duties: z.array(z.string()) })
export type DepartmentView = z.infer<typeof DepartmentView>
export const DepartmentList = z.object({ rows: z.array(DepartmentView) })
export type DepartmentList = z.infer<typeof DepartmentList>

const pulseShape = {
  now: Instant,
  /** Real milliseconds since a sweep of any process. Null: there never was one. */
  sweepAgeMs: z.number().nullable(),
  /** What the second path counted as due and not fired, and how long ago; null: nobody counts. */
  watch: z.object({ unfired: z.number().int(), example: z.string().nullable(), ageMs: z.number(), complete: z.boolean() }).nullable(),
  /** The heartbeat to the outside; null: none was set up or tried. */
  heartbeat: z.object({ state: z.enum(['sent', 'withheld', 'failed']), reason: z.string().nullable(), ageMs: z.number() }).nullable()
}

/** Whether deadlines are watched now: cheap, so that the page can ask every few seconds. */
export const Pulse = z.object(pulseShape)
export type Pulse = z.infer<typeof Pulse>

export const Status = z.object({
  ...pulseShape,
  /** Records that wait, by topic and group; null when this process does not know. */
  lag: z.array(z.object({ topic: z.string(), group: z.string(), records: z.number() })),
  mentions: z.number().int().nonnegative(),
  openIncidents: z.number().int().nonnegative(),
  /** How many reached each stage, those beyond it among them: `accepted` says that a service took them over, no more. */
  notices: z.object({
    requested: z.number(),
    accepted: z.number(),
    delivered: z.number(),
    read: z.number(),
    signed: z.number(),
    dead: z.number(),
    possibleDuplicates: z.number()
  }),
  /** How many are in each state. */
  sources: z.record(HealthState, z.number()),
  liveClients: z.number().int().nonnegative(),
  /** What browsers refused on our pages for the sake of the content security policy, since the server began. */
  policyReports: z.number().int().nonnegative(),
  drill: z.boolean(),
  version: z.string()
})
export type Status = z.infer<typeof Status>

/* ---- live ---- */

/** Of the address of the live connection: where the page stopped, as `epoch` and `cursor` of what it heard last. */
export const LiveQuery = z.object({ epoch: z.string().max(64).optional(), cursor: z.coerce.number().int().nonnegative().optional() })
export type LiveQuery = z.input<typeof LiveQuery>

/**
 * `cursor` counts what was told to anybody since `epoch`; it stays where nothing new was told. After a reconnect with both, `hello`
 * says whether the page resumes: then everything after its cursor follows. Else it reads the queue (and its open incident) again,
 * then follows. A row replaces the one with its id unless its `version` is older.
 */
export const LiveMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    cursor: z.number().int(),
    epoch: z.string(),
    resumed: z.boolean(),
    clock: ClockView,
    realMs: z.number()
  }),
  z.object({ type: z.literal('clock'), cursor: z.number().int(), clock: ClockView, realMs: z.number(), now: Instant }),
  z.object({ type: z.literal('incident'), cursor: z.number().int(), row: IncidentRow }),
  z.object({ type: z.literal('notice'), cursor: z.number().int(), notice: NoticeView }),
  z.object({ type: z.literal('source-health'), cursor: z.number().int(), source: SourceRow }),
  /** `sentAt` comes back as it was; half the way there and back is the delay. */
  z.object({ type: z.literal('pong'), cursor: z.number().int(), sentAt: z.number(), realMs: z.number(), now: Instant })
])
export type LiveMessage = z.infer<typeof LiveMessage>

export const LiveRequest = z.discriminatedUnion('type', [z.strictObject({ type: z.literal('ping'), sentAt: z.number() })])
export type LiveRequest = z.infer<typeof LiveRequest>

/** Close codes of the live connection, beside those of WebSocket itself. After `tooSlow` a page connects again and resumes. */
export const liveCloseCodes = { signedOut: 4001, tooSlow: 4002, tooMuch: 4003 } as const
