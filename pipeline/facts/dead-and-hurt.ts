import { readNumber } from './chinese-number.ts'
import type { Claim } from './claim.ts'

const many = '(?<how>好几|好?几|数|上|过|成|近)(?<number>[百千十])(?:多|余|来)?(?:名|人|个)?'
const both = '(?:死伤|伤亡)'
const told = '(?:人数|人员|总数|者|已|已经|恐|恐怕|或|可能|或将|将|达|达到|超|超过|逾|了|有|至少|约)'
const tolls = new RegExp(
  `${both}${told}{0,5}${many}(?=[,、!? ]|$)|${many.replace('<number>', '<before>').replace('<how>', '<first>')}(?:人员)?${both}`,
  'g'
)

/**
 * 死伤上百, 数十人死伤: the dead and the hurt in one vague sum of many. How many of them are dead nobody has said, and such a sum
 * is told early; it is taken for the dead, of whom at least one is, until a figure comes.
 */
export function deadAndHurt(sentence: string): Claim[] {
  if (!sentence.includes('死伤') && !sentence.includes('伤亡')) return []
  return [...sentence.matchAll(tolls)].flatMap((match): Claim[] => {
    const unit = readNumber(match.groups?.['number'] ?? match.groups?.['before'] ?? '')
    if (unit === null) return []
    const value = /[数几]/.test(match.groups?.['how'] ?? match.groups?.['first'] ?? '') ? unit * 2 : unit
    // 死伤近十人 is no sum of many.
    if (value < 20) return []
    return [{ kind: 'deaths', value, start: match.index, end: match.index + match[0].length, weak: true, bounds: { atLeast: 1 } }]
  })
}
