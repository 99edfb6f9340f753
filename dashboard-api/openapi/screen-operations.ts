import { ApprovalList } from '../contract-approvals.ts'
import { HandoverList, HandoverRequest, TakeHandoverRequest } from '../contract-handover.ts'
import { IncidentSpread } from '../contract-spread.ts'
import { WallView } from '../contract-wall.ts'
import type { Operations } from './operation.ts'

const duty = '值班'

/** What the desk, the leader's page and the wall ask for as a whole. */
export const screenOperations = {
  'GET /api/wall': { tag: duty, summary: '大屏：全局态势，不含个人信息', answers: { 200: WallView } },
  'GET /api/approvals': { tag: duty, summary: '待我审批：口径、降级、驳回', answers: { 200: ApprovalList } },
  'GET /api/handovers': { tag: duty, summary: '等待接班的交班、上一次交接，与此刻的件数', answers: { 200: HandoverList } },
  'POST /api/handovers': { tag: duty, summary: '交班', body: HandoverRequest, answers: { 201: HandoverList }, problems: [409] },
  'POST /api/handovers/:id/take': { tag: duty, summary: '接班', body: TakeHandoverRequest, answers: { 200: HandoverList }, problems: [404, 409] },
  'GET /api/incidents/:id/spread': { tag: duty, summary: '事件的传播路径', answers: { 200: IncidentSpread }, problems: [404] }
} as const satisfies Operations
