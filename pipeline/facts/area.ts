import { numberPattern, readNumber } from './chinese-number.ts'
import { amountOf, type Amount } from './loss.ts'

/** Square metres of a unit. 亩 is a fifteenth of a hectare. */
const units: Readonly<Record<string, number>> = {
  平方米: 1,
  平米: 1,
  平: 1,
  m2: 1,
  平方公里: 1e6,
  平方千米: 1e6,
  km2: 1e6,
  公顷: 10_000,
  亩: 10_000 / 15
}
const harmed =
  '过火|燃烧|着火|起火|火场|烧毁|烧过|烧损|受灾|成灾|绝收|受淹|被淹|淹没|水淹|过水|积水|坍塌|垮塌|倒塌|塌陷|塌方|滑坡|受损|损毁|毁坏|污染|受污染|油污|泄漏|(?:火灾|大火|失火|起火|着火|火势),?(?:现场)?面积'
const pattern = new RegExp(
  `(?:${harmed})(?:(?!占地|建筑|总面积)[^,。;:!?()\\d]){0,8}?(?:至少|超过|大约|达到|达|逾|约|近|超|共|为|:)*(?<number>${numberPattern})(?:多|余|几)?(?<scale>万|亿)?(?:多|余)?(?<unit>平方公里|平方千米|平方米|平米|平(?=[,、)!? ]|$)|公顷|亩|km2|m2)`,
  'dg'
)

/** 过火面积约200平方米, 淹没农田2000亩: what was harmed, in square metres. What merely has a size (占地3000平方米) is left out. */
export function areaClaims(sentence: string): Amount[] {
  return [...sentence.matchAll(pattern)].flatMap((match) => {
    const value = readNumber(match.groups?.['number'] ?? '')
    if (value === null || value === 0) return []
    const scale = match.groups?.['scale'] === '亿' ? 1e8 : match.groups?.['scale'] === '万' ? 1e4 : 1
    return [amountOf(sentence, match, value, scale * (units[match.groups?.['unit'] ?? ''] ?? 1))]
  })
}
