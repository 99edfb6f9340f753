import { z } from 'zod'
import { ApiTokenList, ApiTokenMade, ApiTokenRequest } from '../contract-api-tokens.ts'
import { PlatformCoverage } from '../contract-coverage.ts'
import { PushAnswer, TypedMention, TypedMentionRequest, TypingPlaces } from '../contract-ingest.ts'
import {
  DepartmentList,
  LiveQuery,
  MentionDetail,
  MentionPage,
  MentionSearchQuery,
  Pulse,
  SessionList,
  SessionView,
  SetupRequest,
  SetupState,
  SignInLinkRequest,
  SignInRequest,
  SourceList,
  Status
} from '../contract.ts'
import type { Operations } from './operation.ts'

const people = '登录与会话'
const watching = '信息与采集源'
const running = '系统'

/** Who is there, what is heard, and how the system does. */
export const deskOperations = {
  'GET /api/session': { tag: people, summary: '我是谁、能做什么', answers: { 200: SessionView } },
  'POST /api/session': { tag: people, summary: '用口令登录', body: SignInRequest, answers: { 200: SessionView }, problems: [401] },
  'DELETE /api/session': { tag: people, summary: '退出登录', answers: { 204: null } },
  'POST /api/signin-link': { tag: people, summary: '用一次性链接登录', body: SignInLinkRequest, answers: { 200: SessionView }, problems: [401] },
  'GET /api/setup': { tag: people, summary: '是否需要初始设置', answers: { 200: SetupState } },
  'POST /api/setup': { tag: people, summary: '初始设置：第一个账号', body: SetupRequest, answers: { 200: SessionView }, problems: [401, 409] },
  'GET /api/sessions': {
    tag: people,
    summary: '会话列表',
    query: z.object({ all: z.enum(['0', '1']).default('0') }),
    answers: { 200: SessionList },
    problems: [403]
  },
  'DELETE /api/sessions/:id': { tag: people, summary: '结束一个会话', answers: { 204: null } },
  'GET /api/api-tokens': { tag: people, summary: '接口令牌列表', answers: { 200: ApiTokenList } },
  'POST /api/api-tokens': { tag: people, summary: '新建接口令牌；令牌只显示这一次', body: ApiTokenRequest, answers: { 201: ApiTokenMade } },
  'DELETE /api/api-tokens/:id': { tag: people, summary: '撤销接口令牌', answers: { 204: null } },

  'GET /api/mentions': {
    tag: watching,
    summary: '检索信息',
    query: MentionSearchQuery.extend({ cursor: z.string().optional() }),
    answers: { 200: MentionPage }
  },
  'GET /api/mentions/:id': { tag: watching, summary: '一条信息，及其研判、互动数与各版本', answers: { 200: MentionDetail } },
  'GET /api/typed-mentions': { tag: watching, summary: '可人工录入的来源', answers: { 200: TypingPlaces } },
  'POST /api/typed-mentions': { tag: watching, summary: '人工录入一条信息', body: TypedMentionRequest, answers: { 201: TypedMention } },
  'POST /api/ingest': {
    tag: watching,
    summary: '推送信息（推送令牌；格式见 docs/ingest.md）',
    body: z.unknown(),
    answers: { 200: PushAnswer, 202: PushAnswer, 422: PushAnswer },
    problems: [401]
  },
  'GET /api/sources': { tag: watching, summary: '采集源状况', answers: { 200: SourceList } },
  'GET /api/coverage': { tag: watching, summary: '平台覆盖', answers: { 200: PlatformCoverage } },

  'GET /healthz': { tag: running, summary: '服务是否在运行', answers: { 200: z.object({ ok: z.boolean() }) } },
  'GET /api/pulse': { tag: running, summary: '时限是否有人盯着', answers: { 200: Pulse } },
  'GET /api/status': { tag: running, summary: '系统状况', answers: { 200: Status } },
  'GET /api/departments': { tag: running, summary: '部门', answers: { 200: DepartmentList } },
  'GET /api/openapi.json': { tag: running, summary: '本说明', answers: { 200: z.looseObject({ openapi: z.string() }) } },
  'GET /api/live': {
    tag: running,
    summary: 'WebSocket：下行 LiveMessage，上行 LiveRequest；断线后带上次的 epoch 与 cursor 续传',
    query: LiveQuery.extend({ cursor: z.number().int().nonnegative().optional() }),
    answers: { 101: null },
    problems: [426]
  }
} as const satisfies Operations
