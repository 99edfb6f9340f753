import { inject, type InjectionKey } from 'vue'
import type { ReviewFacts } from '../core/archive/review-facts.ts'
import { archivePaths } from '../dashboard-api/contract-archive.ts'
import type { TypedMention, TypedMentionRequest, TypingPlaces } from '../dashboard-api/contract-ingest.ts'
import {
  type CallList,
  type ChannelTestRequest,
  type ChannelTests,
  type MuteList,
  type MuteRequest,
  type NoticeList,
  type NoticeView,
  type PushView
} from '../dashboard-api/contract-notices.ts'
import {
  supervisionPaths,
  type MeasuresQuery,
  type MeasuresView,
  type SupervisionLedger,
  type SupervisionQuery,
  type SupervisionRequest,
  type SupervisionVerb
} from '../dashboard-api/contract-supervision.ts'
import { approvalPaths, type ApprovalList } from '../dashboard-api/contract-approvals.ts'
import { handoverPaths, type HandoverList, type HandoverRequest, type TakeHandoverRequest } from '../dashboard-api/contract-handover.ts'
import { spreadPaths, type IncidentSpread } from '../dashboard-api/contract-spread.ts'
import { wallPaths, type WallView } from '../dashboard-api/contract-wall.ts'
import { replyPaths, type FilledReplies } from '../dashboard-api/contract-replies.ts'
import { wordingPaths, type FilledTemplate, type MediaPlan, type WordingDesk, type WordingDiff } from '../dashboard-api/contract-wording.ts'
import { coveragePaths, type PlatformCoverage } from '../dashboard-api/contract-coverage.ts'
import {
  reportPaths,
  type ReportDesk,
  type ReportEditRequest,
  type ReportList,
  type ReportMakeRequest,
  type ReportSendRequest,
  type ReportView
} from '../dashboard-api/contract-reports.ts'
import { type IncidentAnswers } from '../dashboard-api/contract-answers.ts'
import { type IncidentRequest, type IncidentVerb, type OpenIncidentRequest, type RegroupVerb } from '../dashboard-api/contract-verbs.ts'
import type { IncidentWork, TaskList, TaskQuery, WorkRequest, WorkVerb } from '../dashboard-api/contract-work.ts'
import { takeEarly } from './early-answers.ts'
import { officeCalls } from './office-api.ts'
import { saidAnswer } from './words/said-answer.ts'
import { searchCalls } from './search-api.ts'
import {
  paths,
  seenHeader,
  type DepartmentList,
  type IncidentDetail,
  type IncidentHeat,
  type IncidentQueue,
  type IncidentQueueQuery,
  type IncidentRow,
  type MentionDetail,
  type MentionPage,
  type MentionSearchQuery,
  type Problem,
  type Pulse,
  type SessionView,
  type SetupRequest,
  type SetupState,
  type SignInRequest,
  type SourceList,
  type Status
} from '../dashboard-api/contract.ts'

/** What the server refused or what kept us from it: what, why, what next. */
export class ApiError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.name = 'ApiError'
    this.problem = problem
  }
}

export type Api = ReturnType<typeof createApi>

export const apiKey: InjectionKey<Api> = Symbol('api')

export function useApi(): Api {
  const api = inject(apiKey)
  if (api === undefined) throw new Error('no api was provided')
  return api
}

type Query = Readonly<Record<string, string | number | undefined>>

/**
 * Every call to the server, typed by the contract. `onSignedOut` is called when a session has ended under us, `onLeaving` before it is
 * ended by the person.
 */
