import { numberPattern, numeralWords } from './chinese-number.ts'
import type { ClaimKind } from './claim.ts'
import { followBit, leadBit, readFigures, type Figure } from './figures.ts'
import { harmBit } from './harm-words.ts'

const numeral = `\\d${numeralWords}`
/** A figure in brackets behind one in words leaves blanks: 三(3)人. */
const count = String.raw`(?<number>${numberPattern})(?<more>多|余|几|来|好几)?(?:[ "”\]]{1,10})?`
/** 3个 counts people, unless it says how long or what else. */
const people =
  '(?:名(?!单|义|称)|人(?!次(?!日)|份|民币)|位(?!于|置)|号人(?![员物])|个(?!多?月|半?小时|多小时|星期|礼拜|钟头|昼夜|季度|世纪|省|市|县|区|村|镇|乡|国家|州|班|路口|部位|方面|安置|车位|停车)|口|例)'
const persons =
  '环卫工人?|男子|女子|老人|老汉|老太|妇女|女孩|男孩|女童|男童|儿童|小孩|孩子|学生|大学生|工人|民工|司机|驾驶员|乘客|村民|居民|市民|员工|职工|民警|警察|消防员|游客|婴儿|幼儿|少年|行人|骑手|男|女'
const person = `(?:${persons})`
export const figuresOf = readFigures(persons.split('|'))
const gap = String.raw`(?:[^,。;:、!?()\d死亡伤踪困]|\d+(?=旬|岁)|重?伤(?=员|者|重不)){0,16}?`

/*
 * Expressions are tried at every character of a sentence: what looks back stands behind the character that decides.
 */

/** 炸死, 电死: what kills. */
const kills = '炸烧熏撞淹毒致轧压砸摔轰电碾咬踩枪呛闷辗溺药埋击'
/** Done by one to another: 3名男子捅死一人 counts those who did it, unless it says 被 or ends there. */
const slays = '捅杀砍勒掐射打刺踢劈扎'
const killed = `(?:[${kills}]死(?!也|不|里|活|了?[${numeral}])|[${slays}]死(?=了?(?:[,!?的在]|$))|[${kills}${slays}]死(?<=被[^,]{0,9}))`
const died =
  `(?:死亡|身亡|遇难|丧生|罹难|丧命|毙命|殒命|溺亡|遇害|被杀|牺牲|殉职|离世|去世|身故|亡故|不治|断气|咽气|死于|${killed}|亡(?!命|灵|者)` +
  '|(?:无|没有|失去)生命(?:体征|迹象)|失去(?:了)?生命|抢救无效|无[一人](?:生还|幸免)|葬身|命丧|烧成(?:了)?(?:焦?炭|灰)|嘎了|💀|没(?:了?命(?![地的])|[有能]再?醒过?来|[有能]?(?:活下来|挺过来|抢救过来))|丢了?性?命|送了?命|归西|魂断|见了?阎王|殁|(?:全都?|都)走了(?=[,!?]|$)|(?<=[人名位口个子工员民生客者女男童都全已])死(?:了|掉了?)(?=[,!? ]|$)|永远离开|(?:停止|没了|没有)呼吸|没(?:有|能)?救过来)'
/** Stands before its number: 死了3人, 冻死3人. What is said of the living (笑死, 拼死) is left out, and 3死5人伤. */
const killing = `(?:[${kills}${slays}冻饿渴]死|死(?!亡|刑|缓|伤|角|胡同)(?<!(?:[${numeral}]人?|[生该找拼怕装不半至笑气吓累急烦困想热])死))`
const dead = `(?:死亡|死难|遇难|身亡|丧生|罹难|丧命|毙命|殒命|殉职|遇害|${killing})`
const hurt = '(?:受伤|负伤|挂彩|[烧灼炸摔砸烫刺撞咬压]伤|轻重伤|不同程度(?:的)?(?:受)?伤|受了?伤)'
const serious =
  '(?:(?:受|受到了?|受了)?重伤(?!员[^,]{0,8}(?:不治|死|身亡|无效))|(?:受伤|伤势|伤情)(?:较|严|很|十分|非常|危)重|受伤严重|伤势严重|危重|重症|病危|生命垂危|命悬一线)'
