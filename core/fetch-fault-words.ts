import { WanglouError } from './errors.ts'
import { fetchFaultClass, fetchFaultClassWords } from './fetch-fault-class.ts'

/** What people read of each way in which a page cannot be had; by the codes of the fetch and of the crawlers. */
const words: Readonly<Record<string, string>> = {
  'fetch-refused-address': '不允许访问的地址',
  'robots-disallowed': '对方的 robots.txt 不允许抓取',
  'robots-unreachable': '读不到对方的 robots.txt，暂不抓取',
  'too-large': '内容过大',
  'http-status': '对方的服务器没有给出页面',
  'rate-limited': '对方的服务器要求放慢',
  timeout: '超时，对方没有答完',
  network: '网络不通或连接中断',
  'unknown-charset': '不认识的文字编码',
  'fetch-aborted': '已停止，没有抓取',
  'nothing-parsed': '页面打开了，但读不出内容，可能已改版',
  'soft-gone': '页面打开了，但说内容已不在',
  'articles-unread': '清单打开了，但其中的文章都读不到',
  'wrong-content': '内容的类型不对',
  'stale-list': '给的是旧内容，很久没有变',
  'feed-cut-off': '订阅内容中途断开',
  'feed-unreadable': '不是可读的订阅内容',
  'sign-in-expired': '登录已过期，须有人重新登录',
  'login-wall': '要登录才给看，没有登录',
  'no-browser': '这个来源要用浏览器读，本机没有 Chromium',
  'block-page': '对方给的是风控验证页',
  cooldown: '对方的风控要求暂停',
  platform: '平台报错'
}

/** `网络不通或连接中断（https://a.example/: ECONNREFUSED …）`: the reason in Chinese, and what the technology says of it. */
export function fetchFaultWords(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error)
  const known = error instanceof WanglouError ? words[error.code] : undefined
  return known === undefined ? said : `${known}（${said}）`
}

/** `网络故障：超时，对方没有答完（…）`: the class first, unless the words begin with it. */
export function classedFaultWords(error: unknown): string {
  const kind = fetchFaultClass(error)
  const words = fetchFaultWords(error)
  return kind === null || words.startsWith(fetchFaultClassWords(kind)) ? words : `${fetchFaultClassWords(kind)}：${words}`
}
