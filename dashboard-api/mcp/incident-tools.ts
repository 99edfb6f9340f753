import type { McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { NotFoundError } from '../../core/errors.ts'
import { Grade } from '../../core/grade.ts'
import type { AppContext } from '../context.ts'
import type { IncidentRow } from '../contract.ts'
import { byUrgency, incidentRow } from '../views/incident-row.ts'
import { timelineOf } from '../views/timeline.ts'
import { readOnly, toolAnswer } from './answer.ts'

const eventsShown = 100

const List = z.object({
  status: z.enum(['open', 'closed', 'dismissed', 'all']).default('open'),
  grades: z.array(Grade).max(4).default([]).describe('I 特别重大、II 重大、III 较大、IV 一般；空为全部'),
  limit: z.number().int().min(1).max(50).default(20)
})
const One = z.object({ id: z.string().min(1).max(200).describe('事件编号，如 inc-…') })

/** 事件: the queue, and one with its timeline in words. */
export function incidentTools(server: McpServer, { stores, clock }: AppContext): void {
  const listed = '舆情事件队列：最急的在前（等级，再按剩余时间）。'
  server.registerTool(
    'list_incidents',
    { title: '事件队列', description: listed, inputSchema: List, annotations: readOnly },
    ({ status, grades, limit }) =>
      toolAnswer(async () => {
        const documents = await stores.incidents.list({
          limit,
          ...(status === 'all' ? {} : { status: [status] }),
          ...(grades.length === 0 ? {} : { grades })
        })
        const now = clock.now()
        return {
          now,
          rows: documents
            .map((document) => incidentRow(document, now))
            .sort(byUrgency)
            .map(shortOf)
        }
      })
  )

  const told = '一个事件：等级、办理状态、各时限、责任部门、摘要，和最近的时间线（每条的时间、何人、何事）。'
  server.registerTool('get_incident', { title: '一个事件', description: told, inputSchema: One, annotations: readOnly }, ({ id }) =>
    toolAnswer(async () => {
      const document = await stores.incidents.get(id)
      if (document === null) throw new NotFoundError(`没有编号为 ${id} 的事件`)
      const now = clock.now()
      const events = timelineOf(document.events).slice(-eventsShown)
      return {
        now,
        ...shortOf(incidentRow(document, now)),
        summary: document.state.summary,
        facts: document.state.facts,
        timeline: events.map(({ at, actor, title, detail }) => ({ at, by: actor.name, title, detail }))
      }
    })
  )
}

function shortOf({
  id,
  title,
  gradeWords,
  gradeStatus,
  statusWords,
  handlingWords,
  publicPhaseWords,
  departments,
  counts,
  ...row
}: IncidentRow): object {
  return {
    id,
    title,
    gradeWords,
    isGradeConfirmed: gradeStatus === 'confirmed',
    statusWords,
    handlingWords,
    publicPhaseWords,
    departments: departments.map(({ name, role }) => ({ name, role })),
    mentions: counts?.mentions ?? null,
    openedAt: row.openedAt,
    nextDueAt: row.nextDueAt,
    drill: row.drill
  }
}
