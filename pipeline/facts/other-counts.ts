/** What a figure counts that is in no danger here and now, and whether a study or a statistic does so. */
export interface OtherCount {
  readonly why: string
  readonly kind: 'statistic' | 'other'
}

/**
 * Why a figure counts no people in danger here and now: those whom a cemetery holds, whom a study reckons, who miss a match, who
 * are "missing" in a manner of speaking, who wait in traffic. Null: nothing says so. A danger in the same sentence outweighs.
 */
export function otherCount(sentence: string, start: number, end: number): OtherCount | null {
  const claim = sentence.slice(start, end)
  const upTo = sentence.slice(Math.max(0, start - reach), start)
  if (study.test(upTo) || births.test(sentence) || (claim.includes('例') && summed.test(upTo + claim)))
    return { why: '研究或统计数字', kind: 'statistic' }
  const why = noDanger(sentence, claim, start, end)
  return why === null ? null : { why, kind: 'other' }
}

function noDanger(sentence: string, claim: string, start: number, end: number): string | null {
  if (quoted.test(sentence.slice(Math.max(0, start - 1), end + 1))) return '引号里的说法，未必真有其事'
  if (danger.test(sentence)) return null
  if (buried.test(clauseOf(sentence, start, end))) return '纪念文字中的人数'
  if (donated.test(sentence)) return '捐献者，不是眼前的伤亡'
  if (stuck.test(claim) && crowded.test(sentence)) return '滞留，未见险情'
  if (plainDeath.test(claim)) return null
  if (sports.test(sentence) && unfit.test(sentence.slice(start))) return '赛场上的说法'
  return markets.test(sentence) ? '比喻的说法' : null
}

function clauseOf(sentence: string, start: number, end: number): string {
  const to = sentence.indexOf(',', end)
  return sentence.slice(sentence.lastIndexOf(',', start) + 1, to < 0 ? sentence.length : to)
}

const reach = 40
const danger =
  /爆炸|爆燃|起火|着火|失火|火灾|大火|浓烟|坍塌|倒塌|垮塌|塌|埋压|洪|淹|溺|矿井|隧道|坠|撞|追尾|翻|泄漏|中毒|毒气|雷击|触电|停电|断电|进水|积水|踩踏|地震|沉|滑坡|泥石流|电梯|缆车|索道|砍|捅|枪击|袭击|殴打|救援|抢救|送医|猝死/
const quoted = /["“「『'‘](?:被?失踪|失联|阵亡|牺牲|死亡|被困|被埋|遇难|受伤|死)["”」』'’]/
const buried = /安葬|长眠|祭扫|缅怀|铭刻|镌刻|瞻仰|敬献|英烈|忠魂/
const study =
  /(?:研究(?![所院室生员中])|论文|学者|科学家)[^,。;]{0,6}(?:称|显示|表明|指出|发现|估算|估计|认为)|全世界|全球(?!最|首|第|知名|著名|连锁|总部|购)|世界范围/
const births = /出生[^。;]{0,12}死亡|人口(?:自然|负|正|出生|死亡|变动)|死亡率/
const summed = /累计/
const sports =
  /球队|球员|球迷|[足篮排羽网]球|女足|男足|国足|女排|男篮|联赛|比赛|赛事|马拉松|外援|主力|首发|赛季|客场|主场|战队|门将|[^部军舰连纵防援]队(?:今|昨|伤|缺|以)/
const unfit = /伤停|缺阵|伤缺|伤退|退赛|报销|停赛|下场|阵亡|因伤|复出/
const markets = /股民|散户|基民|套牢|大盘|币圈|钱包|脑细胞|哈哈/
/** What nobody says in jest. */
const plainDeath = /死亡|遇难|身亡|丧生|罹难/
const donated = /(?:器官|遗体|角膜|造血干细胞)[^。;]{0,6}捐|捐献者|肝移植|肾移植|心脏移植/
const stuck = /被困/
const crowded = /演唱会|音乐节|停车场|堵车|拥堵|[早晚]高峰|散场|晚点|延误|车流|排队/
