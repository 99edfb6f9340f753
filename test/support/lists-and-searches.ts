import { sha256 } from '../../adapters/hash.ts'
import { machine } from '../../core/actor.ts'
import type { Clock } from '../../core/clock.ts'
import { hotMentionId, keepHotListLook, noteHotList } from '../../core/hot-list-book.ts'
import { addMs, hourMs, minuteMs, type Instant } from '../../core/instant.ts'
import type { Stores } from '../../core/ports.ts'
import { addSearch } from '../../core/saved-search/search-book.ts'
import { SavedSearch } from '../../core/saved-search/saved-search.ts'
import { observation } from './contract-mentions.ts'

/** The source of the hot list, as a configuration names it. */
export const watchedHotList = {
  id: 'hot',
  name: '江城热榜',
  kind: 'hot-list',
  crawler: 'hotlist',
  url: 'https://hot.example/',
  intervalMinutes: 5,
  settings: { board: 'weibo' }
}
const list = { sourceId: watchedHotList.id, list: 'weibo' }

/** With the ranks of the last hours, the newest last. */
const entries: readonly { readonly title: string; readonly ranks: readonly number[]; readonly ours: boolean }[] = [
  { title: '滨河路一饭店发生燃气爆炸', ranks: [38, 21, 9, 2], ours: true },
  { title: '某剧今晚开播', ranks: [1, 1, 3, 5], ours: false },
  { title: '沿江大道路面塌陷', ranks: [30, 24, 18, 12], ours: true }
]

/** A list as its crawler and the pipeline would leave it: what climbs, what falls, and two that are ours. */
export async function seedHotList({ crawl, mentions }: Pick<Stores, 'crawl' | 'mentions'>, now: Instant): Promise<void> {
  for (const { title, ranks, ours } of entries)
    for (const [index, rank] of ranks.entries()) {
      const { mention, assessment } = observation({
        id: 'hot',
        title,
        text: null,
        kind: 'hot-list',
        source: watchedHotList.name,
        published: null,
        relevant: ours
      })
      const id = hotMentionId(list.list, title, sha256)
      const observedAt = addMs(now, (index - ranks.length) * hourMs)
      await mentions.putMany([{ mention: { ...mention, id, rank, observedAt }, assessment: { ...assessment, id } }])
    }
  await noteHotList(crawl, { ...list, name: watchedHotList.name })
  await keepHotListLook(crawl, list, {
    changedAt: addMs(now, -10 * minuteMs),
    entries: entries
      .map(({ title, ranks }) => ({ key: title, title, text: null, url: watchedHotList.url, published: null, rank: ranks.at(-1) ?? 1 }))
      .toSorted((a, b) => a.rank - b.rank)
  })
}

/** Of the desk: one that tells when many come, and one that is only looked up. */
export async function seedSavedSearches({ crawl }: Pick<Stores, 'crawl'>, clock: Clock): Promise<void> {
  const at = clock.now()
  const by = machine('cli')
  const common = { version: 1, owner: { kind: 'desk' }, paused: false, createdAt: at, createdBy: by, changedAt: at, changedBy: by }
  for (const own of [
    {
      id: 'gas',
      name: '燃气与爆炸',
      terms: { q: '燃气 OR 爆炸', relevantOnly: true },
      alert: { count: 5, minutes: 30, quiet: [{ from: '23:00', to: '07:00' }] }
    },
    { id: 'school', name: '校园食品', terms: { q: '食堂 变质', kinds: ['forum', 'weibo'] }, alert: null }
  ])
    await addSearch(crawl, SavedSearch.parse({ ...common, ...own }), clock.elapsedMs())
}
