import {
  ApproveVersionRequest,
  DiffView,
  PackCheckView,
  PackDraftRequest,
  PackView,
  RuleReasonRequest,
  RulesView,
  SubmitPackRequest,
  TrialView,
  TryRequest,
  TryView,
  VersionView
} from '../contract-rules.ts'
import type { Operations } from './operation.ts'

const tag = '规则'

/** Rules: in force, drafts, trials, versions. */
export const ruleOperations = {
  'GET /api/rules': { tag, summary: '现行规则、各进程载入的版本、历史版本', answers: { 200: RulesView } },
  'GET /api/rules/packs/:id': { tag, summary: '一个规则包的全文', answers: { 200: PackView } },
  'POST /api/rules/packs/:id/restore': {
    tag,
    summary: '提请恢复为配置文件所写',
    body: RuleReasonRequest,
    answers: { 201: VersionView },
    problems: [409]
  },
  'POST /api/rules/check': { tag, summary: '逐行检查', body: PackDraftRequest, answers: { 200: PackCheckView } },
  'POST /api/rules/try': { tag, summary: '粘贴一段文字，看哪些规则命中', body: TryRequest, answers: { 200: TryView }, problems: [409] },
  'POST /api/rules/trials': { tag, summary: '用最近 7 天的信息回测', body: PackDraftRequest, answers: { 202: TrialView }, problems: [409] },
  'GET /api/rules/trials/:id': { tag, summary: '回测进度与结果', answers: { 200: TrialView } },
  'POST /api/rules/diff': { tag, summary: '与现行的差别', body: PackDraftRequest, answers: { 200: DiffView } },
  'POST /api/rules/versions': { tag, summary: '提交待批准的版本', body: SubmitPackRequest, answers: { 201: VersionView }, problems: [404, 409] },
  'GET /api/rules/versions/:id': { tag, summary: '一个版本：差别、回测、由谁批准', answers: { 200: VersionView } },
  'POST /api/rules/versions/:id/approve': {
    tag,
    summary: '批准并启用；不能批准自己提交的',
    body: ApproveVersionRequest,
    answers: { 200: VersionView },
    problems: [409]
  },
  'POST /api/rules/versions/:id/return': { tag, summary: '退回', body: RuleReasonRequest, answers: { 200: VersionView }, problems: [409] },
  'POST /api/rules/versions/:id/withdraw': { tag, summary: '提交人撤回', body: RuleReasonRequest, answers: { 200: VersionView }, problems: [409] },
  'POST /api/rules/versions/:id/restore': {
    tag,
    summary: '提请恢复为这个版本',
    body: RuleReasonRequest,
    answers: { 201: VersionView },
    problems: [409]
  }
} as const satisfies Operations
