import { numberPattern, readNumber } from './chinese-number.ts'
import type { Claim } from './claim.ts'

const joins = '(?:和|及|与|以及|、|带着?|连同)'
const whose = '(?:其|他们的?|他的?|她的?|两人的?|二人的?|自己的?)?'
const young = '(?:(?:年幼|未成年|幼小|刚满月|在读|未婚|年迈|\\d{1,3}岁)的?)?'
const kin =
  '(?:幼子|幼女|儿子|女儿|孩子|小孩|婴儿|孙子|孙女|外孙女?|母亲|父亲|妻子|丈夫|老伴|儿媳|女婿|岳母|岳父|婆婆|公公|弟弟|妹妹|哥哥|姐姐|爷爷|奶奶|姥姥|姥爷|外婆|外公|保姆|司机)'
const counter = '(?:名|位|个(?!多?月|小时)|口)'
/** 和一名儿童, 及其两个孩子 */
const counted = new RegExp(`${joins}${whose}(?<number>${numberPattern})${counter}`, 'g')
/** 及其幼子, 和孙子 */
const related = new RegExp(`${joins}${whose}${young}${kin}`, 'g')

const mayJoin = /[和及与、带连]/

/** How many more people the words behind a first number add: 两名大人|和一名儿童, 夫妻二人|及其幼子. */
export function joinedIn(words: string): number {
  if (!mayJoin.test(words)) return 0
  let more = 0
  for (const match of words.matchAll(counted)) more += readNumber(match.groups?.['number'] ?? '') ?? 0
  return more + [...words.matchAll(related)].length
}

const pairs = '(?:夫妻|夫妇|父母|母子|母女|父子|父女|姐妹|兄弟|祖孙|老两口|小两口)(?:二人|两人|俩)?'
const ahead = new RegExp(`(?:(?<two>${pairs})|(?:司机|驾驶员|${kin}))${joins}${whose}$`)

/** How many more are told before a number: 司机和|3名乘客, 父母和|两个孩子. */
export function joinedBefore(upTo: string): number {
  const match = ahead.exec(upTo)
  return match === null ? 0 : match.groups?.['two'] === undefined ? 1 : 2
}

const families = new RegExp(
  `${pairs}(?<others>(?:${joins}${whose}${young}${kin})+)(?:全部|全都|双双|均|都|一起|一同|不幸|当场|已){0,3}(?:(?<died>死亡|身亡|遇难|丧生|罹难|遇害|溺亡|去世|没(?:有|能)?救过来)|受伤)(?![者的])`,
  'g'
)

const mayBeKin = /夫[妻妇]|[父母][母子女]|姐妹|兄弟|祖孙|两口/
const killed = new RegExp(
  `(?:[炸烧熏撞淹毒轧压砸摔电碾]死|死了|死亡|(?:死|遇难|罹难)者(?:为|是|系)(?=(?:一对)?${pairs}${joins}))(?:了)?(?:一对|一家)?${pairs}(?<others>(?:${joins}${whose}(?:(?:${numberPattern})${counter})?${young}${kin})*)(?<died>)`,
  'g'
)

/** 夫妻和女儿全部遇难, 烧死老两口和孙子: three, none of whom is counted. */
export function kinOf(sentence: string): Claim[] {
  if (!mayBeKin.test(sentence)) return []
  return [...sentence.matchAll(families), ...sentence.matchAll(killed)].map(({ index, 0: words, groups }) => ({
    kind: groups?.['died'] === undefined ? 'injuries' : 'deaths',
    value: 2 + joinedIn(groups?.['others'] ?? ''),
    start: index,
    end: index + words.length,
    weak: true,
    bounds: {}
  }))
}

const listed = new RegExp(
  `^[^,。;:、!?()\\d死亡伤踪困和及与]{1,6}(?:、|和|及|与|以及)(?<number>${numberPattern})${counter}(?=[^,。;:、!?()\\d死亡伤踪困]{1,6}(?:[,、和及与]|$))`
)

const listedAhead = new RegExp(`(?<number>${numberPattern})${counter}[^,。;:、!?()\\d死亡伤踪困]{1,6}、$`)

/** How many more are listed before numbers that are joined: 2名老人、|3名儿童及1名护工. */
export function listedBefore(upTo: string): number {
  let more = 0
  let left = upTo
  for (let match = listedAhead.exec(left); match !== null && more < 1e6; match = listedAhead.exec(left)) {
    more += readNumber(match.groups?.['number'] ?? '') ?? 0
    left = left.slice(0, match.index)
  }
  return more
}

