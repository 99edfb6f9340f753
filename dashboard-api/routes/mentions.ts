import type { FastifyInstance } from 'fastify'
import { csvText } from '../../core/csv-text.ts'
import { NotFoundError } from '../../core/errors.ts'
import { gradeWords } from '../../core/grade.ts'
import { chinaWallTime } from '../../core/instant.ts'
import { MentionId } from '../../core/mention.ts'
import type { StoredMention } from '../../core/records.ts'
import { polarityWords, sourceKindWords } from '../../core/search-fields.ts'
import { totalCap } from '../../core/search.ts'
import { callerOf } from '../access.ts'
import { audited } from '../audited.ts'
import type { AppContext } from '../context.ts'
import { FacetSearchQuery, MentionTermsQuery, type FacetView } from '../contract-search.ts'
import { MentionSearchQuery, type MentionDetail } from '../contract.ts'
import { KeptSearches } from '../kept-searches.ts'
import { mentionQueryOf } from '../mention-query.ts'
import { readRequest } from '../read-request.ts'
import { mentionPage, mentionRow } from '../views/mention-row.ts'
import { sendWritten, writeAnswer } from '../written-answer.ts'

const access = { config: { access: 'mention.search' } } as const
const exportPage = 500

export function mentionRoutes(app: FastifyInstance, { stores, clock }: AppContext): void {
  const { mentions, incidents } = stores
  const searches = new KeptSearches({
    search: async (query) => writeAnswer(mentionPage(await mentions.search(query))),
    bytesOf: ({ bytes }) => bytes.length,
    clock
  })

  app.get('/api/mentions', access, async (request, reply) => {
    const asked = readRequest(MentionSearchQuery, request.query)
    const query = await mentionQueryOf(incidents, asked)
    return sendWritten(reply, await searches.search({ ...query, limit: asked.limit, cursor: asked.cursor ?? null }))
  })

  app.get('/api/mentions/facets', access, async (request): Promise<FacetView> => {
    const { unit, ...asked } = readRequest(FacetSearchQuery, request.query)
    const facets = await mentions.facets({ ...(await mentionQueryOf(incidents, asked)), unit })
    return {
      now: clock.now(),
      unit,
      total: facets.total,
      relevant: facets.relevant,
      undated: facets.undated,
      kinds: facets.kinds.map(({ kind, count }) => ({ kind, words: sourceKindWords[kind], count })),
      sources: [...facets.sources],
      grades: facets.grades.map(({ grade, count }) => ({ grade, words: grade === null ? '未定级' : gradeWords[grade], count })),
      polarities: facets.polarities.map(({ polarity, count }) => ({ polarity, words: polarityWords[`${polarity}`], count })),
      bars: [...facets.bars]
    }
  })

  app.get('/api/mentions/export', access, async (request, reply) => {
    const asked = readRequest(MentionTermsQuery, request.query)
    const deed = { actor: callerOf(request), action: 'mention.export', subject: 'csv', detail: JSON.stringify(asked) }
    const text = await audited({ audit: stores.audit, clock }, deed, async () => {
      const query = await mentionQueryOf(incidents, asked)
      const rows: (readonly string[])[] = [heading]
      let cursor: string | null = null
      do {
        const page = await mentions.search({ ...query, limit: exportPage, cursor })
        rows.push(...page.rows.map(exportLine))
        cursor = page.cursor
      } while (cursor !== null && rows.length <= totalCap)
      return csvText(rows)
    })
    const name = `mentions-${clock.now().slice(0, 16).replaceAll(':', '')}.csv`
    return await reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}"`).send(text)
  })

  app.get<{ Params: { id: string } }>('/api/mentions/:id', access, async (request): Promise<MentionDetail> => {
    const id = readRequest(MentionId, request.params.id)
    const whole = await mentions.whole(id)
    if (whole === null) throw new NotFoundError('没有这条信息')
    const { stored, series, versions } = whole
    return { row: mentionRow(stored, true), assessment: stored.assessment, series: [...series], versions: [...versions] }
  })
}

const heading = [
  '发布时间（北京时间）',
  '来源',
  '来源类型',
  '标题',
  '正文',
  '地址',
  '等级',
  '情感',
  '阅读',
  '转发',
  '评论',
  '点赞',
  '事件编号',
  '首次采到',
  '编号'
]
const longestText = 2000

/** What a platform does not show stays empty. */
function exportLine({ mention, assessment, incidentId, firstSeenAt }: StoredMention): string[] {
  const { engagement } = mention
  const known = (count: number | null): string => (count === null ? '' : String(count))
  return [
    mention.publishedAt === null ? '' : chinaWallTime(mention.publishedAt),
    mention.source,
    sourceKindWords[mention.sourceKind],
    mention.title ?? '',
    (mention.text ?? '').slice(0, longestText),
    mention.url ?? '',
    assessment?.grade == null ? '' : gradeWords[assessment.grade],
    assessment === null ? '' : polarityWords[`${assessment.sentiment.polarity}`],
    known(engagement.views),
    known(engagement.reposts),
    known(engagement.comments),
    known(engagement.likes),
    incidentId ?? '',
    chinaWallTime(firstSeenAt),
    mention.id
  ]
}
