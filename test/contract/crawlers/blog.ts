import { html } from '../../support/crawlers-site.ts'
import type { CrawlerCase } from '../crawler.ts'
import { feed } from './feed.ts'

/** The front page names the feed; the feed is the one of `feed.ts`. */
export const blog: CrawlerCase = {
  ...feed,
  name: 'blog by the feed that its front page names',
  crawler: 'blog',
  sourceKind: 'blog',
  open: (site) => {
    site.set(
      '/',
      html(
        '<html><head><link rel="alternate" type="application/rss+xml" title="某博客 &raquo; 评论Feed" href="/comments/feed"><link rel="alternate" type="application/rss+xml" title="某博客" href="/feed"></head><body></body></html>'
      )
    )
    return { ...feed.open(site), path: '/' }
  }
}
