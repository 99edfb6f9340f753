import { ApprovalList } from '../contract-approvals.ts'
import { HandoverList, HandoverRequest, TakeHandoverRequest } from '../contract-handover.ts'
import { IncidentSpread } from '../contract-spread.ts'
import { WallView } from '../contract-wall.ts'
import {
  FacetSearchQuery,
  FacetView,
  HotQuery,
  HotView,
  MentionTermsQuery,
  PauseRequest,
  SavedSearchChange,
  SavedSearchList,
  SavedSearchRequest
} from '../contract-search.ts'
import { bytes, type Operations } from './operation.ts'

const duty = '值班'
const searching = '检索与热点'

/** What the desk, the leader's page and the wall ask for as a whole. */
export const screenOperations = {
  'GET /api/wall': { tag: duty, summary: '大屏：全局态势，不含个人信息', answers: { 200: WallView } },
  'GET /api/approvals': { tag: duty, summary: '待我审批：口径、降级、驳回', answers: { 200: ApprovalList } },
  'GET /api/handovers': { tag: duty, summary: '等待接班的交班、上一次交接，与此刻的件数', answers: { 200: HandoverList } },
  'POST /api/handovers': { tag: duty, summary: '交班', body: HandoverRequest, answers: { 201: HandoverList }, problems: [409] },
  'POST /api/handovers/:id/take': { tag: duty, summary: '接班', body: TakeHandoverRequest, answers: { 200: HandoverList }, problems: [404, 409] },
  'GET /api/incidents/:id/spread': { tag: duty, summary: '事件的传播路径', answers: { 200: IncidentSpread }, problems: [404] },
  'GET /api/mentions/facets': { tag: searching, summary: '检索的分面计数与时间线', query: FacetSearchQuery, answers: { 200: FacetView } },
  'GET /api/mentions/export': {
    tag: searching,
    summary: '检索结果的 CSV，最多一万条；记入审计',
    query: MentionTermsQuery,
    answers: { 200: bytes('text/csv') }
  },
  'GET /api/saved-searches': { tag: searching, summary: '我的、本部门的、值班台的保存的检索，与提醒情况', answers: { 200: SavedSearchList } },
  'POST /api/saved-searches': {
    tag: searching,
    summary: '保存检索，可设提醒',
    body: SavedSearchRequest,
    answers: { 201: SavedSearchList },
    problems: [409]
  },
  'POST /api/saved-searches/:id': {
    tag: searching,
    summary: '修改保存的检索',
    body: SavedSearchChange,
    answers: { 200: SavedSearchList },
    problems: [404, 409]
  },
  'POST /api/saved-searches/:id/pause': {
    tag: searching,
    summary: '暂停或恢复提醒',
    body: PauseRequest,
    answers: { 200: SavedSearchList },
    problems: [404, 409]
  },
  'DELETE /api/saved-searches/:id': { tag: searching, summary: '删除保存的检索', answers: { 200: SavedSearchList }, problems: [404, 409] },
  'GET /api/hot': { tag: searching, summary: '热榜：名次、走势、是否与本地有关', query: HotQuery, answers: { 200: HotView }, problems: [404] }
} as const satisfies Operations
