import type { Guess } from './guess.ts'
import { guessHotBoard } from './hot-board.ts'

/** Platforms that are known by their addresses alone, so that nothing needs to be asked of them. */
export function guessByAddress(text: string): Guess | null {
  const url = new URL(text)
  const board = guessHotBoard(url)
  if (board !== null) return board
  const host = url.hostname.replace(/^www\./, '')
  if (host === 'm.weibo.cn' || host === 'weibo.com' || host === 's.weibo.com') return weibo(url)
  if (host === 'mp.weixin.qq.com') return wechat(text)
  if (host === 'tieba.baidu.com') return tieba(url)
  if (/(?:^|\.)(?:douyin|kuaishou|bilibili|xiaohongshu)\.com$/.test(host)) return video(text, host)
  if (url.pathname === '/api/data/files') return mediaCrawler(url)
  return null
}

const weiboOrigin = 'https://m.weibo.cn'

function weibo(url: URL): Guess {
  const common = { crawler: 'weibo', kind: 'weibo', url: weiboOrigin, mediaTier: 'self' } as const
  const uid = /^\/(?:u\/|profile\/)?(\d{6,})/.exec(url.pathname)?.[1]
  if (uid !== undefined) {
    const settings = { uids: [uid] }
    return { ...common, family: '微博账号', because: `网址里的用户编号 ${uid}`, name: `微博用户 ${uid}`, settings, missing: null }
  }
  const word = searchedWord(url)
  if (word !== null) {
    return {
      ...common,
      family: '微博搜索',
      because: `网址里的搜索词“${word}”`,
      name: `微博（${word}）`,
      settings: { keywords: [word] },
      missing: null
    }
  }
  return {
    ...common,
    family: '微博',
    because: '域名',
    name: '微博',
    settings: { keywords: ['在此写要监测的词'] },
    missing: '网址里没有用户编号，也没有搜索词：请写明 uids 或 keywords'
  }
}

function searchedWord(url: URL): string | null {
  const plain = url.searchParams.get('q')
  if (plain !== null && plain !== '') return plain
  return new URLSearchParams((url.searchParams.get('containerid') ?? '').replace(/^\d+/, '')).get('q')
}

/** One article names no list of its account's articles. */
function wechat(url: string): Guess {
  return {
    family: '微信公众号文章',
    because: '域名',
    crawler: 'wechat',
    kind: 'wechat',
    url,
    name: null,
    mediaTier: 'self',
    settings: {},
    missing: '一篇文章不是可以持续监测的列表：请把 url 换成该公众号在 wewe-rss 或 RSSHub 上的订阅地址'
  }
}

function tieba(url: URL): Guess {
  const bar = url.searchParams.get('kw')
  return {
    family: '百度贴吧',
    because: bar === null ? '域名' : `网址里的吧名“${bar}”`,
    crawler: 'tieba',
    kind: 'tieba',
    url: 'https://tieba.baidu.com',
    name: bar === null ? '百度贴吧' : `${bar}吧`,
    mediaTier: 'self',
    settings: bar === null ? { keywords: ['在此写要监测的词'] } : { forums: [bar] },
    missing: bar === null ? '网址里没有吧名：请写明 forums 或 keywords' : null
  }
}

/** The platforms want a sign-in, which nobody gives for us. */
function video(url: string, host: string): Guess {
  return {
    family: '视频、笔记平台',
    because: '域名',
    crawler: 'video',
    kind: host.endsWith('xiaohongshu.com') ? 'app' : 'video',
    url,
    name: null,
    mediaTier: 'self',
    settings: { from: 'feed' },
    missing: '平台本身要登录，不直接抓取：请把 url 换成它在 RSSHub 上的订阅地址，或用 MediaCrawler（settings: {from: media-crawler}）'
  }
}

function mediaCrawler(url: URL): Guess {
  return {
    family: 'MediaCrawler 的数据页',
    because: '接口地址 /api/data/files',
    crawler: 'video',
    kind: 'video',
    url: url.origin,
    name: 'MediaCrawler',
    mediaTier: 'self',
    settings: { from: 'media-crawler' },
    missing: null
  }
}
