import { boundsOf, type Bounds } from './bounds.ts'
import { numberPattern, readNumber } from './chinese-number.ts'
import { harmBit, harmIn } from './harm-words.ts'
import { followBit, leadBit, readFigures, type Figure } from './figures.ts'

export type ClaimKind = 'deaths' | 'seriousInjuries' | 'lightInjuries' | 'injuries' | 'missing' | 'trapped' | 'evacuated' | 'poisoned'

/** A number that a sentence gives for one kind of harm. Places count from the start of the sentence. */
export interface Claim {
  readonly kind: ClaimKind
  readonly value: number
  readonly start: number
  readonly end: number
  /** Bodies, wounded in a hospital: counts only when nothing better is said. */
  readonly weak: boolean
  readonly bounds: Bounds
}

const count = String.raw`(?<number>${numberPattern})(?<more>多|余|几)?`
/** Belongs to the words of a claim that begins with its number. */
const prefix = /(?:至少|超过|大约|逾|超|约|近|上|共)$/
const people = '(?:名|人|位|个|口|例)'
const persons =
  '环卫工人?|男子|女子|老人|老汉|老太|妇女|女孩|男孩|女童|男童|儿童|小孩|孩子|学生|大学生|工人|民工|司机|驾驶员|乘客|村民|居民|市民|员工|职工|民警|警察|消防员|游客|婴儿|幼儿|少年|行人|骑手|男|女'
const person = `(?:${persons})`
const figuresOf = readFigures(persons.split('|'))
const gap = String.raw`(?:[^,。;:、!?()\d死亡伤踪困]|\d+(?=旬|岁)){0,16}?`

const died = '(?:死亡|身亡|遇难|丧生|罹难|丧命|毙命|溺亡|遇害|牺牲|殉职|离世|去世|不治|死于|[炸烧熏撞打砸压淹毒致轧刺摔轰]死|亡(?!命|灵|者))'
const hurt = '(?:受伤|负伤|[烧灼炸摔砸烫刺撞咬压]伤|轻重伤|不同程度(?:的)?(?:受)?伤|受了?伤)'
const serious = '(?:(?:受|受到了?|受了)?重伤|(?:受伤|伤势|伤情)(?:较|严|很|十分|非常|危)重|受伤严重|伤势严重|危重)'
const light = '(?:(?:受|受到了?|受了)?轻微?伤|(?:受伤|伤势|伤情)(?:较|很)?轻微?)'
const lost = '(?:失踪|失联|下落不明|失去联系)'
const stuck = '(?:被困|被埋|被掩埋)'
const poisoned = '(?:食物|煤气|一氧化碳|硫化氢|氨气|氯气|沼气|农药|药物|酒精|急性|集体|疑似|轻微|轻度|中度|重度|吸入性?|不同程度)*中毒'
const moved = '(?:疏散|转移|撤离|避险转移|紧急避险)'
const reach =
  '(?:人员|人数|总数|者|群众|居民|师生|学生|员工|旅客|乘客|村民|灾民|受灾|职工|数字|了|的|已经|已|达到|达|上升|增加|核实|修正|更正|订正|确认|升|增|到|至|为|是|共|有|大约|约|近|上(?=[百千万])|逾|超过|超|突破|累计|至少|计|:){0,7}'

const bitOf: Readonly<Record<ClaimKind, number>> = {
  deaths: harmBit.deaths,
  injuries: harmBit.injuries,
  seriousInjuries: harmBit.injuries,
  lightInjuries: harmBit.injuries,
  missing: harmBit.missing,
  trapped: harmBit.trapped,
  evacuated: harmBit.evacuated,
  poisoned: harmBit.poisoned
}

interface Pattern {
  readonly kind: ClaimKind
  readonly weak: boolean
  /** Begins with its number, and is tried at numbers only: sentences have few of them. */
  readonly atNumber: boolean
  /** Whether it can match with this number: what it needs around a number is looked up before the expression is tried. */
  readonly suits: (figure: Figure) => boolean
  readonly expression: RegExp
}

const atNumber = (kind: ClaimKind, follows: number, words: string, weak = false): Pattern => {
  const bit = bitOf[kind]
  const suits = (figure: Figure): boolean => (figure.follows & follows) !== 0 && (figure.ahead & bit) !== 0
  return { kind, weak, atNumber: true, suits, expression: new RegExp(words, 'y') }
}
const anywhere = (kind: ClaimKind, suits: (figure: Figure) => boolean, words: string): Pattern => ({
  kind,
  weak: false,
  atNumber: false,
  suits,
  expression: new RegExp(words, 'dg')
})

