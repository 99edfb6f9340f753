import type { Instant } from '../../../core/instant.ts'
import { momentOn, type Draft, type ItemRole, type Site, type WeiboDetails } from '../../scenario.ts'

/** A Wednesday. */
export const day = '2031-03-12'
export const at: (time: string) => Instant = momentOn(day)

const mediaNames = { news: '云港新闻网', metro: '海东都市网', forum: '云港市民论坛', weibo: '微博' } as const satisfies Record<Site, string>

export interface WeiboOptions {
  readonly key?: string
  readonly role?: ItemRole
  /** Likes, comments, reposts in the end. */
  readonly counts?: readonly [number, number, number]
  readonly region?: string
  readonly retweetOf?: string
  readonly pinned?: boolean
}

export interface PageOptions {
  readonly key?: string
  readonly role?: ItemRole
  readonly author?: string
}

/** Writes drafts of one incident (or of none) with keys that follow from their order. */
export interface DraftPen {
  news(time: string, title: string, text: string, options?: PageOptions): Draft
  metro(time: string, title: string, text: string, options?: PageOptions): Draft
  forum(time: string, title: string, text: string, options?: PageOptions): Draft
  weibo(time: string, author: string, text: string, options?: WeiboOptions): Draft
}

export function penFor(name: string, incident: string | null, usualRole: ItemRole): DraftPen {
  let count = 0
  const common = (time: string, key: string | undefined, role: ItemRole | undefined): Pick<Draft, 'key' | 'at' | 'role' | 'incident'> => {
    count += 1
    return { key: key ?? `${name}-${String(count).padStart(2, '0')}`, at: at(time), role: role ?? usualRole, incident }
  }
  const page =
    (site: Site) =>
    (time: string, title: string, text: string, options: PageOptions = {}): Draft => ({
      ...common(time, options.key, options.role),
      site,
      title,
      text,
      author: options.author ?? mediaNames[site],
      weibo: null
    })
  return {
    news: page('news'),
    metro: page('metro'),
    forum: page('forum'),
    weibo: (time, author, text, options = {}) => ({
      ...common(time, options.key, options.role),
      site: 'weibo',
      title: null,
      text,
      author,
      weibo: detailsOf(options)
    })
  }
}

function detailsOf(options: WeiboOptions): WeiboDetails {
  const [likes, comments, reposts] = options.counts ?? [6, 3, 1]
  return { likes, comments, reposts, region: options.region ?? '海东', retweetOf: options.retweetOf ?? null, pinned: options.pinned ?? false }
}
