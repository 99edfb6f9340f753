import { authorClassOf, authorClassWords } from '../../core/author-class.ts'
import type { Engagement, Mention } from '../../core/mention.ts'
import type { Rule } from '../../core/rule.ts'
import type { Source } from '../../core/source.ts'

/** What a rule may ask besides the words of a text. */
export interface Circumstances {
  readonly mention: Pick<Mention, 'sourceKind' | 'source' | 'author' | 'engagement'>
  /** Of the configured source; null where there is none. */
  readonly tier: Source['mediaTier'] | null
  /** Codes of the places that the text names; where it names none, of what its source reports on. */
  readonly regions: readonly string[]
}

const countWords = { views: '阅读', likes: '点赞', comments: '评论', reposts: '转发' } as const satisfies Record<keyof Engagement, string>

/** Why the rule does not hold here although its words do; null when it does. What is unknown fulfils nothing. */
export function findUnmet(rule: Rule, here: Circumstances): string | null {
  return unmetAuthors(rule, here) ?? unmetRegions(rule, here) ?? unmetEngagement(rule, here)
}

function unmetAuthors({ authors }: Rule, { mention, tier }: Circumstances): string | null {
  if (authors === undefined) return null
  const { classes = [], names = [] } = authors
  if (names.some((name) => isSameName(name, mention.author) || isSameName(name, mention.source))) return null
  const found = authorClassOf(mention, tier)
  if (found !== null && classes.includes(found)) return null
  const wanted = [...classes.map((one) => authorClassWords[one]), ...names].join('、')
  return `要求发布者为${wanted}，${found === null ? '其性质不明' : `实为${authorClassWords[found]}`}`
}

/** 某某 and @某某 are one. */
function isSameName(wanted: string, found: string | null): boolean {
  return found !== null && found.replace(/^@/, '') === wanted.replace(/^@/, '')
}

function unmetRegions({ regions }: Rule, here: Circumstances): string | null {
  if (regions === undefined || here.regions.some((code) => regions.some((wanted) => code.startsWith(wanted)))) return null
  return `要求地点在区划 ${regions.join('、')}，${here.regions.length === 0 ? '地点不明' : '不在其中'}`
}

function unmetEngagement({ minEngagement }: Rule, { mention }: Circumstances): string | null {
  if (minEngagement === undefined) return null
  for (const name of ['views', 'likes', 'comments', 'reposts'] as const) {
    const least = minEngagement[name]
    const count = mention.engagement[name]
    if (least === undefined || (count !== null && count >= least)) continue
    return `要求${countWords[name]}至少 ${least}，${count === null ? `${countWords[name]}数不明` : `只有 ${count}`}`
  }
  return null
}
