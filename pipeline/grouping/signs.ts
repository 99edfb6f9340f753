import type { Assessment, Place } from '../../core/assessment.ts'
import type { Mention } from '../../core/mention.ts'

/** What a happening is known by besides its wording: its kinds, the premises that are named, that it is said to be another. */
export interface Signs {
  /** Of what is told, as a text may tell of a fire after an explosion. */
  readonly kinds: ReadonlySet<Kind>
  /** Schools, works, motorways, lines by their names, by what they are: `school` has 第一中学. */
  readonly premises: ReadonlyMap<string, ReadonlySet<string>>
  /** Parts of a district that have no ending of their own: 王串场, 盘山. */
  readonly landmarks: ReadonlySet<string>
  /** What sort of works it was, where none has a name: 化工厂, 面粉厂. */
  readonly works: ReadonlySet<string>
  /** 又一钢厂, 另一起; 又发生火灾. */
  readonly another: 'one' | 'again' | null
}

type Kind = (typeof kindWords)[number][0]

const nothing: ReadonlySet<never> = new Set()
export const noSigns: Signs = { kinds: nothing, premises: new Map(), landmarks: nothing, works: nothing, another: null }

/** By event types and by the words that a rule found; what nobody can tell from others (人员伤亡, 警情通报) is none. */
const kindWords = [
  ['fire', /火灾|起火|失火|着火|大火|山火|火情|火势|自燃|纵火|烧起来/],
  ['explosion', /爆炸|爆燃|闪爆|燃爆|殉爆|炸/],
  ['leak', /泄漏|泄露|漏气|危化|危险化学品|中毒窒息|急性工业中毒|毒气/],
  ['collapse', /坍塌|垮塌|倒塌|塌陷|塌方|冒顶|地陷|塌了/],
  ['site', /塔吊|脚手架|起重机|施工事故/],
  ['fall', /坠楼|跳楼|轻生|坠亡/],
  ['traffic', /交通事故|车祸|追尾|相撞|连环撞|侧翻|撞死|撞伤|撞飞|撞倒|撞人|肇事/],
  ['violence', /治安伤人|持刀|砍人|砍伤|砍死|捅|行凶|杀人|斗殴|枪击|命案|袭击/],
  ['poisoning', /食物中毒|集体中毒|食品安全|集体呕吐|集体腹泻/],
  ['drowning', /溺水|溺亡|落水/],
  ['stampede', /踩踏/],
  ['lift', /电梯/],
  ['ride', /游乐设施|缆车|索道|过山车/],
  ['shock', /触电/]
] as const

/** What people name differently while they speak of one: an explosion burns, a gas leak kills, a house blows up. */
const together = new Set(
  [
    'fire explosion',
    'fire leak',
    'fire stampede',
    'explosion leak',
    'explosion collapse',
    'collapse site',
    'collapse stampede',
    'site fall',
    'fall drowning',
    'traffic drowning',
    'traffic leak',
    'poisoning leak'
  ].flatMap((pair) => [pair, pair.split(' ').toReversed().join(' ')])
)

/** Whether two kinds may be of one happening. */
export function goTogether(a: string, b: string): boolean {
  return a === b || together.has(`${a} ${b}`)
}

const premisesEnds = [
  ['school', /(?:中学|小学|大学|学院|幼儿园|学校|职专|技校)$/],
  ['motorway', /(?:高速|高速公路|快速路)$/],
  ['street', /(?:大街|大道|街|路|胡同|巷)$/],
  ['works', /厂$/],
  ['mall', /(?:商场|广场|商城|百货|购物中心)$/],
  ['hotel', /(?:酒店|宾馆|饭店)$/],
  ['estate', /(?:小区|花园|家园|公寓)$/]
] as const
const division = /[区县市]$/
const motorway = /[\u4e00-\u9fff]{2}高速/g
const line = /(\d{1,2}|[一二三四五六七八九十]{1,3})号线/g
const sortOfWorks = /^[\u4e00-\u9fff]{1,3}厂$/
const anotherOne = /又(?:有)?一(?:[起家处座名栋辆个]|[\u4e00-\u9fff]{0,3}[厂矿店楼])|另一起|第二起/
const againOne = /(?:又|再次|再度)(?:发生|突发|起火|着火|失火|爆炸|坍塌|倒塌|出现)/
/** What happened is said at the opening. */
const opening = 200

