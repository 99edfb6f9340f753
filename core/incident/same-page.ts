import type { PublishedEvidence } from './events.ts'

type Page = Pick<PublishedEvidence, 'url' | 'textHash' | 'title' | 'publishedAt' | 'excerpt'>

/**
 * Whether two looks found one page. The same address asked with another query (`?x=1`), by http or https, with www or without is the
 * same page where the same stands there: the whole text, or its beginning with title and time where only a counter below it differs.
 */
export function isSamePage(one: Page, other: Page): boolean {
  if (one.url === other.url) return one.textHash === other.textHash
  if (placeOf(one.url) !== placeOf(other.url)) return false
  return one.textHash === other.textHash || (one.title === other.title && one.publishedAt === other.publishedAt && one.excerpt === other.excerpt)
}

function placeOf(text: string): string {
  if (!URL.canParse(text)) return text
  const { host, pathname } = new URL(text)
  return `${host.replace(/^www\./, '')}${pathname.replace(/\/+$/, '')}`
}
