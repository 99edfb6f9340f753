/** Signs of a number in words, those of cheques and the short ones of speech too. */
const sign = '零〇一二两俩仨三四五六七八九十廿卅百千万亿壹贰叁肆伍陆柒捌玖拾佰仟'
const big = '十百千万亿拾佰仟'
const person =
  '学生|工人|孩子|儿童|小孩|老人|村民|居民|市民|农民工|民工|男子|女子|司机|乘客|民警|消防员|教师|老师|师生|群众|游客|矿工|员工|职工|伤者|死者'
const harm = '死亡|遇难|身亡|受伤|重伤|轻伤|失联|失踪|被困|中毒|伤亡|伤者|死者|伤员'
/** Of people and the hurt, whatever the number; 第二人民医院, 二人转 and 个人信息 count nobody. */
const ofPeople = `个?人(?![民类转一])|名(?![单字额])|位(?![数置于一])|个(?:${person})|${person}|死(?![角结板胡机])|伤(?![寒感])|亡|具|例|栋|幢|艘|辆`
/** What 一 and 四 stand before in other senses (一起, 一条, 四起): only from a number with 十, 百, 千 or 万. */
const ofThings = `条|件|起|宗|家|户|次|倍|吨|亩|元|万元`
/** Of time, age, distance and place names, which are no count of anything hurt: 十余年, 近百公里. */
const ofOthers = `(?!个?(?:年|月|日|天|周|小时|分钟|秒|点|时|岁|层|楼|米|公里|号|路|届))`
/** 万人空巷, 九死一生: no figure is meant. */
const idioms = /万人空巷|九死一生|一死了之|三人成虎|三人行|千人一面|万家灯火|千家万户|百家争鸣|两死一活|一人一[策档码事]|一名不文|张三|李四|王五/gu

const forms = [
  `[${sign}]+(?:余|多|几|来)?(?:${ofPeople})`,
  `[${sign}]*[${big}][${sign}]*(?:余|多|几)?(?:${ofThings})`,
  `(?:[两三五六七八九]起(?=[事案火投纠交舆类同])|[二两三四五六七八九]户)`,
  `百分之[${sign}点]+|[${sign}]+分之[${sign}]+|[一二两三四五六七八九]成(?![为立员不果功本就长都])`,
  `(?:近|数|几|逾|超|约|(?<![通经不])过|(?<![以网路街晚早身线会])上)[百千万亿]+(?:余|多)?${ofOthers}`,
  `(?:数|几|逾|约)十(?:余|多)?${ofOthers}`,
  `[${sign}]*[${big}](?:余|多(?!亏|半)|几(?!乎))${ofOthers}`,
  `(?<=(?:${harm})(?:人数|人员)?(?:已|为|达到?|增至|升至|共|约|近|超过|至少|仅|：|:)*)[${sign}]+(?![${sign}定些起])`,
  `双双?(?:身|死)?亡`
]
/** Whole numbers, none of an order: 第二人, 十二 out of 二十二. */
const said = new RegExp(`(?<![第${sign}])(?:${forms.join('|')})`, 'gu')

/**
 * The figures that a text tells in Chinese numerals, as it puts them: 十二人, 近百, 三死, 百余. A number that counts nothing, as in 三角公园,
 * 十分, 第二, 四川路 or 二十四小时, is none. Pure.
 */
export function saidFigures(text: string): string[] {
  return text.replace(idioms, (words) => '　'.repeat(words.length)).match(said) ?? []
}
