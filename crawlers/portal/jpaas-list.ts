import { load } from 'cheerio'
import { z } from 'zod'
import type { Visit } from '../crawler.ts'
import { NothingParsedError } from '../errors.ts'
import { queueFound, type Found } from '../frontier.ts'
import { getHtml } from '../html-page.ts'
import { wallOf } from '../wall.ts'
import { jsonOf } from '../json-answer.ts'
import { tellCut } from './list-part.ts'
import type { ListTotal } from './list-total.ts'
import type { PortalSettings } from './settings.ts'

const Unit = z.object({ data: z.object({ html: z.string() }) })
const pageSize = 15

/** A list of 大汉 JPaaS: the page names where its rows come from, which then answers them as HTML inside JSON. */
export async function readJpaasList(visit: Visit, settings: PortalSettings, first: string, total: ListTotal): Promise<void> {
  const page = await getHtml(visit, first, { remember: false })
  total.fetched += 1
  if (page === null) return
  const units = unitsOf(page.html, page.url)
  if (units.length === 0)
    throw wallOf(visit.source.id, first, page) ?? new NothingParsedError(visit.source.id, first, 'no script on it names a list (queryData)')
  let parsed = 0
  for (const unit of units) parsed += await readUnit(visit, settings, unit, page.url, total)
  if (parsed === 0) throw new NothingParsedError(visit.source.id, first, 'none of its lists has a link that looks like an article')
  total.parsed += parsed
}

async function readUnit(visit: Visit, settings: PortalSettings, unit: URL, base: string, total: ListTotal): Promise<number> {
  let parsed = 0
  for (let pageNo = 1; pageNo <= settings.familyPages && !visit.signal.aborted; pageNo++) {
    const url = new URL(unit)
    url.searchParams.set('paramJson', JSON.stringify({ pageNo, pageSize }))
    const found = await foundOf(visit, settings, url.href, base)
    total.fetched += 1
    parsed += found.length
    const fresh = await queueFound(visit, found)
    if (fresh.length === 0) break
    if (pageNo === settings.familyPages && fresh.length === found.length && found.length >= pageSize)
      visit.capped(`${base} 的列表最多看 ${settings.familyPages} 页`)
  }
  return parsed
}

async function foundOf(visit: Visit, settings: PortalSettings, url: string, base: string): Promise<readonly Found[]> {
  const fetched = await visit.get(url, { headers: { accept: 'application/json', referer: base } })
  const unit = Unit.safeParse(jsonOf(visit, url, fetched))
  if (!unit.success) throw new NothingParsedError(visit.source.id, url, 'the answer has no data.html')
  const { found, isCut } = await visit.readList({ html: unit.data.data.html, isCut: false, url: base, settings, observedAt: visit.clock.now() })
  if (isCut) tellCut(visit, url)
  return found
}

/** `<script url="/api-gateway/jpaas-publish-server/…" queryData="{'webId':'1', …}">`, the quotes single or double: where the rows of a page come from. */
export function unitsOf(html: string, base: string): readonly URL[] {
  const $ = load(html)
  return $('script[url][querydata]')
    .toArray()
    .flatMap((element) => {
      const address = $(element).attr('url') ?? ''
      const query = parseQuery($(element).attr('querydata') ?? '')
      if (query === null || !address.includes('jpaas-publish-server') || !URL.canParse(address, base)) return []
      const url = new URL(address, base)
      for (const [name, value] of Object.entries(query)) if (name !== 'paramJson') url.searchParams.set(name, String(value))
      return [url]
    })
    .slice(0, 5)
}

function parseQuery(written: string): Readonly<Record<string, unknown>> | null {
  for (const text of [written, written.replaceAll("'", '"')]) {
    try {
      const parsed = z.record(z.string(), z.union([z.string(), z.number(), z.null()])).safeParse(JSON.parse(text))
      if (parsed.success) return parsed.data
    } catch {
      continue
    }
  }
  return null
}
