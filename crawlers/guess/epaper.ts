import { load } from 'cheerio'
import type { Guess, Seen } from './guess.ts'

/** Fewer articles make no layout page. */
const fewestArticles = 2
/** How e-papers write the day of issue into their addresses. */
const days: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d{2}\/\d{2}(?=\/)/, '{yyyy}-{MM}/{dd}'],
  [/\d{4}-\d{2}-\d{2}/, '{yyyy}-{MM}-{dd}'],
  [/\d{4}\/\d{2}\/\d{2}(?=\/)/, '{yyyy}/{MM}/{dd}'],
  [/\d{6}\/\d{2}(?=\/)/, '{yyyy}{MM}/{dd}'],
  [/(?<!\d)20\d{6}(?!\d)/, '{yyyy}{MM}{dd}']
]

/** A newspaper's layout page: the day of issue stands in its address, and it links to articles and to its other layouts. */
export function guessEpaper({ finalUrl, text }: Seen, name: string | null): Guess | null {
  const { origin, pathname } = new URL(finalUrl)
  const day = days.find(([pattern]) => pattern.test(pathname))
  if (day === undefined || !/\/(?:node_|layout|index|page)/i.test(pathname)) return null
  const $ = load(text)
  const links = (pattern: RegExp): number =>
    new Set(
      $('a[href], area[href]')
        .toArray()
        .map((link) => $(link).attr('href') ?? '')
        .filter((href) => pattern.test(href))
    ).size
  const articles = links(/content_\d/)
  if (articles < fewestArticles || links(/node_\d|layout/) === 0) return null
  return {
    family: '数字报',
    because: `网址里的出版日期，${articles} 篇文章，和其他版面的链接`,
    crawler: 'portal',
    kind: 'newspaper',
    url: `${origin}/`,
    name: name === null ? null : withoutIssue(name),
    settings: { epaper: { issue: `${origin}${pathname.replace(...day)}` } },
    missing: null
  }
}

/** The name of the paper, without the day of issue and the number or name of the page. */
function withoutIssue(name: string): string | null {
  const [kept = ''] = name.split(/\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]|20\d{6}|第\s*[A-Z]?\d+\s*版|[A-Z]?\d+\s*版/)
  const bare = kept.replace(/[\s\-—_|·:：,，(（[【]+$/, '')
  return bare === '' ? null : bare
}
