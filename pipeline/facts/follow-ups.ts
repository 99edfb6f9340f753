import { numberPattern, readNumber } from './chinese-number.ts'
import type { Claim } from './claim.ts'

const rest = `(?<number>${numberPattern})(?:名|人|例|个)(?=[,、!? ]|$)`
/** 今日再增2人, 累计18人: a number that only the words before it tell the kind of. */
const follows = new RegExp(
  `[,、](?:目前|截至目前|今[日天晨早晚]|昨[日天晚]|随后|现)?(?:(?:又|再|新)(?:新)?增加?(?:了)?|(?:累计|总计|共计|合计|总数|总人数)(?:已)?(?:达到?|为|至|有)?)${rest}`,
  'g'
)

/** 官方通报为3人: what somebody else says of the same. */
const said = new RegExp(
  `,(?:但|而|不过|其后|随后)?[^,。;\\d]{0,12}?(?:通报|公布|核实|证实|确认|回应|发布|称|说|实际|其实|真实)(?:的?(?:数字|人数))?(?:为|是|仅|只有|有)${rest}`,
  'g'
)
const mayBeSaid = /(?:[报布实认应称说际]|人数|数字)的?(?:人数|数字)?[为是仅只有]/
/** The same as a sentence of its own. */
const saidApart = new RegExp(
  `^[^,。;\\d]{0,14}?(?:通报|公布|核实|证实|确认|回应|发布|实际|其实)(?:的?(?:死亡|遇难|伤亡)?(?:数字|人数))?(?:为|是|仅为?|只有)${rest}`
)

/** 网传死亡20人。官方通报为3人: a sentence without a word of harm, behind a claim. */
export function followUpApart(sentence: string, kind: Claim['kind']): Claim | null {
  const match = saidApart.exec(sentence)
  const words = match?.groups?.['number'] ?? ''
  const value = readNumber(words)
  if (match === null || value === null) return null
  return { kind, value, start: match[0].lastIndexOf(words), end: match[0].length, weak: false, bounds: {} }
}

/** The numbers that go on with a claim of the sentence, as claims of the same kind. */
export function followUps(sentence: string, claims: readonly Claim[]): Claim[] {
  if (claims.length === 0) return []
  return [...sentence.matchAll(follows), ...(mayBeSaid.test(sentence) ? sentence.matchAll(said) : [])].flatMap((match): Claim[] => {
    // Behind who says it, for it is told by whom.
    const start = match[0].lastIndexOf(match.groups?.['number'] ?? '') + match.index
    const before = claims.findLast((claim) => claim.end <= start + 1)
    const value = readNumber(match.groups?.['number'] ?? '')
    const end = match.index + match[0].length
    if (before === undefined || value === null || claims.some((claim) => claim.start < end && start < claim.end)) return []
    return [{ kind: before.kind, value, start, end, weak: false, bounds: {} }]
  })
}