export function createApi(options: { onSignedOut: () => void; onLeaving: () => void }) {
  /** The newest event of each incident that was shown. */
  const shown = new Map<string, number>()

  async function call<Answer>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown, key?: string, seen?: number): Promise<Answer> {
    const response = await reach(method, path, body, { key, seen })
    if (response.status === 204) return undefined as Answer
    const answer: unknown = await response.json().catch(() => null)
    if (response.ok) return saidAnswer(answer) as Answer
    const problem = saidAnswer(problemOf(response.status, answer))
    if (response.status === 401 && path !== paths.session && path !== paths.signInLink) options.onSignedOut()
    throw new ApiError(problem)
  }

  function get<Answer>(path: string, query: Query = {}): Promise<Answer> {
    const search = new URLSearchParams()
    for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== '') search.set(name, String(value))
    const text = search.toString()
    return call<Answer>('GET', text === '' ? path : `${path}?${text}`)
  }

  return {
    ...officeCalls({ get, call }),
    ...searchCalls({ get, call }),
    session: () => get<SessionView>(paths.session),
    signIn: (request: SignInRequest) => call<SessionView>('POST', paths.session, request),
    signInByLink: (token: string) => call<SessionView>('POST', paths.signInLink, { token }),
    signOut() {
      options.onLeaving()
      return call<void>('DELETE', paths.session)
    },
    setupState: () => get<SetupState>(paths.setup),
    setUp: (request: SetupRequest) => call<SessionView>('POST', paths.setup, request),
    pulse: () => get<Pulse>(paths.pulse),
    status: () => get<Status>(paths.status),
    departments: () => get<DepartmentList>(paths.departments),
    incidents: (query: IncidentQueueQuery) => get<IncidentQueue>(paths.incidents, { ...query } as Query),
    incident: (id: string) => get<IncidentDetail>(paths.incident(id)),
    reviewFacts: (id: string) => get<ReviewFacts>(archivePaths.reviewFacts(id)),
    archive: (id: string, key: string) => call<IncidentDetail>('POST', archivePaths.archive(id), undefined, key),
    incidentAnswers: (id: string) => get<IncidentAnswers>(paths.incidentAnswers(id)),
    incidentHeat: (id: string) => get<IncidentHeat>(paths.incidentHeat(id)),
    incidentSpread: (id: string) => get<IncidentSpread>(spreadPaths.spread(id)),
    approvals: () => get<ApprovalList>(approvalPaths.approvals),
    wall: () => get<WallView>(wallPaths.wall),
    handovers: () => get<HandoverList>(handoverPaths.handovers),
    handOver: (request: HandoverRequest, key: string) => call<HandoverList>('POST', handoverPaths.handovers, request, key),
    takeHandover: (id: string, request: TakeHandoverRequest, key: string) => call<HandoverList>('POST', handoverPaths.take(id), request, key),
    openIncident: (request: OpenIncidentRequest, key: string) => call<IncidentDetail>('POST', paths.incidents, request, key),
    /** `key` names the person's intent, so that a second try of the same dialog does nothing twice. */
    act: <Verb extends IncidentVerb | RegroupVerb>(id: string, verb: Verb, request: IncidentRequest<Verb>, key: string, seen?: number) =>
      call<IncidentDetail>('POST', paths.incidentVerb(id, verb), request, key, seen),
    /** What the page shows of an incident now; `lastShown` is what a person who decides has before their eyes. */
    shows: ({ id, seq }: Pick<IncidentRow, 'id' | 'seq'>) => void shown.set(id, Math.max(seq, shown.get(id) ?? 0)),
    lastShown: (id: string) => shown.get(id),
    wording: (id: string) => get<WordingDesk>(wordingPaths.wording(id)),
    replyTemplates: (id: string) => get<FilledReplies>(replyPaths.templates(id)),
    /** `unit`: empty for the desk's own. */
    filledWording: (id: string, template: string, unit: string) =>
      call<FilledTemplate>('GET', `${wordingPaths.filled(id)}?${new URLSearchParams({ template, unit })}`),
    wordingDiff: (id: string, from: number, to: number) => get<WordingDiff>(wordingPaths.diff(id), { from, to }),
    mediaPlan: (id: string) => get<MediaPlan>(wordingPaths.media(id)),
    work: (id: string) => get<IncidentWork>(paths.incidentWork(id)),
    actOnWork: <Verb extends WorkVerb>(id: string, verb: Verb, request: WorkRequest<Verb>, key: string) =>
      call<IncidentWork>('POST', paths.incidentVerb(id, verb), request, key),
    tasks: (query: TaskQuery) => get<TaskList>(paths.tasks, { ...query }),
    mentions: (query: MentionSearchQuery) => get<MentionPage>(paths.mentions, { ...query } as Query),
    mention: (id: string) => get<MentionDetail>(paths.mention(id)),
    typingPlaces: () => get<TypingPlaces>(paths.typedMentions),
    typeMention: (request: TypedMentionRequest) => call<TypedMention>('POST', paths.typedMentions, request),
    mutes: () => get<MuteList>(paths.mutes),
    mute: (request: MuteRequest, key: string) => call<MuteList>('POST', paths.mutes, request, key),
    unmute: (id: string) => call<MuteList>('DELETE', paths.muteById(id)),
    sources: () => get<SourceList>(paths.sources),
    coverage: () => get<PlatformCoverage>(coveragePaths.coverage),
    supervision: (query: SupervisionQuery) => get<SupervisionLedger>(supervisionPaths.ledger, { ...query }),
    supervise: <Verb extends SupervisionVerb>(id: string, verb: Verb, request: SupervisionRequest<Verb>, key: string) =>
      call<SupervisionLedger>('POST', supervisionPaths.verb(id, verb), request, key),
    measures: (query: MeasuresQuery) => get<MeasuresView>(supervisionPaths.measures, { ...query }),
    calls: () => get<CallList>(paths.calls),
    reports: () => get<ReportList>(reportPaths.reports),
    makeReport: (request: ReportMakeRequest, key: string) => call<ReportView>('POST', reportPaths.reports, request, key),
    reportDesk: (id: string) => get<ReportDesk>(reportPaths.desk(id)),
    editReport: (id: string, request: ReportEditRequest, key: string) => call<ReportView>('POST', reportPaths.edit(id), request, key),
    sendReport: (id: string, request: ReportSendRequest, key: string) => call<ReportDesk>('POST', reportPaths.send(id), request, key),
    channelTests: () => get<ChannelTests>(paths.channelTests),
    testChannel: (request: ChannelTestRequest, key: string) => call<NoticeView>('POST', paths.channelTests, request, key),
    push: () => get<PushView>(paths.push),
    subscribePush: (subscription: { endpoint: string; p256dh: string; auth: string }) => call<void>('POST', paths.push, subscription),
    endPush: (endpoint: string) => call<void>('POST', paths.pushEnd, { endpoint }),
    notices: () => get<NoticeList>(paths.notices),
    noticesShown: (ids: string[]) => call<void>('POST', paths.noticesShown, { ids }),
    noticesRead: (ids: string[]) => call<void>('POST', paths.noticesRead, { ids }),
    incidentOpened: (id: string) => call<void>('POST', paths.incidentOpened(id))
  }
}

