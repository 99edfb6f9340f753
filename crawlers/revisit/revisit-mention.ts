import type { Mention } from '../../core/mention.ts'
import { Source } from '../../core/source.ts'
import type { Visit } from '../crawler.ts'
import { sourceSettings } from '../settings.ts'
import { revisitThread } from '../tieba/revisit-thread.ts'
import { revisitArticle } from '../wechat/revisit-article.ts'
import { revisitPost } from '../weibo/revisit-post.ts'
import { revisitPage } from './revisit-page.ts'
import type { Look } from './revisit.ts'

/** How one mention is looked at again: by which source's pace and permissions, and on which host. */
export interface WayBack {
  readonly source: Source
  readonly host: string
  readonly look: (visit: Visit, mention: Mention) => Promise<Look>
}

/** The way back to a mention; null for what has none: a call, a broadcast, a place on a hot list, a source that is switched off. */
export function wayBackTo(mention: Mention, sources: ReadonlyMap<string, Source>): WayBack | null {
  const source = mention.sourceId === null ? null : (sources.get(mention.sourceId) ?? null)
  if (source !== null && !source.enabled) return null
  // A comment has no page of its own: what its post's answers says nothing of it.
  if (/^[a-z]+-comment:/.test(mention.id)) return null
  if (/^weibo:\d+$/.test(mention.id))
    return weiboWay(source ?? [...sources.values()].find(({ crawler, enabled }) => crawler === 'weibo' && enabled) ?? null)
  if (source?.crawler === 'tieba') return tiebaWay(mention, source)
  if (mention.url === null || !/^https?:\/\//i.test(mention.url) || !URL.canParse(mention.url) || mention.sourceKind === 'hot-list') return null
  const { host } = new URL(mention.url)
  // What was pushed or imported names any address it likes: the permissions of a source are not for those.
  const trusted = source === null || source.crawler === 'ingest' ? stranger(mention, host) : source
  return { source: trusted, host, look: mention.sourceKind === 'wechat' ? (visit, one) => revisitArticle(visit, one, null) : pageLook(source) }
}

function weiboWay(source: Source | null): WayBack | null {
  if (source === null || source.crawler !== 'weibo') return null
  const settings = sourceSettings.weibo.parse(source.settings)
  return { source, host: new URL(source.url).host, look: (visit, mention) => revisitPost(visit, mention, settings) }
}

/** A reply has no address of its own that says whether it is there. */
function tiebaWay(mention: Mention, source: Source): WayBack | null {
  if (!/^tieba:\d+$/.test(mention.id)) return null
  const settings = sourceSettings.tieba.parse(source.settings)
  return { source, host: new URL(source.url).host, look: (visit, one) => revisitThread(visit, one, settings) }
}

function pageLook(source: Source | null): WayBack['look'] {
  const settings = pageSettings(source)
  return (visit, mention) => revisitPage(visit, mention, settings)
}

/** The text of a feed item, a pushed or an imported one is not that of its page. */
function pageSettings(source: Source | null): Parameters<typeof revisitPage>[2] {
  if (source?.crawler === 'portal') return { article: sourceSettings.portal.parse(source.settings).article, sameText: true }
  if (source?.crawler === 'feed') {
    const settings = sourceSettings.feed.parse(source.settings)
    return { article: {}, sameText: settings.follow }
  }
  return { article: {}, sameText: false }
}

/** What an import brought: no configured source vouches for its address, so nothing private may be asked. */
function stranger(mention: Mention, host: string): Source {
  return Source.parse({
    id: 'revisits',
    name: mention.source,
    kind: mention.sourceKind,
    crawler: 'portal',
    url: `https://${host}/`,
    intervalMinutes: 60
  })
}
