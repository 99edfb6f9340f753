import { DrillOrder } from '../../core/drill-run.ts'
import { AuditExportQuery, AuditQuery, AuditVerdict, AuditView } from '../contract-audit.ts'
import {
  AbsenceRequest,
  ContactNumbers,
  DepartmentRequest,
  EndAbsenceRequest,
  NewDepartmentRequest,
  OrganisationView,
  ShiftRequest
} from '../contract-organisation.ts'
import {
  CodeRequest,
  Enrolment,
  LinkView,
  MyAccount,
  NewPersonRequest,
  PasswordRequest,
  PeopleList,
  PersonDetailsRequest,
  PersonRow,
  ReasonRequest,
  RecoveryCodes,
  RolesRequest
} from '../contract-people.ts'
import { DrillDetail, DrillEnterRequest, DrillEntryView, DrillsView } from '../contract-drills.ts'
import { SourceAddRequest, SourceDeskView, SourceTrialRequest, SourceTrialView } from '../contract-source-desk.ts'
import { AppointRequest, BackupsView, DeadLetterList, FirstSteps, LicenceList, PolicyReport, SystemView } from '../contract-system.ts'
import { SettingsView, WebhookList } from '../contract-settings.ts'
import { SessionView } from '../contract.ts'
import { bytes, type Operation, type Operations } from './operation.ts'

const mine = '我的账号'
const people = '人员'
const organisation = '单位'
const oversight = '审计'
const running = '系统'
const sourcing = '采集源'
const drills = '演练'

