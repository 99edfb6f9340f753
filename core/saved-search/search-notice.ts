import { cutText } from '../cut-text.ts'
import { drillMark } from '../escalation-words.ts'
import { chinaWallTime, hourMs, msBetween, type Instant } from '../instant.ts'
import type { Notice } from '../notice.ts'
import { searchLink, termsWords, thresholdWords, type SavedSearch } from './saved-search.ts'
import type { SearchTelling } from './search-watch.ts'

const longestTitle = 60

export function searchSubject(id: string): Notice['subject'] {
  return { kind: 'system', id: `saved-search:${id}` }
}

export const searchReason = 'saved-search'

/** What its notices say: name, how many, the first titles, and where to see them. */
export function searchNoticeWords(search: SavedSearch, told: SearchTelling, drill: boolean): Pick<Notice, 'title' | 'body' | 'link'> {
  const mark = drill ? drillMark : ''
  const threshold = search.alert === null ? '' : `（${thresholdWords(search.alert)}）`
  return {
    title: `${mark}【检索提醒】${search.name}：新增 ${told.count} 条${told.red ? '，含特别重大' : ''}`,
    body: [
      `${mark}检索“${search.name}”在 ${spanWords(told.from, told.to)} 采到 ${told.count} 条新信息${threshold}。`,
      ...told.first.map(({ title, source }, index) => `${index + 1}. ${cutText(title, longestTitle)}（${source}）`),
      ...(told.count > told.first.length ? [`其余 ${told.count - told.first.length} 条请打开检索查看。`] : []),
      `条件：${termsWords(search.terms)}`
    ].join('\n'),
    link: searchLink(search.terms)
  }
}

function spanWords(from: Instant, to: Instant): string {
  const [first, last] = [chinaWallTime(from), chinaWallTime(to)]
  if (first === last) return first
  return msBetween(from, to) < hourMs * 24 && first.slice(0, 10) === last.slice(0, 10) ? `${first} 至 ${last.slice(11)}` : `${first} 至 ${last}`
}