/** How many more are listed behind a number: 死者为2名|成年人、2名儿童. */
export function listedBehind(rest: string): number {
  let more = 0
  let left = rest
  for (let match = listed.exec(left); match !== null && more < 1e6; match = listed.exec(left)) {
    more += readNumber(match.groups?.['number'] ?? '') ?? 0
    left = left.slice(match[0].length)
  }
  return more
}

const already =
  '(?:但|却|最终|最后|结果|后来|目前|现在?|不幸|随后|当场|确认|证实|已经?|被|经(?:确认|核实|证实|诊断|医生(?:确认|诊断)?|(?:全力|现场)?抢救(?:无效)?后?|送医)?)'
const died =
  '(?:死亡|遇难|身亡|丧生|罹难|丧命|毙命|殒命|溺亡|遇害|牺牲|殉职|离世|去世|不治|[^,。;\\d]{0,3}死(?:了|光|绝|于)|没了|走了|(?:无|没有|失去)生命(?:体征|迹象)|失去(?:了)?生命|抢救无效|没(?:有|能)?(?:救过来|活下来|挺过来)|葬身|命丧|烧成(?:了)?(?:焦?炭|灰))'
const hurt = '(?:不同程度)?(?:地)?(?:受(?:了)?(?:[轻重]微?)?伤|负伤|烧伤|烫伤)'
/** ,全部遇难; ,经确认均已死亡; ,无一生还: said of those who were counted before. */
const all = new RegExp(
  `,${already}{0,4}(?:(?:全部|全都|全数|全|悉数|均|都|皆)(?:已经?|当场|不幸|被|确认|经确认|因[^,\\d]{1,8}|已被证实|没能|最终){0,3}(?:(?<died>${died})|${hurt})|无[一人](?<none>生还|幸免))`,
  'g'
)
const group = new RegExp(`(?<number>${numberPattern})(?:多|余)?(?:名|位|口|人(?!次|份)|${counter})(?:[^,。;:!?()]{0,16})`, 'g')
/** Who came away, and whose number is not of those who are spoken of. */
const away = /获救|脱险|生还|幸存|疏散|撤离|转移|参与|投入|出动|赶到|赶往/
const mostBetween = 60

/** 12名老人没跑出来,全部遇难: a number whose harm a later clause tells, of all of them. */
export function saidOfAll(sentence: string, claims: readonly Claim[]): Claim[] {
  return [...sentence.matchAll(all)].flatMap((match): Claim[] => {
    const from = Math.max(0, match.index - mostBetween)
    const before = [...sentence.slice(from, match.index).matchAll(group)].at(-1)
    const value = readNumber(before?.groups?.['number'] ?? '')
    if (before === undefined || value === null || value === 0 || !Number.isInteger(value)) return []
    const start = from + before.index
    const kind = match.groups?.['died'] !== undefined || match.groups?.['none'] !== undefined ? 'deaths' : 'injuries'
    if (away.test(before[0]) || /[第每]$/.test(sentence.slice(0, start))) return []
    if (claims.some((claim) => claim.kind === kind && claim.end > start)) return []
    return [{ kind, value: value + joinedIn(before[0]), start, end: match.index + match[0].length, weak: false, bounds: {} }]
  })
}

const both = new RegExp(
  `(?:(?<number>${numberPattern})(?:名|人)?伤亡|伤亡(?:共|约|达|了)?(?<later>${numberPattern})人),?(?:其中|包括)[^,。;\\d]{0,4}(?:(?<dead>${numberPattern})(?:名|人)?[^,。;\\d]{0,6}?(?:死亡|遇难|身亡|丧生)|(?:死亡|遇难|身亡|丧生)(?<gone>${numberPattern})人)`,
  'g'
)

/** 10人伤亡,其中3人死亡: the others were hurt. */
export function hurtAmong(sentence: string): Claim[] {
  return [...sentence.matchAll(both)].flatMap((match): Claim[] => {
    const value = numberOf(match, 'number', 'later') - numberOf(match, 'dead', 'gone')
    return value > 0 ? [{ kind: 'injuries', value, start: match.index, end: match.index + match[0].length, weak: true, bounds: {} }] : []
  })
}

function numberOf({ groups }: RegExpExecArray, one: string, other: string): number {
  return readNumber(groups?.[one] ?? groups?.[other] ?? '') ?? 0
}
