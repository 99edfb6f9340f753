import { numberPattern, readNumber } from './chinese-number.ts'

const pattern = new RegExp(
  `(?:直接)?(?:经济|财产)?损失(?:总额|金额|合计|预计|初步|估计|高达|达到|超过|总计|共计|约为|达|为|约|近|逾|超|计|人民币|共|:){0,4}(${numberPattern})(?:多|余)?(万|亿)?(?:多|余)?元`,
  'g'
)

/** 直接经济损失5395.41万元, in yuan. */
export function lossClaims(sentence: string): { value: number; start: number; end: number }[] {
  return [...sentence.matchAll(pattern)].flatMap((match) => {
    const value = readNumber(match[1] ?? '')
    const scale = match[2] === '亿' ? 1e8 : match[2] === '万' ? 1e4 : 1
    return value === null ? [] : [{ value: Math.round(value * scale * 100) / 100, start: match.index, end: match.index + match[0].length }]
  })
}
