import { z } from 'zod'
import { contradictions } from './contradictions.ts'
import { fold, passagesOf, stands } from './fold-wording.ts'
import { nearestAmong } from './nearest-passage.ts'

/** What a page carries of a wording. Kept with the release, so that anybody can see why it counted. */
export const WordingComparison = z.object({
  /** Version of the wording that was compared; 0: the text of the page itself as it was recorded. */
  version: z.number().int().nonnegative(),
  carries: z.boolean(),
  /** Share of the wording's letters that the page carries, and the share that was asked. */
  share: z.number(),
  asked: z.number(),
  /** Passages that the page does not carry; `nearest` is what it says instead, null where nothing is near. `strict`: it must stand as it is. */
  differing: z.array(z.object({ passage: z.string(), nearest: z.string().nullable(), strict: z.boolean() })),
  /** What the page says against it, in words; absent where nothing does. */
  against: z.array(z.string()).optional()
})
export type WordingComparison = z.infer<typeof WordingComparison>

export interface CompareOptions {
  readonly version: number
  /** Share of the wording's letters that the page has to carry. */
  readonly asked: number
  /** Places of the incident, as texts name them. */
  readonly places?: readonly string[]
}

/** A passage counts as near to what stands on the page when they have at least this share of letter pairs in common. */
const nearFrom = 0.5
/** A longer page is searched for what stands as it is; what is merely near is sought in so many of its passages. */
const mostCandidates = 1500

/**
 * Whether a page carries an approved wording. Both are folded alike (width, case, spaces, punctuation); the wording is cut into
 * passages at its punctuation. A passage is carried when it stands on the page letter by letter, not inside a longer figure and
 * not behind a negation. Passages with a figure, a place or a negation must be carried; of the rest a passage that differs counts
 * with the letter pairs it has in common with the nearest passage. Order does not matter, and the page may say more,
 * as long as that is not at odds with the wording (contradictions.ts).
 */
export function compareWording(page: string, wording: string, { version, asked, places = [] }: CompareOptions): WordingComparison {
  const passages = passagesOf(wording)
  const text = fold(page)
  let nearestOf: ReturnType<typeof nearestAmong> | null = null
  const differing: WordingComparison['differing'] = []
  let letters = 0
  let carried = 0
  for (const passage of passages) {
    const folded = fold(passage)
    letters += folded.letters.length
    if (stands(text, folded)) carried += folded.letters.length
    else {
      nearestOf ??= nearestAmong(passagesOf(page).slice(0, mostCandidates))
      const found = nearestOf(folded.letters)
      carried += (found?.common ?? 0) * folded.letters.length
      const nearest = found === null || found.common < nearFrom ? null : found.raw
      differing.push({ passage, nearest, strict: isStrict(passage, folded.letters, places) || turns(nearest) })
    }
  }
  const share = letters === 0 ? 0 : Math.floor((carried / letters) * 1000) / 1000
  const against = contradictions(page, wording)
  const carries = letters > 0 && share >= asked && !differing.some(({ strict }) => strict) && against.length === 0
  return { version, carries, share, asked, differing, ...(against.length === 0 ? {} : { against }) }
}

/** What differs, for the person who wonders why the clock runs on. */
export function differenceWords({ version, share, asked, differing, against = [] }: WordingComparison, most = 5): string {
  const missing = differing
    .slice(0, most)
    .map(({ passage, nearest }) => (nearest === null ? `缺少“${passage}”` : `${version === 0 ? '原' : '口径'}为“${passage}”，页面为“${nearest}”`))
  const lines = [...missing, ...against]
  const more = differing.length > most ? `；另有 ${differing.length - most} 处` : ''
  return `与${version === 0 ? '记录时的文字' : '口径'}一致 ${percent(share)}（须达 ${percent(asked)}，数字、地名、否定须一字不差）${lines.length === 0 ? '' : `：${lines.join('；')}${more}`}`
}

function percent(share: number): string {
  return `${Math.floor(share * 100)}%`
}

/** Signs of a place. It finds too many rather than too few: what is taken for a place must only stand as it is. */
const placeSign = /\p{Script=Han}{2}(省|市|区|县|旗|镇|乡|村|街|路|道|桥|巷|里|园|厂|矿|站|港|场|院|校|学|楼|号|河|湖|江|山)/u
const negationSign = /[未没不非无勿禁否]|严禁|除外/
const figureSign = /\d|[一二两三四五六七八九十百千万亿][人名死伤户栋辆吨米月日时分点级元个条起次]/

function isStrict(passage: string, folded: string, places: readonly string[]): boolean {
  return (
    figureSign.test(folded) || negationSign.test(folded) || placeSign.test(folded) || places.some((place) => place !== '' && passage.includes(place))
  )
}

/** What stands instead brings in a figure or a negation: that is another statement, not another word. */
function turns(nearest: string | null): boolean {
  return nearest !== null && (figureSign.test(nearest) || negationSign.test(nearest))
}
