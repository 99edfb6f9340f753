import { load, type CheerioAPI } from 'cheerio'
import type { Instant } from '../../core/instant.ts'
import { readDate, type ReadDate } from '../../core/written-date.ts'
import { withoutParams } from '../without-params.ts'
import type { PortalSettings } from './settings.ts'

export interface ListedArticle {
  readonly url: string
  readonly title: string | null
  readonly published: ReadDate | null
}

type Selection = ReturnType<CheerioAPI>
type Child = ReturnType<CheerioAPI['root']>[number]['children'][number]
type Element = Extract<Child, { attribs: unknown }>
type Parent = NonNullable<Element['parent']>

/**
 * The articles of a list page, in its order: by the source's selectors, or else every link of the same site that looks like an
 * article because a date stands beside it or in its path, or its path ends as article paths do.
 */
export function readLinks(html: string, pageUrl: string, settings: PortalSettings, observedAt: Instant): ListedArticle[] {
  const isKept = keeping(pageUrl, settings)
  const $ = load(html)
  const base = baseOf($, pageUrl)
  const listed = settings.list === undefined ? bySight($, base, observedAt) : bySelectors($, base, settings.list, observedAt)
  return listed.map((article) => ({ ...article, url: withoutParams(article.url, settings.ignoreParams) })).filter(isKept)
}

/** What the source wants of a list, each once. */
function keeping(pageUrl: string, settings: PortalSettings): (article: ListedArticle) => boolean {
  const seen = new Set([pageUrl])
  return ({ url }) => {
    if (seen.has(url)) return false
    seen.add(url)
    return settings.include.every((part) => url.includes(part)) && !settings.exclude.some((part) => url.includes(part))
  }
}

function baseOf($: CheerioAPI, pageUrl: string): string {
  const declared = $('base[href]').attr('href')
  return declared !== undefined && URL.canParse(declared, pageUrl) ? new URL(declared, pageUrl).href : pageUrl
}

function bySelectors($: CheerioAPI, base: string, list: NonNullable<PortalSettings['list']>, observedAt: Instant): ListedArticle[] {
  return $(list.item)
    .toArray()
    .flatMap((element) => {
      const row = $(element)
      const link = row.is(list.link) ? row : row.find(list.link).first()
      const url = absolute(link.attr('href'), base)
      const published = list.time === undefined ? () => dateOfRow(row, observedAt) : () => readDate(bare(row.find(list.time).text()), observedAt)
      return url === null ? [] : [{ url, title: titleOf(link), published: published() }]
    })
}

function dateOfRow(row: Selection, observedAt: Instant): ReadDate | null {
  const copy = row.clone()
  copy.find('a').remove()
  return readDate(row.text(), observedAt) ?? readDate(bare(copy.text()), observedAt)
}

/** Without the brackets and dots that lists put around a date: [11-28], · 11-28. */
function bare(text: string): string {
  return text.replace(/^[\s\p{P}\p{S}]+|[\s\p{P}\p{S}]+$/gu, '')
}

const fewestTitleLetters = 6

function bySight($: CheerioAPI, base: string, observedAt: Instant): ListedArticle[] {
  const site = siteOf(new URL(base).hostname)
  return $('a[href]')
    .toArray()
    .flatMap((element) => articleAt($, element, base, site, observedAt) ?? [])
}

function articleAt($: CheerioAPI, element: Element, base: string, site: string, observedAt: Instant): ListedArticle | null {
  const link = $(element)
  const url = absolute(link.attr('href'), base)
  if (url === null || siteOf(new URL(url).hostname) !== site || standsIn(element, frames)) return null
  const inside = takeDateInside($, link, observedAt)
  const title = titleOf(link)
  if (title === null || title.length < fewestTitleLetters) return null
  const published = inside ?? readDate(bare(besideText(element)), observedAt)
  return published !== null || looksLikeArticle(new URL(url)) ? { url, title, published } : null
}

const mostParts = 50

/** Some lists put the date into the link itself; it is no part of the title. */
function takeDateInside($: CheerioAPI, link: Selection, observedAt: Instant): ReadDate | null {
  for (const part of link.find('span, em, i, time, small, b').toArray().slice(0, mostParts)) {
    const text = $(part).text().trim()
    const found = text.length <= 24 && /^[[(（【〔]?\d/.test(text) ? readDate(bare(text), observedAt) : null
    if (found === null) continue
    $(part).remove()
    return found
  }
  return null
}

/** What stands around the articles of a page. */
const frames = new Set(['nav', 'footer', 'header'])

function standsIn(element: Element, names: ReadonlySet<string>): boolean {
  for (let at: Element['parent'] = element; at !== null; at = at.parent) if ('name' in at && names.has(at.name)) return true
  return false
}

/** The text around a link in the largest row that has no link to anything else, without the words of its links: a picture may lead there too. */
function besideText(link: Element): string {
  let row: Parent = link
  for (let step = 0; step < 4; step++) {
    const parent: Element['parent'] = row.parent
    if (parent === null || !('name' in parent) || parent.name === 'body' || leadsElsewhere(parent, link.attribs['href'])) break
    row = parent
  }
  return row === link ? '' : textWithoutLinks(row)
}

function leadsElsewhere(parent: Parent, own: string | undefined): boolean {
  return parent.children.some(
    (child) => 'attribs' in child && ((child.name === 'a' && 'href' in child.attribs && child.attribs['href'] !== own) || leadsElsewhere(child, own))
  )
}

/** Nothing that stands beside a link is longer: a page may have one long text and thousands of links in it. */
const longestBeside = 2_000

function textWithoutLinks(parent: Parent): string {
  let text = ''
  for (const child of parent.children) {
    if (text.length > longestBeside) break
    if (child.nodeType === 3) text += child.data
    else if ('attribs' in child && child.name !== 'a') text += textWithoutLinks(child)
  }
  return text
}

function looksLikeArticle(url: URL): boolean {
  const path = url.pathname
  if (/\/(index|list|col|node|channel)[^/]*$/i.test(path) || path.endsWith('/')) return false
  return /\/t?20\d{6}_?\d*|\/20\d\d[-/]?\d\d|\/art\/|\/content_\d+|\/(article|news|detail|info|c)\/?\d*.*\d{3,}|\d{4,}\.s?html?$/i.test(path)
}

function titleOf(link: Selection): string | null {
  const shown = link.text().replace(/\s+/g, ' ').trim()
  const whole = link.attr('title')?.replace(/\s+/g, ' ').trim() ?? ''
  // Lists cut long titles and keep them whole in the attribute.
  const title = whole.length > shown.length ? whole : shown
  return title === '' ? null : title
}

function absolute(href: string | undefined, base: string): string | null {
  if (href === undefined || /^\s*(javascript|mailto|tel|data|#)/i.test(href) || !URL.canParse(href.trim(), base)) return null
  const url = new URL(href.trim(), base)
  url.hash = ''
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null
}

/** Host without www and, for names of three parts or more, without the first; an address stays whole. */
function siteOf(host: string): string {
  if (/^[\d.]+$|:/.test(host)) return host
  const parts = host.replace(/^www\./, '').split('.')
  return parts.slice(parts.length > 2 && /^(gov|com|net|org|edu|ac)$/.test(parts.at(-2) ?? '') ? -3 : -2).join('.')
}
