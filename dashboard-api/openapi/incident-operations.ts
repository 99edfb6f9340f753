import { FilledReplies } from '../contract-replies.ts'
import { z } from 'zod'
import { ReviewFacts } from '../../core/archive/review-facts.ts'
import { Instant } from '../../core/instant.ts'
import { ArchiveList } from '../contract-archive.ts'
import { supervisionRequests, SupervisionLedger } from '../contract-supervision.ts'
import { incidentRequests, MergeRequest, OpenIncidentRequest, SplitRequest } from '../contract-verbs.ts'
import { DiffQuery, FilledTemplate, FillQuery, MediaPlan, WordingDesk, WordingDiff } from '../contract-wording.ts'
import { IncidentWork, TaskList, TaskQuery, workRequests } from '../contract-work.ts'
import { IncidentDetail, IncidentHeat, IncidentQueue, IncidentQueueQuery } from '../contract.ts'
import { bytes, type Operation, type Operations } from './operation.ts'

const tag = '事件'
const deeds = '事件的办理'

/** What is known of incidents, and each verb of people by the request of the contract. */
export const incidentOperations: Operations = {
  'GET /api/incidents': { tag, summary: '事件队列，最急的在前', query: IncidentQueueQuery, answers: { 200: IncidentQueue } },
  'POST /api/incidents': { tag, summary: '人工立案', body: OpenIncidentRequest, answers: { 201: IncidentDetail }, problems: [409] },
  'GET /api/incidents/:id': { tag, summary: '一个事件的全部', answers: { 200: IncidentDetail } },
  'GET /api/incidents/:id/heat': { tag, summary: '热度与预测', answers: { 200: IncidentHeat } },
  'GET /api/incidents/:id/answers': { tag, summary: '公众所问与各答复', answers: { 200: z.looseObject({ now: Instant }) } },
  'GET /api/incidents/:id/work': { tag, summary: '任务、会商、核查、移交、上报', answers: { 200: IncidentWork } },
  'GET /api/incidents/:id/transfers/:number': { tag, summary: '一次移交的内容，供下载', answers: { 200: z.looseObject({}) } },
  'GET /api/incidents/:id/wording': { tag, summary: '应对口径', answers: { 200: WordingDesk } },
  'GET /api/incidents/:id/reply-templates': { tag, summary: '按模板填好的部门答复', answers: { 200: FilledReplies } },
  'GET /api/incidents/:id/wording-filled': { tag, summary: '按模板填好的口径', query: FillQuery, answers: { 200: FilledTemplate } },
  'GET /api/incidents/:id/wording-diff': {
    tag,
    summary: '两版口径的差异',
    query: DiffQuery.extend({ from: z.number().int().positive(), to: z.number().int().positive() }),
    answers: { 200: WordingDiff }
  },
  'GET /api/incidents/:id/media': { tag, summary: '正面宣传与应对稿件', answers: { 200: MediaPlan } },
  'GET /api/incidents/:id/review-facts': { tag, summary: '评估用的数字', answers: { 200: ReviewFacts } },
  'GET /api/incidents/:id/archive': {
    tag,
    summary: '归档包，供下载；已不是归档时的那一份的不提供',
    answers: { 200: bytes('application/x-tar') },
    problems: [409]
  },
  'POST /api/incidents/:id/archive': { tag: deeds, summary: '归档', answers: { 200: IncidentDetail }, problems: [409] },
  'POST /api/incidents/:id/opened': { tag: deeds, summary: '我的页面打开了它：我的通知已读', answers: { 204: null } },
  'GET /api/archives': { tag, summary: '归档目录', answers: { 200: ArchiveList } },
  'GET /api/tasks': { tag, summary: '任务清单', query: TaskQuery, answers: { 200: TaskList } },
  'GET /api/evidence/:key': { tag, summary: '留存件原样，供下载', answers: { 200: bytes('application/octet-stream') } },
  'GET /api/evidence/:key/view': {
    tag,
    summary: '留存件，供隔离查看：不运行、不取任何东西',
    answers: { 200: bytes('text/html', 'text/plain', 'image/*') }
  },
  'POST /api/incidents/:id/merge': verb('并案', MergeRequest, IncidentDetail),
  'POST /api/incidents/:id/split': verb('拆分', SplitRequest, IncidentDetail),
  ...verbs(incidentRequests, IncidentDetail),
  ...verbs(workRequests, IncidentWork),
  ...verbs(supervisionRequests, SupervisionLedger)
}

function verbs(requests: Readonly<Record<string, z.ZodType>>, answer: z.ZodType): Operations {
  return Object.fromEntries(Object.entries(requests).map(([name, body]) => [`POST /api/incidents/:id/${name}`, verb(`办理：${name}`, body, answer)]))
}

/** What fetches a page of ours from the web may find it unreachable. */
function verb(summary: string, body: z.ZodType, answer: z.ZodType): Operation {
  return { tag: deeds, summary, body, answers: { 200: answer }, problems: [409, 502] }
}
