/** Words that stand in any headline and tell nothing of what happened. */
const common = new Set(
  '今天 今晚 昨天 明天 今日 昨日 近日 目前 突发 事件 现场 市民 居民 群众 正在 已经 现在 最新 通报 回应 官方 网友 网传 视频 多地 多人 一个 一名 一些 这个 那个 什么 怎么 为何 如何 为什么 发生 出现 进行 表示 称 被 将 可能 全部 因为 所以 但是 以及 我们 他们 自己 没有 不是'.split(
    ' '
  )
)
const most = 3

/**
 * The words of a headline by which another text about the same is known, in whatever order it says them: the longest words of two characters
 * or more, in the order of the headline. More than three and no other text has them all. Where there are none the headline itself.
 */
export function tellingWords(headline: string): string[] {
  const segments = [...new Intl.Segmenter('zh', { granularity: 'word' }).segment(headline)]
  const words = segments.filter(({ isWordLike }) => isWordLike === true).map(({ segment }) => segment)
  const telling = [...new Set(words)].filter((word) => word.length >= 2 && !/^\d+$/.test(word) && !common.has(word))
  // One short word alone fires on everything.
  if (telling.length === 0 || (telling.length === 1 && (telling[0] ?? '').length < 3)) return [headline.trim()].filter((one) => one !== '')
  const longest = new Set(telling.toSorted((a, b) => b.length - a.length).slice(0, most))
  return telling.filter((word) => longest.has(word))
}
