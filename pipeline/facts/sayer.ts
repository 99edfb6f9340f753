import type { FactBasis } from '../../core/assessment.ts'
import { tableOf } from '../names/character-table.ts'

/** Who was told, or tells without an office. */
const hearsay = [
  '网传|传言|据传|盛传|疯传|听说|据说|听闻|爆料|小道消息|朋友圈|微信群|群里|(?:都在|有人|听人)(?:传|说)|传(?=死)|未经证实|未(?:获|经)(?:官方)?证实',
  '(?:网友|网民|目击者|目击群众|知情人|知情者|路人|家属|亲属|村民|居民|群众|工友|邻居|市民|店主|商户|老板|路过的人)' +
    '[^,。;:()]{0,8}(?:称|说|表示|透露|反映|发帖|介绍|告诉|讲述|回忆)'
].join('|')
/** Where the words of others end: what follows is what the report says itself. */
const over = '(?:谣言|不实|不属实)(?=["”]?[,)]|$)|实际|实为|而是|经(?:核实|核查|查证?|调查|了解)|该起|共造成|(?:官方|后来|最终)?承认'
/** Who speaks for an authority. */
const official = [
  '通报|公安|警方|官方|应急管理|消防(?:救援|支队|大队|总队|部门)|卫健|卫生(?:健康|厅|局|部门)|指挥部|发布会|宣传部',
  '人民政府|[市区县州省]政府|政府办|应急办|安监|交警|地震局|民政|新华社|国务院|街道办|办事处|管委会|部门(?:证实|确认|介绍|统计)'
].join('|')
const sayers = new RegExp(`(?<hearsay>${hearsay})|(?<over>${over})|${official}`, 'y')
/** Characters that one of them begins with. The expression is tried at these alone: it has many branches. */
const beginnings = tableOf(
  '都有谣不辟实而经该共承后最群朋微网传据盛疯听爆小未目知路家亲村居群工邻市店商老通公警官应消卫指发宣人区县州省政安交地民新国街办管部'
)
/** Words by which a text takes a rumour back. */
const denied = /辟谣|谣言|不实|不属实|失实|误传|捏造|子虚乌有|并非事实|纯属|虚假信息/

/** Tells who says what follows a place of the sentence: the last one named before it. Null: the report itself. */
export function sayersOf(sentence: string): (place: number) => FactBasis | null {
  let named: readonly Sayer[] | undefined
  return (place) => {
    named ??= sayersIn(sentence)
    return named.findLast(({ at }) => at < place)?.basis ?? null
  }
}

interface Sayer {
  readonly at: number
  readonly basis: FactBasis | null
}

function sayersIn(sentence: string): Sayer[] {
  const found: Sayer[] = []
  for (let at = 0; at < sentence.length; at++) {
    if (beginnings[sentence.charCodeAt(at)] !== 1) continue
    sayers.lastIndex = at
    const match = sayers.exec(sentence)
    if (match === null) continue
    found.push({ at, basis: basisOf(match, found) })
    at += match[0].length - 1
  }
  return found
}

/** Behind 实际 the words are again those of the office that spoke before, or of the report. */
function basisOf(match: RegExpExecArray, before: readonly Sayer[]): FactBasis | null {
  if (match.groups?.['hearsay'] !== undefined) return 'hearsay'
  return match.groups?.['over'] === undefined || before.some(({ basis }) => basis === 'official') ? 'official' : null
}

export function isDenied(text: string): boolean {
  return denied.test(text)
}
