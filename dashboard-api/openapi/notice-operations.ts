import { z } from 'zod'
import { Moment } from '../../core/moment.ts'
import {
  CallList,
  ChannelTestRequest,
  ChannelTests,
  MuteList,
  MuteRequest,
  NoticeList,
  NoticesShown,
  NoticeView,
  PushEndRequest,
  PushView,
  SignLinkRequest,
  SignLinkView
} from '../contract-notices.ts'
import { ReportDesk, ReportEditRequest, ReportList, ReportMakeRequest, ReportSendRequest, ReportView } from '../contract-reports.ts'
import { MeasuresQuery, MeasuresView, SupervisionLedger, SupervisionQuery } from '../contract-supervision.ts'
import { PushSubscription } from '../../core/push-subscription.ts'
import { bytes, type Operations } from './operation.ts'

const notices = '通知'
const papers = '报告与督办'

/** Whom was told what, and the papers that come of it. */
export const noticeOperations = {
  'GET /api/notices': { tag: notices, summary: '给我的通知', answers: { 200: NoticeList } },
  'POST /api/notices/shown': { tag: notices, summary: '我的页面显示了这些通知', body: NoticesShown, answers: { 204: null } },
  'POST /api/notices/read': { tag: notices, summary: '与事件无关的通知，我已看过', body: NoticesShown, answers: { 204: null } },
  'GET /api/mutes': { tag: notices, summary: '静音与等待中的通知', answers: { 200: MuteList } },
  'POST /api/mutes': { tag: notices, summary: '静音', body: MuteRequest, answers: { 201: MuteList }, problems: [404, 409] },
  'DELETE /api/mutes/:id': { tag: notices, summary: '提前结束静音', answers: { 200: MuteList } },
  'GET /api/calls': { tag: notices, summary: '电话通知清单', answers: { 200: CallList } },
  'POST /api/sign-links/look': {
    tag: notices,
    summary: '一键签收链接所指',
    body: SignLinkRequest,
    answers: { 200: SignLinkView },
    problems: [404, 409]
  },
  'POST /api/sign-links/sign': {
    tag: notices,
    summary: '用一键签收链接签收',
    body: SignLinkRequest,
    answers: { 200: SignLinkView },
    problems: [404, 409]
  },
  'GET /api/channel-tests': { tag: notices, summary: '渠道与最近的测试', answers: { 200: ChannelTests } },
  'POST /api/channel-tests': { tag: notices, summary: '发一条测试消息', body: ChannelTestRequest, answers: { 200: NoticeView }, problems: [409] },
  'GET /api/push': { tag: notices, summary: '浏览器推送', answers: { 200: PushView } },
  'POST /api/push': { tag: notices, summary: '在这个浏览器上打开推送', body: PushSubscription, answers: { 204: null } },
  'POST /api/push/end': { tag: notices, summary: '关闭推送', body: PushEndRequest, answers: { 204: null } },

  'GET /api/figures': {
    tag: papers,
    summary: '一段时间的数字',
    query: z.strictObject({ from: Moment, to: Moment }),
    answers: { 200: z.looseObject({}) }
  },
  'GET /api/reports': { tag: papers, summary: '报告清单', answers: { 200: ReportList } },
  'POST /api/reports': { tag: papers, summary: '出一份报告', body: ReportMakeRequest, answers: { 201: ReportView }, problems: [404, 409] },
  'GET /api/reports/:id/desk': { tag: papers, summary: '一份报告的文字、可送的人与送达情况', answers: { 200: ReportDesk } },
  'GET /api/reports/:id/preview': { tag: papers, summary: '与打印一致的页面', answers: { 200: bytes('text/html') } },
  'POST /api/reports/:id/edit': {
    tag: papers,
    summary: '改文字，出新的一版；数字与依据标注不能改',
    body: ReportEditRequest,
    answers: { 201: ReportView },
    problems: [409]
  },
  'POST /api/reports/:id/send': { tag: papers, summary: '连同附件发送', body: ReportSendRequest, answers: { 200: ReportDesk }, problems: [409] },
  'GET /api/reports/:id/:format': {
    tag: papers,
    summary: '报告文件，供下载',
    answers: {
      200: bytes(
        'application/pdf',
        'text/csv',
        'text/html',
        'application/json',
        'application/octet-stream',
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
      )
    }
  },
  'GET /api/supervision': { tag: papers, summary: '督办台账', query: SupervisionQuery, answers: { 200: SupervisionLedger } },
  'GET /api/measures': { tag: papers, summary: '按时率与漏报、迟报、误报、瞒报', query: MeasuresQuery, answers: { 200: MeasuresView } }
} as const satisfies Operations
