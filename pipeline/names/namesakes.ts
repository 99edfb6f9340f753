import { isBoundary } from '../rules/clauses.ts'
import { tableOf } from './character-table.ts'
import type { Stretch } from './stretch.ts'

const divisionEnds = tableOf('省市区县州旗盟')
/** What follows a name of a place that is part of another: 南京路, 北京烤鸭. */
const goesOn =
  /[东南西北中]?(?:路|街(?!头)|大道|道(?!路)|桥|大桥|立交|广场|大厦|小区|花园|大街|里(?!面)|胡同|巷|馆|烤鸭|饭店|酒店|拉面|菜(?![市场站地园窖农]))/y
/** 海河|里: inside the water. */
const waters = tableOf('河江湖海湾库渠塘池')
const mayGoOn = tableOf('东南西北中路街大道桥立广小花里胡巷馆烤饭酒拉菜')
/** Things that bear the name of another place. */
const thing =
  /(?:[东南西北中]?(?:路|街|大道|大街|道(?!路)|里(?!面)|桥)|新村|小区|花园|家园|公寓|公园|广场|大厦|购物中心|商场|商城|饭店|酒店|宾馆|会馆|景区|风景区|水库)/y
const mayBeThing = tableOf('东南西北中路街大道里桥新小花家公广购商饭酒宾会景风水')
/** Buildings and grounds, which are called after the district that they are in; roads and dishes are called after places far away. */
const ground = /(?:广场|大厦|小区|花园|家园|公寓|饭店|酒店|大桥|立交)/y
const mayBeGround = tableOf('广大小花家公饭酒立')
/** What stands between a place and a place in it: 太原市区的滨江道. */
const between = /^(?:市?区?|的|市区的)$/
const farthest = 4
const joins = tableOf('和与及到至往开从向距离、')

/** 南京路 is no Nanjing, 滨海大道 no 滨海. */
export function isOtherName(plain: string, { end }: Stretch): boolean {
  if (mayGoOn[plain.charCodeAt(end)] !== 1 || divisionEnds[plain.charCodeAt(end - 1)] === 1) return false
  if (plain.charAt(end) === '里' && waters[plain.charCodeAt(end - 1)] === 1) return false
  goesOn.lastIndex = end
  return goesOn.test(plain)
}

/** Whether the name goes on as that of a road, an estate, a park: 翠屏|公园, 天津|新村. */
export function isThing(plain: string, end: number): boolean {
  if (mayBeThing[plain.charCodeAt(end)] !== 1 || divisionEnds[plain.charCodeAt(end - 1)] === 1) return false
  thing.lastIndex = end
  return thing.test(plain)
}

/** Whether the name goes on as that of a building or a ground: 津南|小区, 静海|酒店. */
export function isGround(plain: string, end: number): boolean {
  if (mayBeGround[plain.charCodeAt(end)] !== 1) return false
  ground.lastIndex = end
  return ground.test(plain)
}

/** Whether one of the others, in the order of the text, says whose the name is: 武汉|天津路, 太原的|滨江道, 北京朝阳|北辰购物中心, 天津路(|上海). */
export function isAttached(plain: string, name: Stretch, others: readonly (Stretch & { readonly elsewhere: boolean })[]): boolean {
  return others.some(({ start, end, elsewhere }) => {
    if (!elsewhere || start === name.start) return false
    if (end <= name.start) return name.start - end <= farthest && ties(plain, end, name)
    return start - name.end <= farthest + 1 && plain.charAt(start - 1) === '(' && start > name.end
  })
}

/** Whether what stands between the place and the name lets the name be in the place. */
function ties(plain: string, from: number, name: Stretch): boolean {
  if (between.test(plain.slice(from, name.start))) return true
  if (!isThing(plain, name.end)) return false
  for (let at = from; at < name.start; at++) if (isBoundary(plain.charCodeAt(at)) || joins[plain.charCodeAt(at)] === 1) return false
  return true
}
