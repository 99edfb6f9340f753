import { addMs, minuteMs } from '../../../core/instant.ts'
import type { Draft, Site } from '../../scenario.ts'

const remarks: readonly string[] = [
  '愿平安。',
  '转发微博',
  '太揪心了，希望消息都是真的，别再有坏消息。',
  '早上就听说了，一直在等官方通报。',
  '扩散，住附近的朋友注意。',
  '看得心里很难受。',
  '这事必须一查到底。',
  '[泪][泪]',
  '有没有最新进展？',
  '请持续关注，别让热度过去就算了。',
  '我就住旁边，情况属实。',
  '转给在那边上班的同学看看。',
  '希望给大家一个交代。',
  '//@路人甲： 转发微博',
  '这都第几次了？',
  '救援人员辛苦了，注意安全。'
]

const nicknames: readonly string[] = [
  '海边的卡夫猫',
  '一只慢吞吞的熊',
  '今天也要早睡',
  '江风与晚霞',
  '柚子味汽水',
  '数星星的人',
  '爱吃小笼包',
  '不想上班的周一',
  '山里来的鱼',
  '小城故事会',
  '阿福的日常',
  '晴天有雨',
  '青团本团',
  '老街修表匠',
  '三月与樱'
]

/** Retweets of one microblog, `every` minutes apart, each with a short remark of its own. */
export function retweets(original: Draft, count: number, every: number, from = 0): Draft[] {
  return Array.from({ length: count }, (_, n) => ({
    ...original,
    key: `${original.key}-rt${n + 1}`,
    at: addMs(original.at, (n + 1) * every * minuteMs),
    author: nicknames[(n + from) % nicknames.length] ?? '网友',
    text: remarks[(n + from) % remarks.length] ?? '转发微博',
    role: 'repost',
    weibo: { likes: 2 + n, comments: n % 3, reposts: n % 2, region: n % 4 === 3 ? '海西' : '海东', retweetOf: original.key, pinned: false }
  }))
}

/** The same words carried to the forum or another portal, with a head and a tail of the carrier. */
export function carriedBy(original: Draft, site: Exclude<Site, 'weibo'>, afterMinutes: number): Draft {
  const head = site === 'forum' ? `刚在${original.author}那里看到的，转过来给大家看看：` : `据${original.author}消息，`
  const tail = site === 'forum' ? '有知道情况的朋友请在下面补充。' : '本网将继续关注。'
  return {
    ...original,
    key: `${original.key}-to-${site}`,
    site,
    at: addMs(original.at, afterMinutes * minuteMs),
    title: original.title ?? headlineOf(original.text),
    text: `${head}${original.text}${tail}`,
    author: site === 'forum' ? '搬运工小李' : site === 'metro' ? '海东都市网' : '云港新闻网',
    role: 'rewrite',
    weibo: null
  }
}

/** A near-duplicate: one word put for another, a sentence dropped, as editors do. */
export function rewritten(original: Draft, site: Exclude<Site, 'weibo'>, afterMinutes: number): Draft {
  const swapped = swaps.reduce((text, [from, to]) => text.replaceAll(from, to), original.text)
  const sentences = swapped.split('。').filter((sentence) => sentence.length > 0)
  const kept = sentences.length > 3 ? sentences.slice(0, -1) : sentences
  return {
    ...carriedBy(original, site, afterMinutes),
    key: `${original.key}-re-${site}`,
    text: `${kept.join('。')}。`,
    title: original.title ?? headlineOf(original.text)
  }
}

const swaps: readonly (readonly [string, string])[] = [
  ['目前', '截至发稿'],
  ['记者从', '本网从'],
  ['获悉', '了解到'],
  ['正在', '目前正'],
  ['发生一起', '发生'],
  ['表示', '称'],
  ['多个', '不少'],
  ['特别', '格外']
]

function headlineOf(text: string): string {
  return text.split(/[。！？，]/)[0]?.slice(0, 32) ?? text.slice(0, 24)
}