const after = (kind: ClaimKind, verb: string): Pattern => atNumber(kind, followBit.counted, `${count}${people}${gap}${verb}`)
const before = (kind: ClaimKind, verb: string): Pattern => {
  const bit = bitOf[kind]
  return anywhere(kind, ({ follows, behind }) => (follows & followBit.counted) !== 0 && (behind & bit) !== 0, `${verb}${reach}${count}${people}`)
}
const one = (kind: ClaimKind, verb: string): Pattern =>
  atNumber(
    kind,
    followBit.person,
    `(?<![第每统同之唯万专\\d零〇一二两三四五六七八九十百])(?<number>[一两二三四五六七八九]|\\d{1,2})${person}${gap}${verb}`
  )
const holders = (kind: ClaimKind, noun: string): Pattern =>
  atNumber(kind, followBit.held, `${count}(?:名|位|具|个)[^,。;:、!?()\\d]{0,6}?${noun}`, true)
/** 3死, 3人死: the harm right behind the number. */
const right = (kind: ClaimKind, words: string): Pattern => atNumber(kind, followBit.harmed, `${count}人?${words}`)

/** 死亡人数由3人升至5人, 由12人更正为9人: the later of the two. */
const changed = (kind: ClaimKind, noun: string): Pattern => {
  const bit = bitOf[kind]
  return anywhere(
    kind,
    ({ leads, behind }) => (leads & leadBit.change) !== 0 && (behind & bit) !== 0,
    `${noun}(?:人员|人数|总数|者|的)*[由从](?:${numberPattern})(?:名|人|例)?(?:[^,。;:、!?()\\d]{0,4}?)(?:升|增|更正|修正|核减|核实|核定|调整|修订|订正|上调|下调)[^,。;:、!?()\\d]{0,4}?(?:为|至|到)(?<number>${numberPattern})(?:名|人|例)?`
  )
}

const patterns: readonly Pattern[] = [
  changed('deaths', '(?:死亡|遇难|身亡|丧生|罹难)'),
  changed('injuries', '受伤'),
  changed('missing', '(?:失踪|失联)'),
  changed('poisoned', '中毒'),
  after('deaths', died),
  before('deaths', '(?:死亡|遇难|身亡|丧生|罹难|[炸烧熏撞打砸压淹毒致]死)'),
  anywhere(
    'deaths',
    ({ leads }) => (leads & leadBit.death) !== 0,
    `(?<![\\d一二两三四五六七八九十百多余几]人?)死(?:亡)?(?<number>${numberPattern})(?:人)?(?=[,、;]?(?:重|轻)?伤)`
  ),
  right('deaths', `死(?=(?:至少|超过|逾|超|约|近)?${numberPattern}(?:多|余)?人?(?:重|轻)?伤|[,。;、!?\\s的]|$|交通|事故|特大|重大|惨|案)`),
  one('deaths', died),
  holders('deaths', '(?:死者|遇难者|罹难者|遗体|尸体)'),
  after('seriousInjuries', serious),
  before('seriousInjuries', '重伤'),
  right('seriousInjuries', '重伤'),
  one('seriousInjuries', serious),
  after('lightInjuries', light),
  before('lightInjuries', '轻微?伤'),
  right('lightInjuries', '轻微?伤'),
  one('lightInjuries', light),
  after('injuries', `(?:${hurt}|伤(?!亡|势|情|员|者|害|心))`),
  before('injuries', '(?:(?:受|负)伤|(?<![\\d一二两三四五六七八九十百多余几]人?)伤(?!亡|势|情|员|者|害|心))'),
  right('injuries', '伤(?!亡|势|情|员|者|害|心)'),
  one('injuries', hurt),
  holders('injuries', '(?:伤者|伤员|受伤者)'),
  after('missing', lost),
  before('missing', lost),
  holders('missing', '(?:失踪者|失联者)'),
  after('trapped', stuck),
  before('trapped', stuck),
  atNumber('trapped', followBit.counted, `${count}(?:名|位)被困`),
  after('poisoned', poisoned),
  before('poisoned', '中毒'),
  one('poisoned', poisoned),
  after('evacuated', `(?:被|已|紧急|安全|全部|提前)*${moved}`),
  before('evacuated', moved)
]

/** More people than this are no casualties of one event but a number that was mistyped or made up. */
const mostPeople = 10_000_000
const joined = new RegExp(`(${numberPattern})(?:名|位)[^,。;:、!?()\\d]{1,14}(?:及|和|与|以及)$`)