/** A fresh name for an intent. Not randomUUID: the office's plain http address is no secure context. */
export function intentKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

interface Marks {
  readonly key: string | undefined
  readonly seen: number | undefined
}

async function reach(method: string, path: string, body: unknown, { key, seen }: Marks): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (key !== undefined) headers['idempotency-key'] = key
  if (seen !== undefined) headers[seenHeader] = String(seen)
  try {
    const early = method === 'GET' ? await takeEarly(path) : null
    if (early) return early
    return await fetch(path, { method, headers, credentials: 'same-origin', ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  } catch (cause) {
    throw new ApiError(unreachable(cause))
  }
}

function unreachable(cause: unknown): Problem {
  return {
    type: 'about:blank',
    title: '连接不上服务器',
    status: 0,
    code: 'unreachable',
    retryable: true,
    fields: [],
    detail: `网络中断或服务未运行(${cause instanceof Error ? cause.message : String(cause)})。本次操作没有送达，请稍后重试。`
  }
}

function problemOf(status: number, answer: unknown): Problem {
  if (typeof answer === 'object' && answer !== null && 'code' in answer && 'detail' in answer) return { fields: [], ...answer } as unknown as Problem
  return {
    type: 'about:blank',
    title: '服务器没有正常回答',
    status,
    code: 'unknown',
    retryable: status >= 500,
    fields: [],
    detail: `服务器返回 ${status}，没有说明原因。请重试；仍不成功，请告知系统管理员。`
  }
}

/** Anything thrown, as a problem that can be shown. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem
  return {
    type: 'about:blank',
    title: '页面出错',
    status: 0,
    code: 'page',
    retryable: false,
    fields: [],
    detail: `${error instanceof Error ? error.message : String(error)}。请刷新页面；仍不成功，请告知系统管理员。`
  }
}
