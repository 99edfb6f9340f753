import { canonicalUrl } from '../../core/mention.ts'
import type { ReadDate } from '../../core/written-date.ts'
import type { Visit } from '../crawler.ts'
import type { Found } from '../frontier.ts'
import type { ListedArticle } from './links.ts'
import { withoutCounters } from './without-counters.ts'

/** What the lists of one visit came to. */
export interface ListTotal {
  fetched: number
  parsed: number
}

/** What the list already said of an article; used where the article itself is silent. */
export interface ArticleHint {
  readonly title: string | null
  readonly published: ReadDate | null
}

/** A headline that changed makes a new key, so that the article is read again under the same mention id: that is how a site tells of an update. */
export function articleFound(visit: Pick<Visit, 'sha256'>, link: ListedArticle): Found {
  const version = link.title === null ? '' : `#${visit.sha256(withoutCounters(link.title)).slice(0, 12)}`
  return { key: `${canonicalUrl(link.url)}${version}`, url: link.url, hint: { title: link.title, published: link.published } satisfies ArticleHint }
}