/** Nor does a sentence name so many. */
const mostOfSentence = 24

/** Every claim of a sentence, the plain ones before the weak, none of them twice for the same words. @param harm bits of its words */
export function claimsOf(sentence: string, harm: number = harmIn(sentence)): Claim[] {
  if (harm === 0) return []
  const figures = figuresOf(sentence)
  if (figures.length === 0) return []
  const claims: Claim[] = figures.some(isOfMen) ? couples(sentence) : []
  for (const pattern of patterns) {
    if ((harm & bitOf[pattern.kind]) === 0 || !figures.some(pattern.suits)) continue
    for (const match of matchesOf(pattern, sentence, figures)) {
      if (claims.length >= mostOfSentence) break
      const claim = claimFrom(pattern, match, sentence)
      if (claim !== null && !claims.some((other) => repeats(other, claim))) claims.push(claim)
    }
  }
  return claims.sort((a, b) => a.start - b.start)
}

function isOfMen({ follows }: Figure): boolean {
  return (follows & followBit.men) !== 0
}

function matchesOf({ atNumber: isAtNumber, suits, expression }: Pattern, sentence: string, figures: readonly Figure[]): Iterable<RegExpExecArray> {
  if (!isAtNumber) return sentence.matchAll(expression)
  const found: RegExpExecArray[] = []
  let end = 0
  for (const figure of figures) {
    if (figure.at < end || !suits(figure)) continue
    expression.lastIndex = figure.at
    const match = expression.exec(sentence)
    if (match === null) continue
    found.push(match)
    end = figure.at + match[0].length
  }
  return found
}

/** The same number may serve one kind of harm once; 两人受重伤 is no second 受伤. */
function repeats(a: Claim, b: Claim): boolean {
  const overlap = a.start < b.end && b.start < a.end
  if (!overlap) return false
  return a.kind === b.kind || (isInjury(a.kind) && isInjury(b.kind))
}

function isInjury(kind: ClaimKind): boolean {
  return kind === 'injuries' || kind === 'seriousInjuries' || kind === 'lightInjuries'
}

function claimFrom(pattern: Pattern, match: RegExpExecArray, sentence: string): Claim | null {
  const words = match.groups?.['number'] ?? ''
  const value = readNumber(words)
  const start = match.index - (pattern.atNumber ? (prefix.exec(sentence.slice(Math.max(0, match.index - 2), match.index))?.[0].length ?? 0) : 0)
  const end = match.index + match[0].length
  if (value === null || value === 0 || (!Number.isInteger(value) && value < 1000)) return null
  const lead = sentence.slice(Math.max(0, start - 3), start)
  if (lead.endsWith('第') || (/[数几每]$/.test(lead) && !/\d/.test(words))) return null
  if (/(?:百分之|%)$/.test(lead)) return null
  if (
    /^(?:以上|以下|以内|死伤|死或|死亡或|或(?:死亡|失踪|受伤)|\/|%|级)/.test(sentence.slice(end)) ||
    /死伤|以上|以下|死亡或|获救|救出|幸存|生还/.test(match[0])
  )
    return null
  if (value > mostPeople) return null
  const more = addition(sentence, start, match)
  const [from, to] = match.indices?.groups?.['number'] ?? [match.index, match.index + words.length]
  const bounds = more === 0 ? boundsOf(sentence, from, to, value) : {}
  return { kind: pattern.kind, value: value + more, start, end, weak: pattern.weak, bounds }
}

/** 5名研究人员及1名司机受伤 speaks of six. */
function addition(sentence: string, start: number, match: RegExpExecArray): number {
  if (match.groups?.['more'] !== undefined) return 0
  const earlier = joined.exec(sentence.slice(Math.max(0, start - 32), start))
  return earlier?.[1] === undefined ? 0 : (readNumber(earlier[1]) ?? 0)
}

/** 三男两女全部死亡: five. */
function couples(sentence: string): Claim[] {
  return [...sentence.matchAll(/([一两二三四五六七八九十]|\d{1,2})男([一两二三四五六七八九十]|\d{1,2})女[^,。;]{0,5}?(死亡|身亡|遇难|受伤)/g)].map(
    (match) => ({
      kind: match[3] === '受伤' ? 'injuries' : 'deaths',
      value: (readNumber(match[1] ?? '') ?? 0) + (readNumber(match[2] ?? '') ?? 0),
      start: match.index,
      end: match.index + match[0].length,
      weak: false,
      bounds: {}
    })
  )
}
