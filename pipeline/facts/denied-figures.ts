import type { ClaimKind } from './claim.ts'
import { numberPattern, readNumber } from './chinese-number.ts'

const untrue =
  '不实|不属实|失实|有误(?!诊|判|会|操作|导)|不准确|谣言|谣传|捏造|编造|虚构|子虚乌有|并非事实|假消息|虚假(?:信息|消息|新闻|报道|内容)|造谣|错误(?=[,"”]|$)'
/** Behind the figure, in its clause or the next where that goes on with it: ”不实, 的说法纯属捏造, ,系谣言. */
const deniedBehind = new RegExp(
  `^["'”’」』》)]{0,2}(?:(?:者|事件|等)?的?(?:说法|消息|传言|信息|报道|情况|言论|一说|之说|数字|内容)?|人)(?:,?(?:均|都|完全|全部|全)?(?:系|属于?|为|是|被|纯属|均为|经核实|存在))?(?:${untrue}|辟谣)`
)
/** 死亡20人应为2人: another number takes its place. */
const replaced = /^,?(?:应为|应是|实为|更正为|订正为|修正为)(?=[\d一二两三四五六七八九十])/
/** Right before it: 没有造成, 根本没有什么, 哪来的, 并非. */
const no =
  '(?:(?<![是有])(?:并未|未曾?|没有?|不曾)|(?<!是)(?:并非|并不是|不是|不存在)|哪来的?|哪有|哪里有|何来|误报|误称|误传|编造|捏造|造谣|谣传|谎称|谁说)'
const so = '(?:什么|所谓的?|任何|网传的?|像|为|称|说|了|的)*(?:造成|导致|致使?|引发|引起|发生|出现|有)*(?:什么|所谓的?|网传的?)*'
const deniedBefore = new RegExp(`${no}${so}["“「]?$`)
/** What spreads it: 散布谣言,称死亡3人. */
const spread = /(?:谣言|不实信息|不实消息|虚假信息|假消息)[,:]?(?:称|说|声称|是)[^,。;]{0,14}$/
/** What the text says instead: 实为12人, 而是2人. */
const instead = new RegExp(
  `(?:实为|而是|应为|应是|实际(?:上)?(?:为|是|只有|有)|更正为|订正为|修正为|确为)(?:共有?|约|有)?(?<number>${numberPattern})(?:名|人|例)(?![^,。;]{0,8}[死亡伤踪联困])`,
  'd'
)
/** As far behind the figure as it is looked for. */
const mostBetween = 24

/** Whether the sentence takes back the figure that stands between two of its places, or says that there was none. */
export function isTakenBack(sentence: string, start: number, end: number): boolean {
  const before = sentence.slice(Math.max(0, start - mostBetween), start)
  const behind = sentence.slice(end, end + mostBetween)
  return deniedBehind.test(behind) || replaced.test(behind) || deniedBefore.test(before) || spread.test(before)
}

/** A number that stands in for one taken back, of the same kind of harm. */
export interface Instead {
  readonly kind: ClaimKind
  readonly value: number
  readonly start: number
  readonly end: number
}

/** 死亡2人不实,实为12人: the number after the one that was taken back, where its words do not say again of what. */
export function insteadOf(sentence: string, end: number, kind: ClaimKind): Instead | null {
  const match = instead.exec(sentence.slice(end, end + mostBetween))
  const value = readNumber(match?.groups?.['number'] ?? '')
  if (match === null || value === null) return null
  return { kind, value, start: end + match.index, end: end + match.index + match[0].length }
}
