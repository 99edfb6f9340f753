import type { McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { AppContext } from '../context.ts'
import type { CountdownView, IncidentRow, StageView } from '../contract.ts'
import { incidentRow } from '../views/incident-row.ts'
import { readOnly, toolAnswer } from './answer.ts'

const mostIncidents = 500
const Asked = z.object({
  running: z.boolean().default(true).describe('只看还在走的；false 则已办结、豁免、撤回的也列出'),
  limit: z.number().int().min(1).max(100).default(30)
})

/** 时限: of every open incident, the earliest first, each with the document that it comes from and what stops it. */
export function countdownTool(server: McpServer, { stores, clock }: AppContext): void {
  const description = '在办事件的各项时限（5 小时权威发布、24 小时新闻发布会、48 小时回应、上报、部门答复等），最早到期的在前。'
  server.registerTool('list_countdowns', { title: '时限', description, inputSchema: Asked, annotations: readOnly }, ({ running, limit }) =>
    toolAnswer(async () => {
      const now = clock.now()
      const rows = (await stores.incidents.list({ status: ['open'], limit: mostIncidents })).map((document) => incidentRow(document, now))
      const clocks = rows.flatMap((row) => [...row.countdowns, ...row.stages].map((clock) => shortOf(row, clock)))
      const wanted = clocks.filter(({ state }) => !running || ['running', 'due-soon', 'overdue'].includes(state))
      return { now, total: wanted.length, rows: wanted.toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1)).slice(0, limit) }
    })
  )
}

function shortOf(row: IncidentRow, { words, state, stateWords, startedAt, dueAt, remainingMs, source, stopsWith }: CountdownView | StageView) {
  const { id: incidentId, title: incident, gradeWords, drill } = row
  const minutesLeft = Math.floor(remainingMs / 60_000)
  return { incidentId, incident, gradeWords, drill, words, state, stateWords, startedAt, dueAt, minutesLeft, source, stopsWith }
}
