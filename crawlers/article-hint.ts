import { hourMs, instantFromMs, minuteMs, msOf, type Instant } from '../core/instant.ts'
import type { Article } from '../core/ports.ts'
import type { ReadDate } from '../core/written-date.ts'
import { isAhead } from './draft.ts'

type Published = Pick<Article, 'publishedAt' | 'publishedPrecision'>

/**
 * When an article was published, by its page and by its list. What the page says in head, byline or address wins; what it shows elsewhere is
 * believed only where it is finer than the list and of the same day.
 */
export function publishedBy(article: Article, listed: ReadDate | null): Published {
  const { publishedAt, publishedPrecision, publishedElsewhere } = article
  if (publishedAt !== null && publishedElsewhere !== true) return { publishedAt, publishedPrecision }
  if (listed === null) return { publishedAt: null, publishedPrecision: null }
  const refines = publishedAt !== null && listed.precision === 'day' && publishedPrecision !== 'day' && chinaDay(publishedAt) === chinaDay(listed.at)
  return refines ? { publishedAt, publishedPrecision } : { publishedAt: listed.at, publishedPrecision: listed.precision }
}

/**
 * When an article was published, by its page and by its feed. The feed's time wins, unless it cannot be: ahead of now, or another than that of the
 * page by the eight hours between China and GMT, which is local time under a wrong zone. Then the page's own counts, where it states one.
 */
export function publishedByFeed(article: Article, fed: ReadDate | null, now: Instant): Published {
  const own = publishedBy(article, null)
  if (fed === null) return own
  const isWrong = own.publishedAt !== null && (isAhead(fed.at, now) || (isTimeOfDay(own) && isTimeOfDay(fed) && isZoneApart(fed.at, own.publishedAt)))
  return isWrong ? own : { publishedAt: fed.at, publishedPrecision: fed.precision }
}

function isTimeOfDay(read: Published | ReadDate): boolean {
  const precision = 'at' in read ? read.precision : read.publishedPrecision
  return precision === 'minute' || precision === 'second'
}

function isZoneApart(one: Instant, other: Instant): boolean {
  return Math.abs(Math.abs(msOf(one) - msOf(other)) - 8 * hourMs) < minuteMs
}

function chinaDay(at: ReadDate['at']): string {
  return instantFromMs(msOf(at) + 8 * hourMs).slice(0, 10)
}

const siteName = /(?:[日晚早晨时商]报|都市报|导报|电子报|数字报|电子版|网|网站|在线|客户端|电视台|广播电台|论坛|频道)$/
const longestSiteName = 12

/** The page's title, unless it is none or only the name of the site, and the list calls the article something else. */
export function titleBy(title: string | null, listed: string | null, site: string): string | null {
  if (title === null || listed === null) return title ?? listed
  const namesSite = title === site || (title.length <= longestSiteName && siteName.test(title) && listed.length > title.length)
  return namesSite && !listed.includes(title) ? listed : title
}