const light = '(?:(?:受|受到了?|受了)?轻微?伤|(?:受伤|伤势|伤情)(?:较|很)?轻微?)'
const ends = '(?=[,!? ]|$)'
const lost = `(?:失踪|失联|下落不明|失去联系|联系不[上到]${ends}|音讯全无|生死不明|生死未卜|(?:没有?|未)找到${ends})`
/** 18人仍在搜寻, 3人还没捞上来; who searches is counted by other words: 200名消防员仍在搜救. */
const sought =
  '(?:(?:仍|还|尚|依)(?:然|旧)?(?:正)?(?:在|待)(?:全力|紧急|持续|进一步)?(?:被)?(?:搜寻|搜救|搜索|打捞)|' +
  '(?:没有?|未)(?:能|被)*(?:捞上来|捞到|捞起|打捞上来|打捞到|打捞出水|救上来|救上岸|上岸|寻获|搜到))'
const searchers = '救援|搜救[队人]|消防|队员|官兵|战士|民警|武警|民兵|志愿|蛙人|潜水|医|专家|干部|力量'
const stuck = '(?:被困|被埋|被掩埋)'
const pinned = '[^,。;:、!?()\\d死亡伤踪困]{0,5}?(?:困[在于]|埋在|被压[在住下]|压在)(?![^,]{0,4}(?:身上|肩|心))'
const poisoned = '(?:食物|煤气|一氧化碳|硫化氢|氨气|氯气|沼气|农药|药物|酒精|急性|集体|疑似|轻微|轻度|中度|重度|吸入性?|不同程度)*中毒'
const moved = '(?:疏散|转移安置|转移|撤离|避险转移|紧急避险)'
const treated = '(?:送医|送院|送[往到至][^,。;:、!?()\\d]{0,10}?医院|住院|入院|就医|就诊|收治)(?!.{0,12}(?:不治|无效|身亡|(?<![无未没])死亡))'
const reachWords =
  '人员|人数|总数|总人数|者|群众|居民|师生|学生|员工|旅客|乘客|村民|灾民|受灾|职工|数字|' +
  '了|的|已经|已|达到|达|上升|增加|更新|核实|修正|更正|订正|确认|最终|确定|升|增|到|至|为|是|共计|总计|合计|共|有|大约|约|近|[上过](?=[百千万])|好?[数几](?=[十百千])|或|恐怕?|可能|将|或将|得|怕|' +
  '仍然|仍旧|仍|依然|依旧|目前|暂|现|应|一共|总共|维持|保持|' +
  '逾|超过|超|突破|累计|至少|起码|最少|不下于?|不少于|不低于|不止|高达|多达|计|在|仅|[:"“\\[]'
const reach = `(?:${reachWords}){0,9}`
/** Between 疏散 and its number: whom, from where. */
const moving = `(?:${reachWords}|安置|周边|附近|沿线|下游|低洼|受威胁|受影响|涉险|危险|地带|地区|区域|区内|区|人口|各类|及|和){0,10}`
/** The first of 12-15人; the bounds are read from it. */
const first = `(?:一家)?(?:${numberPattern}(?:名|人|个)?[至到~—–-])?`

export const bitOf: Readonly<Record<ClaimKind, number>> = {
  deaths: harmBit.deaths,
  injuries: harmBit.injuries,
  seriousInjuries: harmBit.injuries,
  lightInjuries: harmBit.injuries,
  missing: harmBit.missing,
  trapped: harmBit.trapped,
  evacuated: harmBit.evacuated,
  poisoned: harmBit.poisoned,
  treated: harmBit.treated
}

const harmedBefore = `(?:(?:受|负)伤|伤(?!亡|势|情|害|心|口|痕)(?<![\\d一二两三四五六七八九十百多余几]人?伤))员?`
/** 夺走3条生命, 3条人命; a life that was saved is none. */
const taken = `夺[走去](?:了)?${count}(?:名|人|位|条)[^,]{0,8}?(?:生命|性命)`
const lives = `(?<!(?:挽救|拯救|救回|救下|救活|抢救|挽回|抢回|守护|保护|换回)(?:了)?)(?!一)${count}条(?:鲜活|年轻|无辜|宝贵|的){0,3}(?:人命|生命|性命)`

