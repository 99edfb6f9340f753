import { RefusedError } from '../errors.ts'
import { withPlainWidth } from '../written-number.ts'
import type { SeenPage } from './published-page.ts'
import type { IncidentState } from './state.ts'
import { wordingsInForce } from './wording.ts'

/** What a page on the matter has to name some of. */
interface Marks {
  /** `河东区`, `津塘路`. */
  readonly places: readonly string[]
  /** Letter pairs of the title besides places, happenings and words that any notice has. */
  readonly pairs: readonly string[]
  readonly happenings: readonly RegExp[]
}

/** Words for one kind of happening: an office writes 坍塌 where the street says 垮塌. */
const happenings: readonly RegExp[] = [
  /[垮坍倒崩塌]塌|塌[方陷了]|坠落|坠物/gu,
  /爆炸|爆燃|闪爆|炸[了开]/gu,
  /[起失着大]火|火[灾情势]|燃烧|烧毁/gu,
  /泄[漏露]|外泄|燃气|煤气|异味|臭味|刺鼻/gu,
  /中毒|腹泻|呕吐|食物/gu,
  /溺[水亡]|落水/gu,
  /追尾|相撞|碰撞|车祸|交通事故|侧翻|翻车|肇事/gu,
  /停水|断水|供水|自来水|水质/gu,
  /停电|断电|供电/gu,
  /污染|超标|死鱼|排污|污水/gu,
  /滑坡|泥石流|山洪|内涝|积水|洪水|暴雨/gu,
  /踩踏|拥挤/gu,
  /欠薪|讨薪|工资/gu,
  /停运|停供|停暖|供暖|供热|暖气/gu
]
/** What speaks of a happening without its kind: enough beside the place. */
const anyHappening = /事故|险情|灾情|突发|现场救援|应急处置|搜救/u
const placeName = /[\p{Script=Han}\d]{2,3}(?<kind>省|市|区|县|旗|镇|乡|村(?!民)|街|路|巷|大道|大桥|小学|中学|医院|广场|码头|工地|水库)/gu
/** Districts have many matters, a street or an estate has few: beside its name a notice of something looked into is enough. */
const district = /[省市区县旗]$/u
/** Asked of a page that names no place of ours. */
const otherDistrict = /[\p{Script=Han}]{2}(?:省|市|县|旗|(?<![园社小地校厂景城矿林库片])区)(?![^，。]{0,2}政府)/u
const lookedInto = /异常|核查|核实|调查|处置|情况(?:说明|通报)/u
const plain =
  /死亡|遇难|身亡|受伤|伤者|伤员|伤亡|失联|被困|重伤|轻伤|发生|情况|通报|事故|事件|险情|关于|有关|相关|一起|群众|反映|市民|居民|网友|网民|工作|处置|调查|部门|造成|出现|疑似|多人|一名|公告|说明|问题|召开|新闻|发布|介绍|回应|今天|今日|现场|最新/gu
/** A page shares at least so many pairs of a long title. */
const leastShare = 0.15

/**
 * Where no wording says what a page must carry it is held against the incident: it names a place of it together with what happened, the
 * same happening and no other district, or enough of what its title tells.
 * @throws RefusedError saying what was looked for
 */
export function demandAbout(state: IncidentState, { evidence, text }: SeenPage, as: string): void {
  const marks = marksOf(state)
  const { places, pairs } = marks
  if (places.length + pairs.length + marks.happenings.length === 0) return
  const page = compact(`${evidence.title ?? ''}${text}`)
  if (isAbout(page, marks)) return
  const sought = places.length === 0 ? `标题「${state.title}」中的事情` : `地点（${places.join('、')}）和标题「${state.title}」中的事情`
  throw new RefusedError(`页面看不出与本事件有关，不能作为${as}，时限继续计算。找过：${sought}`, { metadata: { url: evidence.url } })
}

function isAbout(page: string, { places, pairs, happenings: kinds }: Marks): boolean {
  const shared = pairs.filter((pair) => page.includes(pair)).length
  const happened = kinds.filter((kind) => page.search(kind) !== -1).length
  const found = places.filter((place) => page.includes(place))
  if (found.length > 0 && (shared + happened > 0 || anyHappening.test(page))) return true
  if (found.some((place) => !district.test(place) || place.endsWith('小区')) && lookedInto.test(page)) return true
  if (happened > 0 && (shared > 0 || !otherDistrict.test(page))) return true
  return shared >= Math.max(2, Math.ceil(pairs.length * leastShare))
}

/** The approved wordings add the places and happenings that they name: they may know more than the title. */
function marksOf(state: IncidentState): Marks {
  const title = compact(state.title)
  const named = state.places.flatMap(({ text, name }) => [text, ...(typeof name === 'string' ? [name] : [])]).map(compact)
  const all = [title, compact(state.summary), compact(state.eventType ?? ''), ...wordingsInForce(state).map(({ text }) => compact(text))].join('\n')
  // No more of a name than two letters before its kind: what stands before them may be another word (`位于河东区`).
  const written = [...all.matchAll(placeName)].map(({ 0: place, groups }) => place.slice(-2 - (groups?.['kind'] ?? '').length))
  const places = [...named, ...written]
  const rest = [placeName, ...happenings, plain].reduce((words, pattern) => words.replace(pattern, ' '), title)
  return {
    places: [...new Set(places.filter((place) => place.length > 1))],
    pairs: pairsOf(rest),
    happenings: happenings.filter((kind) => all.search(kind) !== -1)
  }
}

function pairsOf(words: string): string[] {
  const runs = words.match(/[\p{L}\d]{2,}/gu) ?? []
  return [...new Set(runs.flatMap((run) => Array.from({ length: run.length - 1 }, (_, index) => run.slice(index, index + 2))))]
}

function compact(text: string): string {
  return withPlainWidth(text).replaceAll(/\s/gu, '')
}
