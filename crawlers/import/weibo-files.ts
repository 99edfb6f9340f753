import type { Sha256 } from '../../core/incident/chain.ts'
import { readDate } from '../../core/written-date.ts'
import { authorHash } from '../author-hash.ts'
import { readCount } from '../counts.ts'
import type { Draft } from '../draft.ts'
import { plainText } from '../plain-text.ts'
import { provinceIn, provinceOf } from '../province.ts'
import { isWithheld } from '../weibo/draft-post.ts'
import type { Fields } from './media-crawler.ts'

/** A post as weibo-crawler and weibo-search write it, by their English names; their CSV files have Chinese ones. */
interface Row {
  readonly id: unknown
  readonly userId: unknown
  readonly name: unknown
  readonly text: unknown
  readonly created: unknown
  readonly likes: unknown
  readonly comments: unknown
  readonly reposts: unknown
  readonly retweetId?: unknown
  /** IP 属地 as the platform shows it. */
  readonly shownPlace?: unknown
  /** A place that the author chose; of it the province alone is kept. */
  readonly chosenPlace?: unknown
}

/** Whether an object or row is one of these; by what no other tool calls its fields. */
export function isWeiboRow(fields: Fields): boolean {
  if ('attitudes_count' in fields && 'bid' in fields && 'text' in fields) return true
  return 'bid' in fields && ('正文' in fields || '微博正文' in fields)
}

/**
 * The post, and behind it the one that it reposts where that is there and not withheld. `owner` is the account of the file, whose CSV
 * names nobody. @throws RangeError naming what cannot be read
 */
export function draftWeiboRow(fields: Fields, owner: string | null, sha256: Sha256): readonly [Draft, ...Draft[]] {
  const { own, retweet } =
    'attitudes_count' in fields ? englishRows(fields) : '微博正文' in fields ? { own: searchRow(fields), retweet: null } : crawlerRows(fields)
  const parent = retweet === null || isWithheldRow(retweet) ? null : draftOf(retweet, null, sha256)
  const post = draftOf({ ...own, retweetId: own.retweetId ?? retweet?.id }, owner, sha256)
  return parent === null ? [post] : [post, parent]
}

function englishRows(f: Fields): { own: Row; retweet: Row | null } {
  const rowOf = (from: Fields): Row => ({
    id: from['id'],
    userId: from['user_id'],
    name: from['screen_name'],
    text: from['text'],
    created: written(from['full_created_at']) ?? from['created_at'],
    likes: from['attitudes_count'],
    comments: from['comments_count'],
    reposts: from['reposts_count'],
    retweetId: written(from['retweet_id']),
    shownPlace: from['ip'],
    chosenPlace: from['location']
  })
  const retweet = f['retweet']
  return { own: rowOf(f), retweet: typeof retweet === 'object' && retweet !== null ? rowOf(retweet as Fields) : null }
}

function searchRow(f: Fields): Row {
  return {
    id: f['id'],
    userId: f['user_id'],
    name: f['用户昵称'],
    text: f['微博正文'],
    created: f['发布时间'],
    likes: f['点赞数'],
    comments: f['评论数'],
    reposts: f['转发数'],
    retweetId: written(f['retweet_id']),
    shownPlace: f['ip'],
    chosenPlace: f['发布位置']
  }
}

function crawlerRows(f: Fields): { own: Row; retweet: Row | null } {
  const rowOf = (prefix: string): Row => ({
    id: f[`${prefix}id`],
    userId: prefix === '' ? null : f['源用户id'],
    name: prefix === '' ? null : f['源用户昵称'],
    text: f[`${prefix}正文`],
    created: written(f[`${prefix}完整日期`]) ?? f[`${prefix}日期`],
    likes: f[`${prefix}点赞数`],
    comments: f[`${prefix}评论数`],
    reposts: f[`${prefix}转发数`],
    chosenPlace: f[`${prefix}位置`]
  })
  return { own: rowOf(''), retweet: written(f['源微博id']) === null ? null : rowOf('源微博') }
}

/** What stands for a reposted post that was deleted has no account, and the platform's words. */
function isWithheldRow({ userId, name, text }: Row): boolean {
  const user = accountOf(userId) === null && written(name) === null ? null : { id: null, screen_name: null }
  return isWithheld({ user, text: written(text) })
}

function draftOf(row: Row, owner: string | null, sha256: Sha256): Draft {
  const id = idOf(row.id)
  const name = written(row.name) ?? owner
  const text = written(row.text)
  const created = written(row.created)
  const published = created === null ? null : readDate(created, null)
  if (created !== null && published === null) throw new RangeError(`发布时间“${created.slice(0, 60)}”读不出来`)
  const retweetId = row.retweetId === null || row.retweetId === undefined ? null : idOf(row.retweetId)
  return {
    id: `weibo:${id}`,
    sourceKind: 'weibo',
    source: name === null ? '微博' : `@${name}`,
    sourceId: null,
    url: `https://m.weibo.cn/detail/${id}`,
    title: null,
    text: text === null ? null : plainText(text),
    author: name,
    authorHash: authorHash('weibo', accountOf(row.userId), sha256),
    publishedAt: published?.at ?? null,
    publishedPrecision: published?.precision ?? null,
    parentId: retweetId === null ? null : `weibo:${retweetId}`,
    region: provinceOf(written(row.shownPlace)) ?? provinceIn(written(row.chosenPlace)),
    engagement: { views: null, likes: readCount(row.likes), comments: readCount(row.comments), reposts: readCount(row.reposts) }
  }
}

/** A spreadsheet that opened the file writes 5.2E+15: which post that was is lost. */
function idOf(value: unknown): string {
  const id = written(value)
  if (id === null || !/^\d+$/.test(id)) throw new RangeError(`微博编号“${id ?? ''}”不是整数（文件可能被表格软件改写过）`)
  return id
}

function accountOf(value: unknown): string | null {
  const id = written(value)
  return id === '0' ? null : id
}

function written(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  const text = typeof value === 'string' ? value.trim() : ''
  return text === '' || text === 'None' || text === 'nan' ? null : text
}