/** One way of writing a figure of one kind of harm. */
export interface Pattern {
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

const after = (kind: ClaimKind, verb: string, weak = false): Pattern => atNumber(kind, followBit.counted, `${count}${people}${gap}${verb}`, weak)
const before = (kind: ClaimKind, verb: string, counted = people): Pattern => {
  const bit = bitOf[kind]
  const suits = ({ follows, behind }: Figure): boolean => (follows & followBit.counted) !== 0 && (behind & bit) !== 0
  return anywhere(kind, suits, `${verb}${reach}${first}${count}${counted}`)
}
/** 死亡人数:12, 死亡12,受伤3: a figure that nothing counts, up to the end of its clause. */
const label = (kind: ClaimKind, verb: string): Pattern => {
  const bit = bitOf[kind]
  const suits = ({ follows, behind }: Figure): boolean => (follows & followBit.ended) !== 0 && (behind & bit) !== 0
  return anywhere(kind, suits, `${verb}${reach}${first}(?<number>${numberPattern})(?=[,、)]|$|受伤|[重轻]?伤(?![者员亡])|失踪|失联)`)
}
const one = (kind: ClaimKind, verb: string): Pattern =>
  atNumber(
    kind,
    followBit.person,
    `(?<![第每统同之唯万专\\d零〇一二两三四五六七八九十百])(?<number>[一两二三四五六七八九]|\\d{1,2})${person}${gap}${verb}`
  )
const holders = (kind: ClaimKind, noun: string): Pattern =>
  atNumber(kind, followBit.held, `${count}(?:名|位|具|个)[^,。;:、!?()\\d]{0,6}?${noun}`, true)
/** 3死, 3人死: the harm right behind the number; in 死3伤5 it is the number before. */
const right = (kind: ClaimKind, words: string): Pattern => atNumber(kind, followBit.harmed, `(?<!(?<![${numeral}]人?)[死亡])${count}人?${words}`)

const within = String.raw`[^,。;:、!?()\d]`
const fromOne = `[由从]${within}{0,6}?(?:${numberPattern})(?:名|人|例)?${within}{0,4}?`
/** 核减3人,为9人 */
const less = `核减(?:${numberPattern})(?:名|人|例)?[,后]?`
/** 不是2人,而是3人 */
const notOne = `(?:并?不是|并非)(?:${numberPattern})(?:名|人|例)?[,、]?(?=而是)`
const turned = `(?:而是|(?:升|增|更新|变更|变|更正|修正|核减|核实|核定|调整|修订|订正|上调|下调)${within}{0,4}?(?:为|至|到)|为)`
/** 死亡人数由3人升至5人, 由12人更正为9人: the later of the two. */
const changed = (kind: ClaimKind, noun: string): Pattern => {
  const bit = bitOf[kind]
  return anywhere(
    kind,
    ({ leads, behind }) => (leads & leadBit.change) !== 0 && (behind & bit) !== 0,
    `${noun}(?:人员|人数|总数|者|的|已经?)*(?:${fromOne}|${less}|${notOne})${turned}(?<number>${numberPattern})(?:名|人|例)?`
  )
}

/** In the order in which they are tried: of two for the same words the first counts. */
export const patterns: readonly Pattern[] = [
  changed('deaths', '(?:死亡|遇难|身亡|丧生|罹难)'),
  changed('injuries', '受伤'),
  changed('missing', '(?:失踪|失联)'),
  changed('poisoned', '中毒'),
  after('deaths', died),
  before('deaths', dead),
  before('deaths', '(?:牺牲|杀害|杀了|没(?:有|能)?救过来)', '(?:名|人(?!次|份|民币)|位|个(?=[,!?]|$|人|孩子|工人))'),
  before('deaths', '(?:当场|一下子?|瞬间)(?:就)?没了', '(?:人|口|个(?=[,!?]|$|人|孩子|大人|工人))'),
  atNumber('deaths', followBit.harmed, `${count}(?:个|人)?💀`),
  label('deaths', dead),
  anywhere(
    'deaths',
    ({ leads }) => (leads & leadBit.death) !== 0,
    `(?<![\\d一二两三四五六七八九十百多余几]人?)死(?:亡)?(?<number>${numberPattern})(?:人)?(?=[,、;]?(?:重|轻)?伤)`
  ),
  right('deaths', `死(?=(?:至少|超过|逾|超|约|近)?${numberPattern}(?:多|余)?人?(?:重|轻)?伤|[,。;、!?\\s的]|$|交通|事故|特大|重大|惨|案)`),
  one('deaths', died),
  { ...atNumber('deaths', followBit.counted, `${count}人的?(?:遗体|尸体)`), weak: true },
  { ...before('deaths', '(?:死|遇难|罹难)者中?(?:包括|有|含)(?:了)?', '(?:名|位)'), weak: true },
  holders('deaths', '(?:死者|死难者|遇难者|罹难者|遗体|尸体|死人)'),
  anywhere('deaths', ({ follows, behind }) => (follows & followBit.held) !== 0 && (behind & harmBit.deaths) !== 0, `(?:尸体|遗体)${reach}${count}具`),
  anywhere('deaths', ({ leads }) => (leads & leadBit.taken) !== 0, taken),
  atNumber('deaths', followBit.lives, lives),
  anywhere('deaths', isPair, `${dead}(?:了)?(?<number>[俩仨])`),
  atNumber('deaths', followBit.pair, `(?<number>[俩仨])(?:人|个)?${gap}${died}`),
  atNumber(
    'deaths',
    followBit.counted,
    `${count}(?:名|人|口|个(?:孩子|大人|工人|老人|人|娃|学生|乘客|村民|员工))[^,。;:、!?()\\d死亡伤踪困]{0,4}?(?:没(?:了|气了?)|全没)${ends}`
  ),
  after('seriousInjuries', serious),
  before('seriousInjuries', '(?:重伤|危重|重症|病危)(?:患者|病人|伤员)?'),
  label('seriousInjuries', '(?:重伤|危重|重症)'),
  right('seriousInjuries', '重伤(?!员[^,]{0,8}(?:不治|死|身亡|无效))'),
  one('seriousInjuries', serious),
  after('lightInjuries', light),
  before('lightInjuries', '轻微?伤'),
  label('lightInjuries', '轻微?伤'),
  right('lightInjuries', '轻微?伤'),
  one('lightInjuries', light),
  after('injuries', `(?:${hurt}|伤(?!亡|势|情|员|者|害|心|重不))`),
  before('injuries', harmedBefore),
  label('injuries', harmedBefore),
  anywhere('injuries', isPair, `${harmedBefore}(?:了)?(?<number>[俩仨])`),
  anywhere(
    'injuries',
    ({ leads }) => (leads & leadBit.hurt) !== 0,
    `伤(?<=(?:^|[^${numeral}人])死亡?[${numeral}]{1,6}人?伤)(?<number>${numberPattern})人?(?=[,、)]|$)`
  ),
  right('injuries', '伤(?!亡|势|情|员|者|害|心|重不)'),
  one('injuries', hurt),
  holders('injuries', '(?:伤者|伤员|受伤者)(?![^,]{0,6}(?:不治|死|身亡|无效))'),
  after('missing', lost),
  atNumber(
    'missing',
    followBit.counted,
    `(?<!(?:出动|投入|组织|调集|派出|集结|增派|派)(?:了|共)?)${count}${people}(?:(?!${searchers})[^,。;:、!?()\\d死亡伤踪困]){0,8}?${sought}`
  ),
  before('missing', '(?:失踪|失联|下落不明|失去联系)'),
  label('missing', '(?:失踪|失联)'),
  holders('missing', '(?:失踪者|失联者)'),
  after('trapped', stuck),
  atNumber('trapped', followBit.counted, `${count}${people}${pinned}`),
  atNumber(
    'trapped',
    followBit.counted,
    `${count}${people}${gap}(?:没有?|未|没能|未能)(?:能|被)*(?:救出来?|逃出来?|跑出来|出来|脱险|脱身)${ends}(?!,(?:全部|全都|全|均|都|皆|无[一人])[^,]{0,6}(?:${died}|生还|幸免))`
  ),
  before('trapped', stuck),
  before('trapped', '[埋困压](?:了|着|住了?)'),
  atNumber('trapped', followBit.counted, `${count}(?:名|位)被困`),
  after('poisoned', poisoned),
  before('poisoned', '中毒'),
  one('poisoned', poisoned),
  after('poisoned', '(?:呕吐|腹泻|上吐下泻|拉肚子|头晕|恶心)', true),
  after('evacuated', `(?:被|已|紧急|安全|全部|提前)*${moved}`),
  anywhere(
    'evacuated',
    ({ follows, behind }) => (follows & followBit.counted) !== 0 && (behind & harmBit.evacuated) !== 0,
    `${moved}${moving}(?:(?:${numberPattern})[余多]?户(?:居民|群众|[,、])?(?:共|约|计)?)?${count}${people}`
  ),
  after('treated', treated),
  before('treated', '(?:送医|送院|住院|入院|就医|就诊|收治)(?:治疗|救治|观察)?(?:患者|病人|伤员|伤者)?')
]

function isPair({ follows }: Figure): boolean {
  return (follows & followBit.pair) !== 0
}
