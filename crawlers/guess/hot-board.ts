import type { Board } from '../hotlist/settings.ts'
import type { Guess } from './guess.ts'

interface KnownBoard {
  readonly name: string
  readonly board: Board
  /** Host and path by which people or programs come to it. */
  readonly at: RegExp
  /** Where it is read. */
  readonly url: string
}

const boards: readonly KnownBoard[] = [
  { name: '微博热搜', board: 'weibo', at: /^weibo\.com\/ajax\/side\/hotSearch$/, url: 'https://weibo.com/ajax/side/hotSearch' },
  { name: '微博热搜', board: 'weibo-page', at: /^s\.weibo\.com\/top\/summary$/, url: 'https://s.weibo.com/top/summary?cate=realtimehot' },
  { name: '百度热搜', board: 'baidu', at: /^top\.baidu\.com\/board$/, url: 'https://top.baidu.com/board?tab=realtime' },
  {
    name: '头条热榜',
    board: 'toutiao',
    at: /^toutiao\.com\/hot-event\/hot-board$/,
    url: 'https://www.toutiao.com/hot-event/hot-board/?origin=toutiao_pc'
  },
  {
    name: '知乎热榜',
    board: 'zhihu',
    at: /^zhihu\.com\/(?:hot|api\/v3\/feed\/topstory\/hot-list-web)$/,
    url: 'https://www.zhihu.com/api/v3/feed/topstory/hot-list-web?limit=50&desktop=true'
  },
  {
    name: '贴吧热议',
    board: 'tieba',
    at: /^tieba\.baidu\.com\/hottopic\/browse\/topicList$/,
    url: 'https://tieba.baidu.com/hottopic/browse/topicList'
  },
  {
    name: '抖音热榜',
    board: 'douyin',
    at: /^douyin\.com\/(?:hot|aweme\/v1\/web\/hot\/search\/list)$/,
    url: 'https://www.douyin.com/aweme/v1/web/hot/search/list/'
  },
  {
    name: '澎湃热榜',
    board: 'thepaper',
    at: /^cache\.thepaper\.cn\/contentapi\/wwwIndex\/rightSidebar$/,
    url: 'https://cache.thepaper.cn/contentapi/wwwIndex/rightSidebar'
  }
]

/** A hot list, by the page that shows it or the address that answers it. */
export function guessHotBoard(url: URL): Guess | null {
  const place = `${url.hostname.replace(/^www\./, '')}${url.pathname.replace(/\/$/, '')}`
  if (url.pathname === '/api/s' && url.searchParams.has('id')) return newsnow(url)
  const known = boards.find(({ at }) => at.test(place))
  if (known === undefined) return null
  const { name, board } = known
  return { family: name, because: '网址', crawler: 'hotlist', kind: 'hot-list', url: known.url, name, settings: { board }, missing: null }
}

function newsnow(url: URL): Guess {
  const list = url.searchParams.get('id') ?? ''
  return {
    family: 'newsnow 热榜',
    because: '接口地址 /api/s?id=',
    crawler: 'hotlist',
    kind: 'hot-list',
    url: url.origin,
    name: `热榜（${list}）`,
    settings: { board: 'newsnow', list },
    missing: null
  }
}
