import { readNumber } from './chinese-number.ts'
import type { Claim } from './claim.ts'

const died = '(?:死亡|身亡|遇难|丧生|罹难|牺牲|殉职|遇害|溺亡|去世)'
const hurt = '(?:受伤|重伤|轻伤)'
const harm = `(?<harm>${died}|${hurt})`
const one = '[\\u4e00-\\u9fff]某{1,2}[甲乙丙丁]?'
/** 张某、李某 in a row and what became of them. Bracketed ages are blank by now. */
const named = new RegExp(
  `(?<names>${one}(?: {0,30}(?:、|和|及|与|以及) {0,2}${one}){0,9})(?: {0,30})(?:[^,。;:、!?() \\d死亡伤某]{0,8})${harm}(?![者的])`,
  'g'
)
const pairs = '夫妻|夫妇|母子|母女|父子|父女|姐妹|兄弟|姐弟|兄妹|祖孙|爷孙|婆媳|情侣|老两口|小两口|两口子'
/** 夫妻双双, 母子俩: two; 三姐妹 says how many. */
const both = '(?:俩|二人|两人|双双|均|都|同时|全部|一起|一同){1,3}'
const related = new RegExp(
  `(?:(?:${pairs})${both}|双双|(?<number>[两二三四五六七八九])(?:姐妹|兄弟|姐弟|兄妹|父子|母子))[^,。;:、!?()\\d死亡伤]{0,8}${harm}(?!者)`,
  'g'
)
/** 45岁男子死亡: one. */
const aged = new RegExp(
  `(?<![\\d至到~-])\\d{1,3}(?:周)?岁(?:的)?(?:男子|女子|老人|男性|女性|男童|女童|男孩|女孩|司机|大爷|大妈|老汉|妇女|工人|学生|孩子)[^,。;:、!?()\\d死亡伤]{0,8}${harm}(?!者)`,
  'g'
)
/** 司机死亡,乘客2人死亡: one more than those who are counted. */
const driver = new RegExp(`(?:司机|驾驶员|驾驶人|车主|骑手)(?:当场|不幸|也)?${harm}(?=[,、][^,\\d]{0,4}(?:乘客|乘员|同乘|车上))`, 'g')
/** 1大1小, 一老一少. */
const bigAndSmall = new RegExp(`(?<a>[一两二三四五\\d])[大老](?<b>[一两二三四五\\d])[小少幼][^,。;:、!?()\\d死亡伤]{0,8}${harm}`, 'g')

/** The harmed who are named or described rather than counted. They count where no number is given: 造成4人死亡,司机王某身亡 says four. */
export function namedPeople(sentence: string): Claim[] {
  return [
    ...(sentence.includes('某')
      ? claimsIn(sentence, named, ({ names }) => (names ?? '').split(/、|和|及|与/).filter((name) => name.includes('某')).length)
      : []),
    ...claimsIn(sentence, related, ({ number }) => (number === undefined ? 2 : (readNumber(number) ?? 0))),
    ...(sentence.includes('岁') ? claimsIn(sentence, aged, () => 1) : []),
    ...(sentence.includes('乘') || sentence.includes('车上') ? claimsIn(sentence, driver, () => 1) : []).map((claim) => ({ ...claim, weak: false })),
    ...claimsIn(sentence, bigAndSmall, ({ a, b }) => (readNumber(a ?? '') ?? 0) + (readNumber(b ?? '') ?? 0))
  ]
}

type Groups = Partial<Record<string, string>>

function claimsIn(sentence: string, expression: RegExp, countOf: (groups: Groups) => number): Claim[] {
  return [...sentence.matchAll(expression)].map((match): Claim => ({
    kind: /伤/.test(match.groups?.['harm'] ?? '') ? 'injuries' : 'deaths',
    value: countOf(match.groups ?? {}),
    start: match.index,
    end: match.index + match[0].length,
    weak: true,
    bounds: {}
  }))
}
