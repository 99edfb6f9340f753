import { chinaWallTime, type Instant } from '../../core/instant.ts'
import type { ScenarioItem, Site } from '../scenario.ts'

/** One answer of a site of the replica city. */
export interface Page {
  readonly status: number
  readonly contentType: string
  readonly body: Uint8Array | string
  /** Where a redirect leads. */
  readonly location?: string
}

/** What a site of the city knows: the civil moment, and what its people have published by then, newest first. */
export interface CityView {
  now(): Instant
  published(site: Site): readonly ScenarioItem[]
  /** Any item of the scenario that is public by now. */
  byNumber(number: number): ScenarioItem | null
  byKey(key: string): ScenarioItem | null
}

/** A site: an address in, a page out. Pure, so that it can be read without a socket. */
export type SiteHandler = (url: URL) => Page

export const notFound: Page = { status: 404, contentType: 'text/plain; charset=utf-8', body: '没有这个页面' }

export function html(body: Uint8Array | string, charset: string): Page {
  return { status: 200, contentType: `text/html; charset=${charset}`, body }
}

export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign)
}

/** `20310312` of an item's day at +08:00. */
export function compactDay(at: Instant): string {
  return chinaWallTime(at).slice(0, 10).replaceAll('-', '')
}

/** Two paragraphs where the text is long enough, as editors set it. */
export function paragraphs(text: string): string[] {
  const middle = text.indexOf('。', Math.floor(text.length / 2))
  return middle < 0 || middle === text.length - 1 ? [text] : [text.slice(0, middle + 1), text.slice(middle + 1)]
}
