import type { z } from 'zod'
import type { CrawlerKind } from '../core/source.ts'
import { BlogSettings } from './blog/settings.ts'
import { FeedSettings } from './feed/settings.ts'
import { ForumSettings } from './forum/settings.ts'
import { HotListSettings } from './hotlist/settings.ts'
import { IngestSettings } from './ingest/settings.ts'
import { PortalSettings } from './portal/settings.ts'
import { TiebaSettings } from './tieba/settings.ts'
import { VideoSettings } from './video/settings.ts'
import { WechatSettings } from './wechat/settings.ts'
import { WeiboSettings } from './weibo/settings.ts'

/** The schema of `Source.settings` by crawler; the configuration is checked against it. */
export const sourceSettings = {
  portal: PortalSettings,
  feed: FeedSettings,
  forum: ForumSettings,
  tieba: TiebaSettings,
  blog: BlogSettings,
  weibo: WeiboSettings,
  wechat: WechatSettings,
  video: VideoSettings,
  hotlist: HotListSettings,
  ingest: IngestSettings
} as const satisfies Record<CrawlerKind, z.ZodType>
