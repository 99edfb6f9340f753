import { clauseAround, isQuoted, type FigurePlace } from '../facts/figure-place.ts'
import { isDrillOver, isPastDrill, spokenPlaces, type Places } from './drill-scope.ts'
import type { Normalised } from './normalise.ts'
import type { Context } from './read-context.ts'

/** That a drill is held, is over, is planned. */
const held =
  /举行|开展|组织|进行了?|举办|启动|实施|参加|参演|观摩|圆满|落幕|拉开|打响|结束|开始|上演|展开|拟于|将于|定于|承办|主办|模拟|假设|设定|想定|科目|情景|检验/
/** That someone only takes it for one, or says so: 以为是演习, 本消息为演练. */
const copula = /(?:是|为|系|像|如|似|当成|当作)(?:一[场次])?[\u4e00-\u9fff]{0,4}$/
/** 这是演练中的一幕. */
const ofScene = /一幕|场景|画面/
/** At a drill something may happen in earnest: 演练现场吊车倒塌. */
const atDrill = /^(?:活动)?(?:现场|途中|期间|过程中?|当中|时|中)/
const acted = /参演|科目|总指挥|救援力量|救援队|各单位|联合处置|检验|锻炼|迅速|警报声|一声令下|历时|预期效果|[提增]升|提高/
/** What turns from the drill to what came after. */
const turns = /却|但|不料|谁知|结果|仍|还是|果然|竟|居然|可惜/
/** Leads from a scene that the text began with to the drill that it belongs to. */
const wasScene = /随着|这是|日前|近日|\.{3}|正在/

/** Whether a figure is one of a drill: the drill is held, it frames the figure, and nothing at the figure says that it went wrong. */
export function isEnacted({ plain }: Normalised, figure: FigurePlace, words: Places, simulatedWords: Places, mishaps: Places): boolean {
  const simulated = spokenPlaces(plain, simulatedWords)
  const drills = spokenPlaces(plain, words).filter(
    (drill) => !isDrillOver(plain, drill) && !(drill.start < figure.start && isPastDrill(plain, drill, figure, simulated))
  )
  const inSentence = ({ start }: { start: number }): boolean => start >= figure.from && start < figure.to
  const isSimulated = simulated.some(inSentence)
  if (mishaps.some(inSentence) && !isSimulated) return false
  const isAtDrill = drills.some((drill) => inSentence(drill) && drill.start < figure.start && atDrill.test(plain.slice(drill.end, drill.end + 4)))
  if (isAtDrill && !isSimulated) return acted.test(plain.slice(0, longText))
  return drills.some((drill) => {
    if (drill.start < figure.start) return !turns.test(plain.slice(drill.end, figure.start)) && (isSimulated || isHeld(plain, drill))
    const leads = plain.slice(inSentence(drill) ? figure.end : figure.to, drill.start)
    return isHeld(plain, drill) && (isQuoted(plain, figure) || isSimulated || (leads.length < farthest && wasScene.test(leads)))
  })
}

const farthest = 60
const longText = 600

/** The clause says that the drill is held, or is but its name: 某园区应急演练:储罐爆炸. */
function isHeld(plain: string, drill: Places[number]): boolean {
  const { from, to } = clauseAround(plain, drill.start, drill.end)
  const before = plain.slice(from, drill.start)
  const behind = plain.slice(drill.end, to)
  if (ofScene.test(behind)) return true
  if (copula.test(before)) return false
  if (behind === '') return before.length > 0 && (to === plain.length || /[:,。\n]/.test(plain.charAt(to)))
  return !atDrill.test(behind) && (held.test(before) || held.test(behind))
}

const works =
  '小说|电影|影片|电视剧|剧集|网剧|短剧|微短剧|话剧|舞台剧|剧本|动漫|动画|漫画|游戏|手游|端游|纪录片|连载|新剧|新片|网文|新书|长篇|观看|[看追刷读]'
const titledWork = new RegExp(
  `(?<!放映|播放|展映)(?:${works})《[^《》\\n]{1,30}》(?!.{0,8}?(?:时|现场|期间|途中|中途|作者|剧组|主演|导演|编剧|演员|厅))`
)
const official = /消防救援|应急管理|警方|公安|指挥部|医院救治|送医|通报|伤者|事故原因|善后/g
/** Who plays, writes or watches may come to harm. */
const people = /^(?:玩家|导演|编剧|主演|主创|书友|影迷)$/

/** A work by its title, 小说《…》; not what happens at its showing or to its author. */
export function namesWork(plain: string): boolean {
  return plain.includes('《') && titledWork.test(plain)
}

/** Offices speak when something happened: a text with figures and two of these is no novel. */
export function isOfficial(plain: string): boolean {
  return (plain.match(official)?.length ?? 0) >= 2
}

/** Whether a figure is one of a work: the work is named by its title, or enough things of works are that are no people. */
export function isOfWork(
  { plain }: Normalised,
  figure: FigurePlace,
  { places: words, least }: Pick<Context, 'places' | 'least'>,
  mishaps: Places
): boolean {
  if (mishaps.some(({ start }) => start >= figure.from && start < figure.to)) return false
  const named = new Set(words.map(({ start, end }) => plain.slice(start, end)).filter((word) => !people.test(word)))
  return named.size >= least || namesWork(plain.slice(0, figure.end))
}
