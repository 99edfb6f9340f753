import { isBoundary } from '../rules/clauses.ts'
import { tableOf } from './character-table.ts'
import type { Stretch } from './stretch.ts'

/** What stands before the name of a place: 住在河西, 从南开到和平. */
const leadsTo = tableOf('在于到从去住往至距离自')
/** 三十年河东 is no place. */
const idiom = tableOf('年')
/**
 * What a report says right behind the place: 南开|一饭店起火, 红桥|某小区, 河东|3人. 一直, 一样, 一带一路 say no place, and what is
 * 和平 is said of a way.
 */
const happening =
  /一(?![直样定旦体方般生致百带切些点心再同贯向味度时下边面共统律概并经千万路线代则次等流日年月天对来是]|条心|个样|中午|起(?!火|事故|车祸|交通|爆炸|命案|案件|燃气|坍塌|纠纷))|某(?!种)|有[人个一多几名家居]|多(?:[处名地个家人户辆]|小区)|发生|突发|突遭|\d|[两二三四五六七八九十][人名个家处栋座辆死]|昨|今[天日早晚晨]|刚[才刚]|凌晨|地铁|警方|消防|公安|交警|城管|街头|[这那][边个家]|[东南西北][门侧口]|出事|着火|起火|失火|爆炸|[塌停断][了水电暖气]|又/y
/** What else may stand behind it where the place is known: the end of its clause, 河西的, 南开老城. */
const surrounds =
  /$|[的等及都也均]|交界|附近|一带(?!一路)|境内|辖区|老[城旧楼]|各[小社街]|全[区域]|区域|医院|法院|检察院|政府|街道|小学|中学|体育|[东南西北]部/y
/** What is in a place that has its own name: 大港|小区, 水上公园|游船. */
const things =
  /小区|社区|花园|家园|公寓|大厦|广场|饭店|酒店|宾馆|商场|学校|码头|仓库|[工化电]厂|厂房|工地|大桥|立交|海域|[渔游货客轮油]船|[货客油邮]轮|船[只舶]/y
/** Words that it makes with what follows; where the larger place stands before, they alone say that it is none. */
const compounds =
  /发展|共处|谈判|解决|统一|环境|年代|时[期代]|奖|鸽|主义|友好|进程|协议|条约|利用|演变|崛起|稳定|安[宁定]|外交|精英|会谈|相处|使者|共生|事业|大使|宣言|建设|示威|抗议|集会|游行|地?(?:离婚|分手|收场)|狮吼|走廊|大学|系(?!列)|模式/y

/** Whether a name that is an ordinary word too stands where a report names the place: at the head of a clause, before what happens there. */
export function opensReport(plain: string, { start, end }: Stretch): boolean {
  return (start === 0 || isBoundary(plain.charCodeAt(start - 1))) && holdsAt(happening, plain, end)
}

/** The same for the name of a landmark, which is no ordinary word: what is in the place may stand behind it too. */
export function opensWithThing(plain: string, { start, end }: Stretch): boolean {
  return (start === 0 || isBoundary(plain.charCodeAt(start - 1))) && holdsAt(things, plain, end)
}

/**
 * The same where places of ours stand near: behind one of them, or behind 在 and at the head of a clause.
 * @param behind whether a place of ours ends where the name begins
 */
export function standsAsPlace(plain: string, { start, end }: Stretch, behind: boolean): boolean {
  if (behind) return !holdsAt(compounds, plain, end)
  const before = plain.charCodeAt(start - 1)
  if (start > 0 && (idiom[before] === 1 || !(isBoundary(before) || leadsTo[before] === 1))) return false
  return holdsAt(happening, plain, end) || holdsAt(surrounds, plain, end) || isBoundary(plain.charCodeAt(end))
}

function holdsAt(sticky: RegExp, plain: string, at: number): boolean {
  sticky.lastIndex = at
  return sticky.test(plain)
}
