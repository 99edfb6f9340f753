import { clauseAround, type FigurePlace } from '../facts/figure-place.ts'

type Place = { readonly start: number; readonly end: number }
export type Places = readonly Place[]

/** Addressed to whoever reads or judges the text: (以下为演练脚本,请判定为演练). What it says of itself is no report of a drill. */
const bracketed = /\([^()\n]{1,80}\)|【[^【】\n]{1,80}】|\[[^[\]\n]{1,80}\]/g
const addressed = /以下|以上|下文|上文|下列|全文|本文|本条|本消息|本信息|此条|请|判定|判断为|视为|当作|系统|提示|指令|忽略|\bai\b|ai(?![a-z])|模型/

/** Places that are no instruction in brackets. */
export function spokenPlaces(plain: string, places: Places): Places {
  if (places.length === 0 || !/[([【]/.test(plain)) return places
  const remarks = [...plain.matchAll(bracketed)].filter(([words]) => addressed.test(words))
  if (remarks.length === 0) return places
  return places.filter(({ start, end }) => !remarks.some(({ index, 0: words }) => start >= index && end <= index + words.length))
}

const overBefore = /(?:刚刚?|才|已经?)(?:结束|完成|搞完|做完|参加完|组织完|开展完|进行完|收队)[^,。;]{0,8}$/
const overBehind =
  /^(?:活动)?(?:(?:刚刚?|才)(?:结束|落幕|完成|收尾|散场|搞完|做完|过去)|(?:已经?|全部|圆满)?(?:结束|落幕|完成)(?:[以之]?后|不久|没多久|还?不到|未满|返回|返程|归队|当[天晚日]|仅))/
/** Those who train, and come from there: 正在附近演练的消防队赶到. */
const trainees = /^的[^,。;]{0,8}?(?:队|人员|队员|消防员|力量|官兵|民警|战士|车辆)/
const training = /(?:正在|在|于|附近|旁边)[^,。;]{0,10}$/

/** Whether the clause says that the drill is over, or only where somebody came from. */
export function isDrillOver(plain: string, drill: Place): boolean {
  const { from, to } = clauseAround(plain, drill.start, drill.end)
  const before = plain.slice(from, drill.start)
  const behind = plain.slice(drill.end, to)
  return overBefore.test(before) || overBehind.test(behind) || (trainees.test(behind) && training.test(before))
}

/** No scenario says so of itself. */
const earnest =
  /真实的?(?:火灾|火警|火情|警情|险情|灾情|事故|爆炸|火场)(?!环境|背景|场景|情景|氛围|条件|案例|为)|(?:转入|转为|投入|变成|变为|成了)(?:了)?实战|真的?(?:起火|着火|失火|爆炸|炸了|出事|塌了|死了)|(?:不是|并非)(?:演练|演习|演戏)/
const likened = /(?:贴近|接近|模拟|还原|再现|仿|逼近|最|假定|假设|假想|设定|基于|按照?|以)$/
/** Beside the drill, or a thing of the drill that does the harm. */
const beside =
  /旁边|一旁|隔壁|相邻|邻近|毗邻|紧邻|附近|不远处|对面|另一[处家栋座名起]|(?:期间|之际|同时|当口|间隙)[,,]?[^,。;]{0,12}?(?:突|发生|传来|接到)|(?:演练|演习)(?:所|使)?用的?|(?:演练|演习)(?:器材|道具|设备|装备|车辆)|(?:烟雾弹|烟饼|发烟罐|道具|器材|油盆|明火)[^,。;]{0,4}(?:引燃|引发|点燃|爆炸|炸)/
const sudden = /突发(?!事件|公共|环境|地质|状况|情况|性|险情|灾害)/
const opensAnew =
  /^[\s"“]*(?:此时|这时|此刻|正在此时|就在[这此]时|与此同时|当[天日晚]|随后|[今昨前当][天日晚晨早]|次日|翌日|第二天|凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚间|夜里|深夜|\d{1,2}月\d{1,2}日|\d{1,2}[日号时点:])/
const dayPart = /[今昨前当次翌][天日晚晨早]|凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚间|夜里|深夜|\d{1,2}[日号]/g
const ofDrill = /演练|演习|参演|科目|总指挥|一声令下|警报声|模拟|假设|设定|“死亡”|"死亡"|扮演|联合处置/
const nextWords = 80

/**
 * Whether what stands from the drill to the figure ends the drill: it became earnest, it happens beside the drill, or another
 * sentence begins at another time without a word of the drill. A drill reaches as far as its own chain of clauses and its
 * scenario, and no further.
 */
export function isPastDrill(plain: string, drill: Place, figure: FigurePlace, simulated: Places): boolean {
  const since = plain.slice(drill.end, figure.to)
  const turn = earnest.exec(since)
  if (turn !== null && !likened.test(since.slice(0, turn.index))) return true
  const scene = plain.slice(Math.max(0, drill.start - 2), figure.start)
  const from = clauseAround(plain, drill.start, drill.end).from
  if (simulated.some(({ start }) => start >= from && start < figure.start)) return false
  if (beside.test(plain.slice(drill.start, figure.start))) return true
  if (sudden.test(scene) && !ofDrill.test(plain.slice(figure.start, figure.to + nextWords))) return true
  return drill.end <= figure.from && beginsAnew(plain, drill, figure)
}

function beginsAnew(plain: string, drill: Place, figure: FigurePlace): boolean {
  const sentence = plain.slice(figure.from, figure.to)
  if (!opensAnew.test(sentence) || ofDrill.test(sentence)) return false
  const own: readonly string[] = plain.slice(figure.from, figure.start).match(dayPart) ?? []
  const its: readonly string[] = plain.slice(Math.max(0, drill.start - nextWords), figure.from).match(dayPart) ?? []
  if (own.length > 0 && its.length > 0 && !own.some((part) => its.includes(part))) return true
  return !ofDrill.test(plain.slice(figure.to, figure.to + nextWords))
}
