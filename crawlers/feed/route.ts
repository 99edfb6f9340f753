import type { SourceKind } from '../../core/mention.ts'
import type { CrawlerKind } from '../../core/source.ts'

/** What stands behind a feed that some program makes of a platform. */
export interface FeedRoute {
  readonly words: string
  readonly kind: SourceKind
  readonly crawler: CrawlerKind
  readonly settings: Readonly<Record<string, unknown>>
}

const routes: readonly (readonly [RegExp, FeedRoute])[] = [
  [/\/feeds\/(?:MP_WXS_\d+|all)\.(?:json|rss|atom)/, { words: 'wewe-rss 的公众号订阅', kind: 'wechat', crawler: 'wechat', settings: {} }],
  [/\/(?:wechat|newrank)\//, { words: '公众号订阅', kind: 'wechat', crawler: 'wechat', settings: {} }],
  [/\/(?:douyin|kuaishou|bilibili)\//, { words: '视频订阅', kind: 'video', crawler: 'video', settings: { from: 'feed' } }],
  [/\/xiaohongshu\//, { words: '小红书订阅', kind: 'app', crawler: 'video', settings: { from: 'feed' } }],
  [/\/weibo\//, { words: '微博订阅', kind: 'weibo', crawler: 'feed', settings: {} }],
  [/\/(?:baidu\/)?tieba\//, { words: '贴吧订阅', kind: 'tieba', crawler: 'feed', settings: {} }],
  [/\/zhihu\/|\/discuz\/|forum\.php\?mod=rss/, { words: '论坛订阅', kind: 'forum', crawler: 'feed', settings: {} }]
]

/** How the address of a feed tells what stands behind it: routes of RSSHub and wewe-rss. Null: a feed of a site of its own, to be looked at. */
export function feedRoute(url: string): FeedRoute | null {
  return routes.find(([pattern]) => pattern.test(url))?.[1] ?? null
}
