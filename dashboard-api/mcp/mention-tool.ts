import type { McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { Moment } from '../../core/moment.ts'
import { parseQuery } from '../../core/search-grammar.ts'
import type { AppContext } from '../context.ts'
import type { MentionRow } from '../contract.ts'
import { followMerges } from '../merged-incidents.ts'
import { mentionPage } from '../views/mention-row.ts'
import { readOnly, toolAnswer } from './answer.ts'

const Search = z.object({
  q: z
    .string()
    .max(500)
    .default('')
    .describe(
      '空格为“且”，"…" 为短语，OR 为“或”，- 为“非”；字段 title: text: source: kind: grade: incident: sentiment:；日期 2026-11-01..2026-11-24'
    ),
  from: Moment.optional().describe('发布时刻不早于'),
  to: Moment.optional().describe('发布时刻早于'),
  limit: z.number().int().min(1).max(20).default(10),
  cursor: z.string().max(2000).optional().describe('上一页给出的 cursor')
})

/** 检索. Who wrote it is left out: a model has no need of it. */
export function mentionTool(server: McpServer, { stores }: AppContext): void {
  const description = '检索采集到的信息（文章、帖子、微博等），新的在前。返回来源、时间、标题、正文开头、等级与所属事件。'
  server.registerTool('search_mentions', { title: '检索信息', description, inputSchema: Search, annotations: readOnly }, (asked) =>
    toolAnswer(async () => {
      const filter = { from: asked.from ?? null, to: asked.to ?? null, kinds: [], grades: [], incidentId: null, relevantOnly: false }
      const query = await followMerges(stores.incidents, parseQuery(asked.q))
      const { rows, ...page } = mentionPage(await stores.mentions.search({ query, filter, limit: asked.limit, cursor: asked.cursor ?? null }))
      return {
        ...page,
        rows: rows.map(shortOf)
      }
    })
  )
}

function shortOf({ id, sourceKindWords, source, url, title, text, publishedAt, firstSeenAt, grade, sentiment, incidentId }: MentionRow): object {
  return { id, sourceKindWords, source, url, title, text, publishedAt, firstSeenAt, grade, sentiment, incidentId }
}
