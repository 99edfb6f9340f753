import { z } from 'zod'
import type { Sha256 } from '../../core/incident/chain.ts'
import { maskPersonalNumbers } from '../../core/personal-data.ts'
import type { Source } from '../../core/source.ts'
import { readDate } from '../../core/written-date.ts'
import { readCount } from '../counts.ts'
import type { Draft } from '../draft.ts'
import { draftLine, MentionLine } from '../import/mention-line.ts'
import { plainText } from '../plain-text.ts'
import { draftFields, idOf, isSpoken } from './draft-fields.ts'
import { saidByItem } from './draft-row.ts'
import { Columns, type IngestSettings } from './settings.ts'

export type Item = Readonly<Record<string, unknown>>
type From = Pick<Source, 'id' | 'name' | 'kind'>

/** Fields of tickets as 12345 systems write them, for a hotline without columns of its own. */
const ticketColumns = Columns.parse({
  key: ['工单编号', '工单号', '受理编号', 'ticketNo', 'orderNo', 'ticket_no', 'id'],
  title: ['诉求标题', '工单标题', '标题', 'title'],
  text: ['诉求内容', '工单内容', '问题描述', '内容', 'content', 'description'],
  publishedAt: ['来电时间', '受理时间', '登记时间', 'callTime', 'acceptedAt', 'createTime'],
  caller: ['来电人', '诉求人', '来电号码', '联系电话', 'caller', 'phone'],
  region: ['事发区域', '所属区域', '区域', 'region', 'district'],
  url: ['链接', 'url']
})

/**
 * One JSON item of a source as a draft: by the columns of its settings; else as a post of weibo-crawler, a hotline ticket or a mention line,
 * whichever its fields are of.
 * @throws RangeError or ZodError with what does not fit
 */
export function draftItem(item: Item, source: From, settings: Pick<IngestSettings, 'columns'>, sha256: Sha256): Draft {
  if (settings.columns !== undefined) return draftFields(saidByItem(item, settings.columns), source, sha256)
  if (isWeiboPost(item)) return draftWeiboCrawler(item)
  if (isTicket(item, source)) return draftFields(saidByItem(item, ticketColumns), source, sha256)
  return draftMentionLine(item, source, sha256)
}

function isWeiboPost(item: Item): boolean {
  return 'bid' in item && 'attitudes_count' in item && 'text' in item
}

function isTicket(item: Item, source: From): boolean {
  const names = [ticketColumns.key, ticketColumns.publishedAt].flat()
  return source.kind === 'hotline' && !('sourceKind' in item) && names.some((name) => name !== undefined && name in item)
}

const id = z.union([z.string().min(1), z.number().transform(String)])

/** Of what weibo-crawler writes, in its files and by its `post` mode (weibo.py, read 2026). */
const WeiboCrawlerPost = z.object({
  id,
  user_id: id.nullable().catch(null).default(null),
  screen_name: z.string().nullable().catch(null).default(null),
  text: z.string(),
  created_at: z.string().nullable().catch(null).default(null),
  full_created_at: z.string().nullable().catch(null).default(null),
  region: z.string().nullable().catch(null).default(null)
})

/** The id is the platform's, so that a post which our own crawler saw too is one mention. */
function draftWeiboCrawler(item: Item): Draft {
  const post = WeiboCrawlerPost.parse(item)
  const written = post.full_created_at ?? post.created_at
  const published = written === null ? null : readDate(written, null)
  if (written !== null && published === null) throw new RangeError(`created_at：“${written.slice(0, 60)}”读不成时间`)
  return {
    id: `weibo:${post.id}`,
    sourceKind: 'weibo',
    source: post.screen_name === null ? '微博' : `@${post.screen_name}`,
    sourceId: null,
    url: `https://m.weibo.cn/detail/${post.id}`,
    title: null,
    text: plainText(post.text),
    author: post.screen_name,
    publishedAt: published?.at ?? null,
    publishedPrecision: published?.precision ?? null,
    engagement: {
      views: null,
      likes: readCount(item['attitudes_count']),
      comments: readCount(item['comments_count']),
      reposts: readCount(item['reposts_count'])
    }
  }
}

/** A mention line of this source: who may push for one source says nothing in the name of another. */
function draftMentionLine(item: Item, source: From, sha256: Sha256): Draft {
  const line = MentionLine.parse({ id: 'none', ...item, sourceKind: source.kind, source: source.name })
  const draft = draftLine(line)
  const keep = (text: string | null): string | null => (text === null || !isSpoken(source) ? text : maskPersonalNumbers(text))
  const [title, text] = [keep(draft.title), keep(draft.text)]
  const key = 'id' in item ? line.id : null
  return {
    ...draft,
    id: idOf(source.id, key, draft.url ?? JSON.stringify([title, text, draft.publishedAt]), sha256),
    sourceId: source.id,
    title,
    text,
    author: keep(draft.author ?? null),
    parentId: draft.parentId == null ? null : idOf(source.id, draft.parentId, '', sha256)
  }
}
