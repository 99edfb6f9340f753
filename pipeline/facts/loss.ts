import { boundsOf, scaled, type Bounds } from './bounds.ts'
import { numberPattern, readNumber } from './chinese-number.ts'

const pattern = new RegExp(
  `(?:直接)?(?:经济|财产)?损失(?:总额|金额|合计|预计|初步|估计|估算|高达|达到|超过|至少|不少于|不足|不到|总计|共计|累计|约为|达|为|约|近|逾|超|计|人民币|上|共|:){0,4}(?<number>${numberPattern})(?:多|余|几)?(?<scale>万|亿)?(?:多|余)?(?:元|(?<=[万亿](?:多|余)?)(?=[,、)!? ]|$))`,
  'dg'
)
/** Money that was not lost in the end. */
const saved = /(?:挽回|减少|追回|避免|免遭|弥补)[^,。;:]{0,8}$/

/** A number of a sentence for one measure; places count from the start of the sentence. */
export interface Amount {
  readonly value: number
  readonly start: number
  readonly end: number
  readonly bounds: Bounds
}

/** 直接经济损失5395.41万元, in yuan. */
export function lossClaims(sentence: string): Amount[] {
  return [...sentence.matchAll(pattern)].flatMap((match) => {
    const value = readNumber(match.groups?.['number'] ?? '')
    if (value === null || saved.test(sentence.slice(Math.max(0, match.index - 12), match.index))) return []
    const factor = match.groups?.['scale'] === '亿' ? 1e8 : match.groups?.['scale'] === '万' ? 1e4 : 1
    return [amountOf(sentence, match, value, factor)]
  })
}

/** @param match of an expression with a group `number` and indices */
export function amountOf(sentence: string, match: RegExpExecArray, value: number, factor: number): Amount {
  const end = match.index + match[0].length
  const [from, to] = match.indices?.groups?.['number'] ?? [match.index, end]
  const bounds = scaled(boundsOf(sentence, from, to, value), factor)
  return { value: Math.round(value * factor * 100) / 100, start: match.index, end, bounds }
}
