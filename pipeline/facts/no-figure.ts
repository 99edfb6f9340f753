import { numeralWords } from './chinese-number.ts'
import type { ClaimKind } from './claim.ts'

const family = /^者?的?(?:家属|亲属|家人|亲友|遗属|遗孤|父母|子女|家庭)/
/** Not 已救出3人, which leaves the others. */
const notSome = `(?!了?(?:其中)?[\\d${numeralWords}])`
const rescued = new RegExp(`^[^,;]{0,6}(?:全部|均|都|悉数|已|被|成功|安全)(?:救出|获救|脱险|脱困|升井|营救|解救|撤离|转移|生还)${notSome}`)
const found = new RegExp(
  `^[^,;]{0,4}(?:全部|均|都|悉数|已|被|成功|安全|平安)(?:经|已|被|平安|安全)?(?:找到|寻获|救出|获救|取得联系|回家|返回)${notSome}`
)

/** 3名遇难者的家属 counts the living, 被困的6人已全部救出 nobody any more. @param rest the sentence behind the claim */
export function isOfOthers(kind: ClaimKind, rest: string): boolean {
  return family.test(rest) || (kind === 'trapped' && rescued.test(rest)) || (kind === 'missing' && found.test(rest))
}

/** What the law says (3人以上10人以下的), who came away, 死亡或者重伤 and what goes on as a share or a grade. */
export function isNoFigure(words: string, sentence: string, end: number): boolean {
  const rest = sentence.slice(end, end + 8)
  if (/^(?:以下|以内|死伤|死或|死亡或|或(?:死亡|失踪|受伤)|\/|%|级)/.test(rest) || /^[、/](?:失踪|受伤)(?=[,、]|$)/.test(rest)) return true
  if (/死伤|以下|死亡或(?![已将]?[超达逾过近])|(?:获救|(?<![没未能]|没有)救出)(?!来?(?:时|后|的?时候))|幸存|(?<!无[一人])生还/.test(words))
    return true
  return (rest.startsWith('以上') || words.includes('以上')) && statute.test(sentence)
}

const statute =
  /以上[^,]{0,12}(?:以下|或|的(?:[,;]|$|[^,]{0,6}事故|特别|重大|较大|一般))|以上[^,]*,?(?:是|为|属于?|构成)(?:特别|重大|较大|一般)|条例|标准|规定|情形|应当/