/** What of a mention tells its happening from others. */
export function signsOf({ title, text }: Pick<Mention, 'title' | 'text'>, { eventType, rules, places, organisations, signature }: Assessment): Signs {
  const told = [eventType ?? '', ...rules.flatMap(({ matches }) => matches.map((match) => match.text))].join(' ')
  const words = `${title ?? ''}\n${text ?? ''}`.slice(0, opening)
  const kinds = kindWords.flatMap(([kind, expression]) => (expression.test(told) ? [kind] : []))
  const names = [...places, ...organisations].map((span) => span.text)
  if (words.includes('高速')) names.push(...(words.match(motorway) ?? []))
  const premises = new Map<string, Set<string>>()
  const add = (sort: string, name: string): void => void premises.set(sort, (premises.get(sort) ?? new Set()).add(name))
  for (const name of names) addBySort(name, add)
  if (words.includes('号线')) for (const [, number = ''] of words.matchAll(line)) add('line', digits(number))
  return {
    kinds: kinds.length === 0 ? nothing : new Set(kinds),
    premises,
    landmarks: setOf(places.flatMap(landmarkOf)),
    works: setOf(signature.terms.filter((term) => sortOfWorks.test(term))),
    another:
      !words.includes('又') && !words.includes('再') && !/另一|第二/.test(words)
        ? null
        : anotherOne.test(words)
          ? 'one'
          : againOne.test(words)
            ? 'again'
            : null
  }
}

function addBySort(name: string, add: (sort: string, name: string) => void): void {
  const found = name.length < 3 ? undefined : premisesEnds.find(([, end]) => end.test(name))
  if (found === undefined) return
  const stem = stemOf(name, found[1])
  if (stem !== '') add(found[0], stem)
}

function landmarkOf({ text, code, name }: Place): string[] {
  return code?.length !== 6 || name === null || name.startsWith(text) || text.includes(name) || division.test(text) ? [] : [text]
}

function setOf(values: readonly string[]): ReadonlySet<string> {
  return values.length === 0 ? nothing : new Set(values)
}

/** What distinguishes it, without its division and what it is: 第一 of 红桥区第一中学. */
function stemOf(name: string, end: RegExp): string {
  const own = name.replace(end, '')
  return own.replace(/^.*[区县市](?=[\u4e00-\u9fff\d])/, '')
}

const figures = '零一二三四五六七八九'

/** 三 and 十一 as 3 and 11. */
function digits(number: string): string {
  if (/^\d/.test(number)) return number
  const [tens = '', ones = ''] = number.includes('十') ? number.split('十') : ['', number]
  const unit = figures.indexOf(ones === '' ? '零' : ones)
  return String(number.includes('十') ? (tens === '' ? 1 : figures.indexOf(tens)) * 10 + unit : unit)
}

/** Clearly different sorts of sudden event: both say what, and nothing of the one goes with anything of the other. */
export function differInKind({ kinds: a }: Signs, { kinds: b }: Signs): boolean {
  if (a.size === 0 || b.size === 0) return false
  for (const one of a) for (const other of b) if (goTogether(one, other)) return false
  return true
}

/** Both name premises of one sort, and none in common: 第一中学, 第三中学. */
export function differInPremises({ premises: a }: Signs, { premises: b }: Signs): boolean {
  if (a.size === 0 || b.size === 0) return false
  for (const [sort, names] of a) {
    const others = b.get(sort)
    if (others !== undefined && !namesOne(names, others)) return true
  }
  return false
}

/** The line or motorway that both name; streets and houses are spots. */
export function sharedWay({ premises: a }: Signs, { premises: b }: Signs): string | null {
  if (a.size === 0 || b.size === 0) return null
  for (const sort of ways)
    for (const name of a.get(sort) ?? nothing) if (b.get(sort)?.has(name) === true) return `${name}${sort === 'line' ? '号线' : '高速'}`
  return null
}

/** By what lines and motorways are found for each other. */
export function waysOf({ premises }: Signs): string[] {
  return premises.size === 0 ? [] : ways.flatMap((sort) => Array.from(premises.get(sort) ?? nothing, (name) => `${sort}/${name}`))
}

const ways = ['line', 'motorway'] as const

function namesOne(names: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const name of names) for (const other of others) if (isOneName(name, other)) return true
  return false
}

/** 开发区第三 and 滨海新区第三 end alike. */
export function isOneName(name: string, other: string): boolean {
  return name.endsWith(other) || other.endsWith(name) || (name.length > 2 && other.length > 2 && name.slice(-2) === other.slice(-2))
}

/** Works of different sorts: 化工厂, 面粉厂; 钢厂 may be a 轧钢厂. */
export function differInWorks({ works: a }: Signs, { works: b }: Signs): boolean {
  if (a.size === 0 || b.size === 0) return false
  for (const one of a) for (const other of b) if (one.endsWith(other) || other.endsWith(one)) return false
  return true
}
