import { addMs, dayMs, type Instant } from '../../core/instant.ts'
import { readDate } from '../../core/written-date.ts'
import type { Visit } from '../crawler.ts'
import { NothingParsedError } from '../errors.ts'
import { rememberValidators, validatorsOf } from '../html-page.ts'
import { wallOf } from '../wall.ts'
import { readSitemap, type SitemapEntry } from './read-sitemap.ts'
import type { SitemapSettings } from './settings.ts'

export interface SitemapPage extends SitemapEntry {
  /** Changes when the page did; empty where the file does not say so. */
  readonly version: string
}

export interface SitemapWalk {
  readonly fetched: number
}

/**
 * The pages of a sitemap that are new enough, an index's files walked newest first; each file is asked conditionally and remembered once
 * `queue` has taken what it names.
 */
export async function walkSitemap(
  visit: Visit,
  url: string,
  settings: SitemapSettings,
  queue: (pages: readonly SitemapPage[]) => Promise<void>
): Promise<SitemapWalk> {
  const since = addMs(visit.clock.now(), -settings.withinDays * dayMs)
  const walk = { fetched: 0 }
  await readFile(url, 0)
  return walk

  async function readFile(address: string, depth: number): Promise<void> {
    const fetched = await visit.get(address, await validatorsOf(visit, address))
    walk.fetched += 1
    if (fetched.notModified) return
    const map = readSitemap(fetched.bytes, fetched.text)
    if (map === null) {
      const reason = 'it is neither a sitemap nor an index of sitemaps'
      throw (
        wallOf(visit.source.id, address, { url: fetched.finalUrl, html: fetched.text ?? '' }) ??
        new NothingParsedError(visit.source.id, address, reason)
      )
    }
    if (map.kind === 'index') await readIndex(map.entries, depth)
    else await takePages(map.entries)
    // An index that did not change may still name a file that was not read yet.
    await rememberValidators(visit, address, map.kind === 'index' ? { ...fetched, etag: null, lastModified: null } : fetched)
  }

  async function readIndex(entries: readonly SitemapEntry[], depth: number): Promise<void> {
    // The protocol knows no index of indexes; one that names itself must not be walked for ever.
    if (depth > 0) return
    const recent = entries.filter((entry) => isRecent(entry.modified, since)).sort((a, b) => ((a.modified ?? '') < (b.modified ?? '') ? 1 : -1))
    if (recent.length > settings.mostFiles) visit.capped(`${url} 有 ${recent.length} 个新的站点地图文件，最多看 ${settings.mostFiles} 个`)
    for (const { url: file, modified } of recent.slice(0, settings.mostFiles)) {
      if (visit.signal.aborted) return
      const name = `sitemap ${file}`
      if (modified !== null && (await visit.crawl.cursor(visit.source.id, name)) === modified) continue
      await readFile(file, depth + 1)
      if (modified !== null) await visit.crawl.setCursor(visit.source.id, name, modified)
    }
  }

  async function takePages(entries: readonly SitemapEntry[]): Promise<void> {
    const tellsTimes = !isStampedAlike(entries)
    const recent = entries
      .map((entry): SitemapPage => ({ ...entry, modified: tellsTimes ? entry.modified : null, version: tellsTimes ? (entry.modified ?? '') : '' }))
      .filter((entry) => isRecent(entry.modified ?? dateIn(entry.url), since))
      .sort((a, b) => ((a.modified ?? '') < (b.modified ?? '') ? 1 : -1))
    if (recent.length > settings.mostUrls) visit.capped(`${url} 有 ${recent.length} 个新网址，最多取 ${settings.mostUrls} 个`)
    await queue(recent.slice(0, settings.mostUrls))
  }
}

/** Unknown counts as recent: it would be lost otherwise. */
function isRecent(written: string | null, since: Instant): boolean {
  const read = written === null ? null : readDate(written, null)
  return read === null || addMs(read.at, dayMs) >= since
}

/** Files that were written anew give each page the moment of writing: that says nothing of the pages. */
function isStampedAlike(entries: readonly SitemapEntry[]): boolean {
  const first = entries[0]?.modified ?? null
  return first !== null && /T?\d\d:\d\d/.test(first) && entries.length >= 5 && entries.every(({ modified }) => modified === first)
}

/** A date in the path, as most news sites have it. */
function dateIn(url: string): string | null {
  const match = /\/(20\d\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)/.exec(url)
  return match === null ? null : `${match[1]}-${match[2]}-${match[3]}`
}