/** The own account, people, the organisation, the audit log and the system. */
export const officeOperations = {
  'GET /api/me': { tag: mine, summary: '我的账号', answers: { 200: MyAccount } },
  'POST /api/me/code': { tag: mine, summary: '登录第二步：动态口令或恢复码', body: CodeRequest, answers: { 200: SessionView }, problems: [409] },
  'POST /api/me/password': { tag: mine, summary: '设置或更换密码', body: PasswordRequest, answers: { 200: MyAccount }, problems: [409] },
  'POST /api/me/second-factor': { tag: mine, summary: '开始绑定动态口令', answers: { 200: Enrolment }, problems: [409] },
  'POST /api/me/second-factor/confirm': { tag: mine, summary: '确认绑定', body: CodeRequest, answers: { 200: RecoveryCodes }, problems: [409] },
  'POST /api/me/second-factor/end': { tag: mine, summary: '解除绑定', body: CodeRequest, answers: { 200: MyAccount }, problems: [409] },
  'POST /api/me/second-factor/recovery-codes': {
    tag: mine,
    summary: '换发恢复码',
    body: CodeRequest,
    answers: { 200: RecoveryCodes },
    problems: [409]
  },
  'GET /api/oidc/start': { tag: mine, summary: '转到统一身份认证', answers: { 302: null }, problems: [404, 502] },
  'GET /api/oidc/callback': { tag: mine, summary: '从统一身份认证回来', answers: { 302: null }, problems: [404] },

  'GET /api/people': { tag: people, summary: '人员列表', answers: { 200: PeopleList } },
  'POST /api/people': { tag: people, summary: '添加人员；登录链接只显示这一次', body: NewPersonRequest, answers: { 201: LinkView }, problems: [409] },
  'POST /api/people/:id/link': { tag: people, summary: '开一次性登录链接', body: ReasonRequest, answers: { 200: LinkView }, problems: [409] },
  'POST /api/people/:id/details': changesPerson('改姓名、部门', PersonDetailsRequest),
  'POST /api/people/:id/roles': changesPerson('授予角色', RolesRequest),
  'POST /api/people/:id/disable': changesPerson('停用账号'),
  'POST /api/people/:id/enable': changesPerson('启用账号'),
  'POST /api/people/:id/unlock': changesPerson('解除锁定'),
  'POST /api/people/:id/reset-second-factor': changesPerson('重置动态口令'),
  'POST /api/people/:id/end-sessions': changesPerson('结束全部会话'),

  'GET /api/organisation': { tag: organisation, summary: '部门、岗位与值班表', answers: { 200: OrganisationView } },
  'POST /api/organisation/departments': changesOrganisation('添加部门', NewDepartmentRequest),
  'POST /api/organisation/departments/:id': changesOrganisation('修改部门', DepartmentRequest),
  'POST /api/organisation/departments/:id/restore': changesOrganisation('恢复部门为配置文件所写', ReasonRequest),
  'POST /api/organisation/rosters/:id/absences': changesOrganisation('登记不在岗', AbsenceRequest),
  'POST /api/organisation/rosters/:id/end-absence': changesOrganisation('撤销不在岗', EndAbsenceRequest),
  'POST /api/organisation/rosters/:id/shift': changesOrganisation('换班次人员', ShiftRequest),
  'POST /api/organisation/rosters/:id/restore': changesOrganisation('恢复值班表为配置文件所写', ReasonRequest),
  'POST /api/contacts/:id/unmask': { tag: organisation, summary: '看完整号码，理由记入审计', body: ReasonRequest, answers: { 200: ContactNumbers } },

  'GET /api/source-desk': { tag: sourcing, summary: '暂停的、在页面上加的采集源，与样板', answers: { 200: SourceDeskView } },
  'POST /api/source-desk/trials': {
    tag: sourcing,
    summary: '试抓一个网址',
    body: SourceTrialRequest,
    answers: { 200: SourceTrialView },
    problems: [502]
  },
  'POST /api/source-desk/sources': {
    tag: sourcing,
    summary: '加一个采集源，下次启动后采集',
    body: SourceAddRequest,
    answers: { 201: SourceDeskView },
    problems: [404, 409]
  },
  'POST /api/source-desk/sources/:id/pause': changesSources('暂停采集源'),
  'POST /api/source-desk/sources/:id/resume': changesSources('恢复采集源'),
  'POST /api/source-desk/sources/:id/remove': changesSources('删除在页面上加的采集源'),

  'GET /api/audit': { tag: oversight, summary: '审计记录', query: AuditQuery, answers: { 200: AuditView } },
  'POST /api/audit/verify': { tag: oversight, summary: '核验整条链', answers: { 200: AuditVerdict }, problems: [409] },
  'GET /api/audit/export': { tag: oversight, summary: '导出审计记录', query: AuditExportQuery, answers: { 200: bytes('text/csv') } },

  'GET /api/system': { tag: running, summary: '机器与版本', answers: { 200: SystemView } },
  'POST /api/policy-reports': { tag: running, summary: '浏览器报告内容安全策略拦下的内容', body: PolicyReport, answers: { 204: null } },
  'GET /api/backups': { tag: running, summary: '备份', answers: { 200: BackupsView } },
  'POST /api/backups': { tag: running, summary: '立即备份一次', answers: { 202: BackupsView }, problems: [409] },
  'POST /api/backups/:id/check': { tag: running, summary: '核验一份备份', answers: { 202: BackupsView }, problems: [409] },
  'GET /api/licences': { tag: running, summary: '所用软件的许可证', answers: { 200: LicenceList } },
  'GET /api/settings': { tag: running, summary: '生效的配置，只读', answers: { 200: SettingsView } },
  'GET /api/webhooks': { tag: running, summary: '事件推送', answers: { 200: WebhookList } },
  'POST /api/webhooks/:id/test': { tag: running, summary: '测试推送', answers: { 200: WebhookList } },
  'GET /api/dead-letters': { tag: running, summary: '死信', answers: { 200: DeadLetterList } },
  'POST /api/dead-letters/:id/replay': { tag: running, summary: '重放死信', body: ReasonRequest, answers: { 200: DeadLetterList }, problems: [409] },
  'GET /api/drills': { tag: drills, summary: '场景、进行中的演练与历次演练', answers: { 200: DrillsView } },
  'GET /api/drills/:id': { tag: drills, summary: '一次演练与结果', answers: { 200: DrillDetail } },
  'POST /api/drills': {
    tag: drills,
    summary: '开始演练：另起一个系统，同时只有一场',
    body: DrillOrder,
    answers: { 201: DrillsView },
    problems: [404, 409]
  },
  'POST /api/drills/:id/stop': { tag: drills, summary: '结束演练', answers: { 200: DrillsView }, problems: [409] },
  'POST /api/drills/:id/enter': {
    tag: drills,
    summary: '进入演练：一次性登录路径',
    body: DrillEnterRequest,
    answers: { 200: DrillEntryView },
    problems: [409]
  },
  'GET /api/first-steps': { tag: running, summary: '开始使用：还差什么', answers: { 200: FirstSteps } },
  'POST /api/first-steps/appoint': {
    tag: running,
    summary: '任命第一位安全管理员或审计员',
    body: AppointRequest,
    answers: { 200: FirstSteps },
    problems: [404, 409]
  }
} satisfies Operations

function changesPerson(summary: string, body: NonNullable<Operation['body']> = ReasonRequest): Operation {
  return { tag: people, summary, body, answers: { 200: PersonRow }, problems: [409] }
}

function changesSources(summary: string): Operation {
  return { tag: sourcing, summary, body: ReasonRequest, answers: { 200: SourceDeskView }, problems: [409] }
}

function changesOrganisation(summary: string, body: NonNullable<Operation['body']>): Operation {
  return { tag: organisation, summary, body, answers: { 200: OrganisationView }, problems: [409] }
}
