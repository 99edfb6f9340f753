import { z } from 'zod'
import type { Instant } from '../../core/instant.ts'
import { readDate, readUnixTime, type ReadDate } from '../../core/written-date.ts'
import type { Visit } from '../crawler.ts'
import { NothingParsedError, UnusableItemError } from '../errors.ts'
import { queueFound } from '../frontier.ts'
import { getHtml } from '../html-page.ts'
import { jsonOf } from '../json-answer.ts'
import { refuseOnce } from '../refuse-once.ts'
import { wallOf } from '../wall.ts'
import type { ListedArticle } from './links.ts'
import { articleFound, type ListTotal } from './list-total.ts'
import type { PortalSettings } from './settings.ts'

const time = z.union([z.string(), z.number()]).nullable().catch(null).default(null)
const Answer = z.object({ total: z.coerce.number().int().nonnegative().nullable().catch(null).default(null), articles: z.array(z.unknown()) })
const Row = z.object({
  url: z.string().min(1),
  title: z.string().nullable().catch(null).default(null),
  display_publish_time: time,
  first_publish_time: time,
  create_time: time,
  date: time
})

/** The columns of a site of 广东's gkmlpt: `/gkmlpt/api/all/COLUMN?page=N&sid=SID`, at most 100 a page. */
export async function readGkmlptLists(visit: Visit, settings: PortalSettings, home: string, total: ListTotal): Promise<void> {
  const sid = settings.gkmlpt?.sid ?? (await sidOf(visit, home, total))
  for (const column of settings.gkmlpt?.columns ?? []) {
    let seen = 0
    for (let page = 1; page <= settings.familyPages && !visit.signal.aborted; page++) {
      const url = new URL(`/gkmlpt/api/all/${column}?${new URLSearchParams({ page: String(page), sid }).toString()}`, home).href
      const { links, said } = await ask(visit, url)
      total.fetched += 1
      total.parsed += links.length
      seen += links.length
      const fresh = await queueFound(
        visit,
        links
          .filter(({ url: link }) => settings.include.every((part) => link.includes(part)) && !settings.exclude.some((part) => link.includes(part)))
          .map((link) => articleFound(visit, link))
      )
      if (fresh.length === 0 || (said !== null && seen >= said)) break
      if (page === settings.familyPages && fresh.length === links.length)
        visit.capped(`栏目 ${column} 有 ${said ?? '更多'} 条，最多看 ${settings.familyPages} 页`)
    }
  }
}

/** `SID: '755001'` in a script of each of its pages. */
async function sidOf(visit: Visit, home: string, total: ListTotal): Promise<string> {
  const kept = visit.memory.get(`sid ${home}`)
  if (kept !== undefined) return kept
  const page = await getHtml(visit, home, { remember: false })
  total.fetched += 1
  const sid = page === null ? undefined : /\bSID\s*[:=]\s*['"]?(\w+)/.exec(page.html)?.[1]
  if (page === null || sid === undefined)
    throw (
      (page === null ? null : wallOf(visit.source.id, home, page)) ??
      new NothingParsedError(visit.source.id, home, 'no SID on it; name it in gkmlpt.sid')
    )
  visit.memory.set(`sid ${home}`, sid)
  return sid
}

async function ask(visit: Visit, url: string): Promise<{ readonly links: readonly ListedArticle[]; readonly said: number | null }> {
  const fetched = await visit.get(url, { headers: { accept: 'application/json' } })
  const answer = Answer.safeParse(jsonOf(visit, url, fetched))
  if (!answer.success) throw new NothingParsedError(visit.source.id, url, 'the answer has no "articles"')
  const links: ListedArticle[] = []
  for (const [index, raw] of answer.data.articles.entries()) {
    const row = Row.safeParse(raw)
    const place = `${url} article ${index + 1}`
    if (row.success && URL.canParse(row.data.url, url)) {
      const { title, display_publish_time: shown, first_publish_time: firstTime, create_time: created, date } = row.data
      const now = visit.clock.now()
      const published = moment(shown, now) ?? moment(firstTime, now) ?? moment(date, now) ?? moment(created, now)
      links.push({ url: new URL(row.data.url, url).href, title, published })
    } else {
      await refuseOnce(visit, JSON.stringify(raw), place, new UnusableItemError(visit.source.id, place, '没有可用的网址（url）'), JSON.stringify(raw))
    }
  }
  return { links, said: answer.data.total }
}

function moment(written: string | number | null, observedAt: Instant): ReadDate | null {
  if (written === null || written === '' || written === 0) return null
  return /^\d{9,13}$/.test(String(written)) ? readUnixTime(Number(written)) : readDate(String(written), observedAt)
}
