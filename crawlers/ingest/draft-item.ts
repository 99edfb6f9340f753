import type { Sha256 } from '../../core/incident/chain.ts'
import { maskPersonalNumbers } from '../../core/personal-data.ts'
import type { Source } from '../../core/source.ts'
import type { Draft } from '../draft.ts'
import { draftLine, MentionLine } from '../import/mention-line.ts'
import { draftWeiboRow, isWeiboRow } from '../import/weibo-files.ts'
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
 * One JSON item of a source as a draft, and behind a repost the post that it repeats: by the columns of its settings; else as a post of weibo-crawler, a hotline ticket or a mention line,
 * whichever its fields are of.
 * @throws RangeError or ZodError with what does not fit
 */
export function draftItem(item: Item, source: From, settings: Pick<IngestSettings, 'columns'>, sha256: Sha256): readonly [Draft, ...Draft[]] {
  if (settings.columns !== undefined) return [draftFields(saidByItem(item, settings.columns), source, sha256)]
  // Their ids are the platform's, so that a post which our own crawler saw too is one mention.
  if (isWeiboRow(item)) return draftWeiboRow(item, null, sha256)
  if (isTicket(item, source)) return [draftFields(saidByItem(item, ticketColumns), source, sha256)]
  return [draftMentionLine(item, source, sha256)]
}

function isTicket(item: Item, source: From): boolean {
  const names = [ticketColumns.key, ticketColumns.publishedAt].flat()
  return source.kind === 'hotline' && !('sourceKind' in item) && names.some((name) => name !== undefined && name in item)
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
