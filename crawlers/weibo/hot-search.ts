import type { Visit } from '../crawler.ts'
import { NothingParsedError } from '../errors.ts'
import { observeRanks, type ListedEntry } from '../ranks.ts'
import { hotEntriesIn, WeiboCards, WeiboHotEntry } from './schema.ts'
import type { WeiboSession } from './session.ts'

const containerid = '106003type=25&t=3&disable_hot=1&filter_type=realtimehot'
const staleAfterMinutes = 120

/** The hot list as m.weibo.cn shows it: each word one mention, its rank a series. */
export async function readHotSearch(visit: Visit, session: WeiboSession): Promise<{ parsed: number; fresh: number }> {
  const path = `/api/container/getIndex?${new URLSearchParams({ containerid }).toString()}`
  const url = new URL(path, visit.source.url).href
  const { data, fetchedElapsedMs } = await session.ask(path)
  const found = WeiboCards.safeParse(data)
  const entries = found.success ? readEntries(hotEntriesIn(found.data.cards)) : []
  if (entries.length === 0) throw new NothingParsedError(visit.source.id, url, 'the hot list has no entry')
  const fresh = await observeRanks(visit, { list: 'm-weibo', name: '微博热搜榜', url, entries, staleAfterMinutes, fetchedElapsedMs })
  return { parsed: entries.length, fresh }
}

function readEntries(raw: readonly unknown[]): readonly ListedEntry[] {
  let rank = 0
  return raw.flatMap((item): ListedEntry[] => {
    const entry = WeiboHotEntry.safeParse(item)
    if (!entry.success || (entry.data.promotion !== undefined && entry.data.promotion !== null)) return []
    const { desc, scheme, pic } = entry.data
    const isPinned = pic !== null && /stick|top/i.test(pic)
    if (!isPinned) rank += 1
    const title = desc.trim()
    return [{ key: title.normalize('NFKC'), title, text: null, url: scheme, published: null, ...(isPinned ? {} : { rank }) }]
  })
}
