import { describe, expect, test } from 'vitest'
import { statedFacts, type FactName } from '../../../core/assessment.ts'
import type { Instant } from '../../../core/instant.ts'
import { readCasualties } from '../../../pipeline/facts/read-casualties.ts'
import { normalise } from '../../../pipeline/steps/normalise.ts'

/** How tolls are written, each beside what looks like it and is none. The figures are all that the text may state. */

const published = '2026-11-24T04:00:00.000Z' as Instant

type Figures = Partial<Record<FactName, number>>

function read(text: string): Figures {
  const { facts } = readCasualties(normalise({ title: null, text }), published)
  return Object.fromEntries(statedFacts(facts).map(([name, fact]) => [name, fact.value]))
}

function states(text: string, expected: Figures): void {
  expect(read(text)).toEqual(expected)
}

describe('what is denied is no figure, what is asserted beside it is', () => {
  test.each<[string, Figures]>([
    ['网传“死了30人”不实，该起火灾共造成2人死亡、4人轻伤。', { deaths: 2, injuries: 4 }],
    ['网传死亡30人系谣言，实际死亡4人。', { deaths: 4 }],
    ['网传“仓库烧死15人”不实，火灾造成1人死亡。', { deaths: 1 }],
    ['警方辟谣：“死亡80人”为谣言，目前确认死亡人数为7人。', { deaths: 7 }],
    ['编造“死了60人”的网民被拘，事故实际5人遇难。', { deaths: 5 }],
    ['死亡4人不实，实为14人。', { deaths: 14 }],
    ['并非9人死亡，而是4人。', { deaths: 4 }],
    ['更正：此前报道火灾死亡7人有误，实际死亡人数为5人。', { deaths: 5 }],
    ['网传该厂爆炸致9人死亡，系谣言。', {}],
    ['先说是谣言，后来承认死了6人。', { deaths: 6 }],
    ['火灾造成3人死亡，起火原因的网传说法不实。', { deaths: 3 }],
    ['警方：2人死亡属实。', { deaths: 2 }]
  ])('%s', states)
})

describe('a number that is negated, doubted or of others', () => {
  test.each<[string, Figures]>([
    ['没有造成4人死亡。', {}],
    ['火灾未造成15人死亡。', {}],
    ['并没有4人死亡。', {}],
    ['4人死亡一说纯属捏造。', {}],
    ['4人死亡的说法不属实。', {}],
    ['根本没有什么40人遇难。', {}],
    ['哪来的40人遇难。', {}],
    ['40名死者家属在门口等候。', {}],
    ['12名遇难者的家属已抵达。', {}],
    ['不仅造成4人死亡，还有2人受伤。', { deaths: 4, injuries: 2 }],
    ['由于没有及时逃离，造成4人死亡。', { deaths: 4 }],
    ['造成4人死亡，系错误操作所致。', { deaths: 4 }],
    ['造成4人死亡，有误诊嫌疑。', { deaths: 4 }],
    ['散布谣言，称火灾致4人死亡。', {}],
    ['谁说死了40人。', {}],
    ['有没有造成4人死亡？', { deaths: 4 }],
    ['未戴安全帽的2人死亡。', { deaths: 2 }],
    ['12名遇难者遗体已找到。', { deaths: 12 }],
    ['火灾造成1e9人死亡。', {}],
    ['死亡人数：-5人死亡。', {}],
    ['厂房爆炸-5人死亡。', { deaths: 5 }]
  ])('%s', states)
})

describe('an earlier report is no earlier event', () => {
  test.each<[string, Figures]>([
    ['此前公布的2名失联人员均已找到，确认遇难，死亡总数为9人。', { deaths: 9 }],
    ['此前11人死亡，今日再增3人。', { deaths: 14 }],
    ['八年前那场爆炸死了95人，昨晚同一地点又爆炸，死亡6人。', { deaths: 6 }],
    ['此前该厂曾发生爆炸，造成6人死亡。', {}]
  ])('%s', states)
})

describe('labels', () => {
  test.each<[string, Figures]>([
    ['死亡人数：13。', { deaths: 13 }],
    ['死亡人数为十三。', { deaths: 13 }],
    ['死亡：13\n受伤：47', { deaths: 13, injuries: 47 }],
    ['死亡13，受伤4。', { deaths: 13, injuries: 4 }],
    ['烧死13。', { deaths: 13 }],
    ['死者13人。', { deaths: 13 }],
    ['死者共四名，均为男性。', { deaths: 4 }],
    ['死难者13名。', { deaths: 13 }],
    ['遇难者增至二十六人。', { deaths: 26 }],
    ['死3伤14。', { deaths: 3, injuries: 14 }],
    ['死亡率13%。', {}],
    ['死亡证明3份。', {}],
    ['死亡2015年。', {}],
    ['受伤13天后出院。', {}]
  ])('%s', states)
})

describe('bounds and ranges', () => {
  test.each<[string, Figures]>([
    ['死亡21人以上。', { deaths: 21 }],
    ['21人以上死亡。', { deaths: 21 }],
    ['死亡不下21人。', { deaths: 21 }],
    ['死亡起码21人。', { deaths: 21 }],
    ['死亡13-16人。', { deaths: 16 }],
    ['死亡13～16人。', { deaths: 16 }],
    ['死亡在13至16人之间。', { deaths: 16 }],
    ['造成3人以上死亡的，是较大事故。', {}],
    ['重大火灾，死亡21人以上。', { deaths: 21 }],
    ['导致12人以上死亡的重特大交通事故中，长途客运占一半。', {}],
    ['造成10人以上30人以下死亡。', {}]
  ])('%s', states)
})

describe('about so many', () => {
  test.each<[string, Figures]>([
    ['死了31来人。', { deaths: 31 }],
    ['死了40来个人。', { deaths: 40 }],
    ['死了十二三个人。', { deaths: 12 }],
    ['死了七八个人。', { deaths: 7 }],
    ['死了十几个。', { deaths: 10 }],
    ['三四十人受伤。', { injuries: 30 }],
    ['死了几个人。', {}],
    ['数十人受伤。', { injuries: 20 }],
    ['已有几十名工人遇难。', { deaths: 20 }],
    ['好几百人失踪。', { missing: 200 }],
    ['村里死了好几十个。', { deaths: 20 }],
    ['矿上死了十好几个。', { deaths: 11 }],
    ['死亡或超30人。', { deaths: 30 }],
    ['死亡人数可能已超过40人。', { deaths: 40 }],
    ['死亡人数恐达50人。', { deaths: 50 }],
    ['死亡人数过百。', { deaths: 100 }],
    ['数十人死伤。', { deaths: 20 }],
    ['数人受伤。', {}],
    ['几个人死伤。', {}],
    ['死亡或重伤3人以上的事故。', {}],
    ['每几十人受伤才有一例。', {}],
    ['若泄漏，死亡人数可能超过40人。', {}],
    ['三四个人笑死了。', {}],
    ['三四个人死了。', { deaths: 3 }]
  ])('%s', states)
})

describe('numerals', () => {
  test.each<[string, Figures]>([
    ['死亡叁拾壹人。', { deaths: 31 }],
    ['死亡壹拾贰人。', { deaths: 12 }],
    ['死亡卅人。', { deaths: 30 }],
    ['廿五人受傷。', { injuries: 25 }],
    ['死亡3百人。', { deaths: 300 }],
    ['死亡十二（12）人。', { deaths: 12 }],
    ['烧死仨人。', { deaths: 3 }],
    ['死了俩。', { deaths: 2 }],
    ['大陆人士遇难。', {}],
    ['队伍人员受伤。', {}]
  ])('%s', states)
})

describe('from, to, and on top', () => {
  test.each<[string, Figures]>([
    ['死亡人数由昨日的16人上升为18人。', { deaths: 18 }],
    ['失联人数由此前的17人更新为23人。', { missing: 23 }],
    ['死亡9人，今天又有3人伤重不治。', { deaths: 12 }],
    ['本日新增死亡2人，累计19人。', { deaths: 19 }],
    ['昨日通报死亡2人，今晨1名重伤员不治，目前死亡3人。', { deaths: 3 }],
    ['死亡人数核减3人，为8人。', { deaths: 8 }],
    ['遇难人数最终确定为13人。', { deaths: 13 }]
  ])('%s', states)
})

describe('several of one kind in a sentence', () => {
  test.each<[string, Figures]>([
    ['前车2人死亡，后车4人死亡。', { deaths: 6 }],
    ['司机死亡，乘客2人死亡。', { deaths: 3 }],
    ['两起事故：东村3人死亡，西村2人死亡。', { deaths: 5 }],
    ['共造成5人死亡，其中前车2人死亡，后车3人死亡。', { deaths: 5 }],
    ['已造成2人死亡，目前3人死亡。', { deaths: 3 }]
  ])('%s', states)
})

describe('verbs of dying', () => {
  test.each<[string, Figures]>([
    ['电死13人。', { deaths: 13 }],
    ['碾死一名4岁男童。', { deaths: 1 }],
    ['咬死2人。', { deaths: 2 }],
    ['歹徒捅死3人。', { deaths: 3 }],
    ['一名男子被电死。', { deaths: 1 }],
    ['已死13人。', { deaths: 13 }],
    ['死了3个工人。', { deaths: 3 }],
    ['杀害2人。', { deaths: 2 }],
    ['13人已无生命体征。', { deaths: 13 }],
    ['13人殒命。', { deaths: 13 }],
    ['13人断气。', { deaths: 13 }],
    ['13人抢救无效。', { deaths: 13 }],
    ['夺走13条生命。', { deaths: 13 }],
    ['五条人命啊。', { deaths: 5 }],
    ['车上13名工人无一生还。', { deaths: 13 }],
    ['塌了，13个孩子没了。', { deaths: 13 }],
    ['爆炸后13名工人无一幸免。', { deaths: 13 }],
    ['考试太难，40个同学无一幸免。', {}],
    ['3个轮胎没气了。', {}],
    ['牺牲了3个周末。', {}],
    ['抓捕中牺牲2人。', { deaths: 2 }],
    ['三个人挤死了。', {}],
    ['3名男子捅死1人。', { deaths: 1 }],
    ['3名男子捅死邻居老汉。', {}],
    ['3名男子被人捅死。', { deaths: 3 }],
    ['3名男子打死也不承认。', {}],
    ['死了3个月。', {}],
    ['那是一条生命。', {}],
    ['脚被压没了，1名工人。', {}],
    ['13个车位没了。', {}],
    ['消防员挽救了13条生命。', {}],
    ['拼死救出3人。', {}],
    ['笑死3个人。', {}],
    ['13人走了。', {}]
  ])('%s', states)
})

describe('the named and the related', () => {
  test.each<[string, Figures]>([
    ['张某、李某、王某死亡。', { deaths: 3 }],
    ['司机王某（男，45岁）死亡，3名乘客受伤。', { deaths: 1, injuries: 3 }],
    ['事故造成4人死亡，司机王某当场死亡。', { deaths: 4 }],
    ['一对夫妻煤气中毒双双身亡。', { deaths: 2 }],
    ['夫妻双双遇难。', { deaths: 2 }],
    ['母子俩当场死亡。', { deaths: 2 }],
    ['三姐妹遇难。', { deaths: 3 }],
    ['31岁男子死亡。', { deaths: 1 }],
    ['张某某因病去世的父亲曾任厂长。', {}],
    ['张某与李某发生口角。', {}]
  ])('%s', states)
})

describe('the injured', () => {
  test.each<[string, Figures]>([
    ['爆炸后47人送医。', { injuries: 47 }],
    ['爆炸后47人被送往医院救治。', { injuries: 47 }],
    ['爆炸累计送医一百六十三人，其中重症三十一人。', { injuries: 163, seriousInjuries: 31 }],
    ['爆炸后住院治疗人员115人，其中危重6人、重症11人。', { injuries: 115, seriousInjuries: 17 }],
    ['泄漏致1人死亡，37人入院治疗，其中8人伤势严重。', { deaths: 1, injuries: 37, seriousInjuries: 8 }],
    ['爆炸后住院治疗721人，其中重症58人（危重25人，重症33人）。', { injuries: 721, seriousInjuries: 58 }],
    ['3人病危。', { injuries: 3, seriousInjuries: 3 }],
    ['1人送医后不治身亡。', { deaths: 1 }],
    ['该院去年收治3000人。', {}],
    ['流感患者46人住院。', {}],
    ['食物中毒后46人住院。', { poisoned: 46 }]
  ])('%s', states)
})

describe('the trapped and the missing', () => {
  test.each<[string, Figures]>([
    ['爆炸后47人困在楼里。', { trapped: 47 }],
    ['46人被压在下面。', { trapped: 46 }],
    ['尚有47人联系不上。', { missing: 47 }],
    ['24人被困井下，已救出13人，仍有11人被困。', { trapped: 11 }],
    ['3名业主联系不上开发商。', {}],
    ['3名民警救起一只压在石下的猫。', {}],
    ['坍塌被困的7人全部救出。', {}],
    ['失联的3人已平安找到。', {}],
    ['失联3人，已找到1人。', { missing: 3 }],
    ['被困7人，已救出3人。', { trapped: 7 }],
    ['失联3人，尚未找到。', { missing: 3 }],
    ['被困7人，正全力营救。', { trapped: 7 }]
  ])('%s', states)
})

describe('the moved', () => {
  test.each<[string, Figures]>([
    ['暴雨，紧急转移安置13万人。', { evacuated: 130_000 }],
    ['已紧急疏散周边居民5700余人。', { evacuated: 5700 }],
    ['转移途中2人受伤。', { injuries: 2 }],
    ['转移至3个安置点。', {}]
  ])('%s', states)
})

describe('money and area without their last word', () => {
  test.each<[string, Figures]>([
    ['经济损失3000万。', { lossYuan: 30_000_000 }],
    ['损失达叁仟万元。', { lossYuan: 30_000_000 }],
    ['损失三千多万。', { lossYuan: 30_000_000 }],
    ['过火面积两千平。', { areaSquareMetres: 2000 }],
    ['经济损失3000万美元。', {}],
    ['损失惨重，3000。', {}]
  ])('%s', states)
})

describe('hearsay', () => {
  test.each([
    ['据说死了21人。', 21],
    ['朋友圈传死了21个。', 21],
    ['群里都在说死了3个人。', 3]
  ])('%s', (text, value) => {
    expect(readCasualties(normalise({ title: null, text }), published).facts.deaths).toMatchObject({ value, basis: 'hearsay' })
  })
})

describe('who was not brought out of the water yet', () => {
  test.each<[string, Figures]>([
    ['23人落水，5人获救，18人仍在搜寻。', { missing: 18 }],
    ['18人还没捞上来。', { missing: 18 }],
    ['2名落水人员仍在打捞。', { missing: 2 }],
    ['9人落水，救起4人，其余仍在搜救。', { missing: 5 }],
    ['9人落水。救援船救起4人，1人死亡。其余人员下落不明。', { deaths: 1, missing: 4 }],
    ['二十多人落水，目前只救上来5人。', { missing: 15 }],
    ['7人落水，4人已上岸，搜救仍在进行。', { missing: 3 }],
    ['7人落水，7人获救，搜救工作结束。', {}],
    ['7人落水，全部获救。', {}],
    ['3人落水，市民救起3人。', {}],
    ['200名消防员仍在搜救。', {}],
    ['出动300人仍在搜救。', {}],
    ['一旦7人落水，只救上来2人就晚了。', {}]
  ])('%s', states)
})

describe('what a later clause tells of those who were counted before', () => {
  test.each<[string, Figures]>([
    ['火灾中九位老人没能跑出来，全部遇难。', { deaths: 9 }],
    ['11人没来得及跑，都死了。', { deaths: 11 }],
    ['搜救出4人，均已死亡。', { deaths: 4 }],
    ['救出4人，经确认均已无生命体征。', { deaths: 4 }],
    ['坠河的车上有7人，无一生还。', { deaths: 7 }],
    ['6人送医，均抢救无效死亡。', { deaths: 6 }],
    ['8人获救，全部平安，起火楼内无人死亡。', { deaths: 0 }],
    ['5人受伤，均无生命危险。', { injuries: 5 }],
    ['出动20人，鱼全都死了。', {}],
    ['3人死亡，死者均为女性。', { deaths: 3 }]
  ])('%s', states)
})

describe('the dead in other words', () => {
  test.each<[string, Figures]>([
    ['火灾中4人葬身火海。', { deaths: 4 }],
    ['车祸，两人命丧黄泉。', { deaths: 2 }],
    ['大火过后，2人被烧成焦炭。', { deaths: 2 }],
    ['车祸，4人💀。', { deaths: 4 }],
    ['车祸，三人嘎了。', { deaths: 3 }],
    ['爆炸，当场没了两个。', { deaths: 2 }],
    ['一家四口煤气中毒全都走了。', { deaths: 4, poisoned: 4 }],
    ['坠河的车上8人无人生还。', { deaths: 8 }],
    ['火灾中2人被救出时已无生命体征。', { deaths: 2 }],
    ['开会到很晚，5个人都走了。', {}],
    ['火灾，3人没了命。', { deaths: 3 }],
    ['车祸，两人丢了性命。', { deaths: 2 }],
    ['沼气爆炸，3人魂断井下。', { deaths: 3 }],
    ['车祸后，4人没能醒来。', { deaths: 4 }],
    ['火灾，一家五口全没。', { deaths: 5 }],
    ['看完片子，3人没能醒来。', {}],
    ['狗追着2人没命地跑。', {}],
    ['死亡人数仍为4人，无新增死亡。', { deaths: 4 }],
    ['死亡人数目前是4人。', { deaths: 4 }],
    ['死亡人数已由2人增加到4人。', { deaths: 4 }],
    ['死亡人数不是2人而是4人。', { deaths: 4 }],
    ['更正：此前报道的火灾死亡20人应为2人。', { deaths: 2 }],
    ['火灾后，3人遗体被找到。', { deaths: 3 }],
    ['火灾遇难者为一家四口。', { deaths: 4 }],
    ['车祸死者系夫妻和其女儿。', { deaths: 3 }],
    ['更正：火灾死亡人数应为2人。', { deaths: 2 }]
  ])('%s', states)
})

describe('people of several sorts are added up', () => {
  test.each<[string, Figures]>([
    ['死者为3名成年人、2名儿童。', { deaths: 5 }],
    ['三名大人和一名儿童死亡。', { deaths: 4 }],
    ['夫妻二人及其幼女死亡。', { deaths: 3 }],
    ['老两口和孙女都没救过来。', { deaths: 3 }],
    ['司机和2名乘客死亡。', { deaths: 3 }],
    ['父母和两个孩子全部遇难。', { deaths: 4 }],
    ['夫妻和女儿全部遇难。', { deaths: 3 }],
    ['死亡2名工人、3名学生受伤。', { deaths: 2, injuries: 3 }],
    ['两名男子和一名女子受伤，1人死亡。', { deaths: 1, injuries: 3 }],
    ['10人伤亡，其中4人死亡。', { deaths: 4, injuries: 6 }],
    ['20人受伤，另有6人轻伤。', { injuries: 26 }],
    ['2名老人、3名儿童及1名护工遇难。', { deaths: 6 }],
    ['烧死老两口和孙子。', { deaths: 3 }],
    ['死者包括2名儿童和3名成人。', { deaths: 5 }],
    ['造成6人死亡，死者中有2名儿童。', { deaths: 6 }],
    ['爆炸伤亡10人，其中死亡3人。', { deaths: 3, injuries: 7 }]
  ])('%s', states)
})

describe('households beside people', () => {
  test.each<[string, Figures]>([
    ['紧急转移群众1000余户3200人。', { evacuated: 3200 }],
    ['转移安置1000户、3200人。', { evacuated: 3200 }]
  ])('%s', states)
})

describe('a sum over a country or a year is not of the event', () => {
  test.each<[string, Figures]>([
    ['火灾死亡3人，今年全国火灾已累计死亡1200人。', { deaths: 3 }],
    ['火灾死亡3人，为今年全国火灾死亡总数1200人再添一笔。', { deaths: 3 }],
    ['今年第3起火灾，死亡4人。', { deaths: 4 }],
    ['今年以来全国火灾死亡1200人，昨天该厂起火又死亡3人。', { deaths: 3 }],
    ['今年以来，今天公布的数据显示，全市火灾死亡30人。', {}],
    ['暴雨已致全市累计死亡12人。', { deaths: 12 }]
  ])('%s', states)
})

describe('who says it weighs, within one sentence too', () => {
  test.each(['网传火灾死亡20人，官方通报为3人', '网传火灾死亡20人。官方通报为3人。', '网传火灾死亡20人，实际为3人', '官方通报死亡3人，网传死亡20人'])(
    'an office before hearsay, which is told as a conflict: %s',
    (text) => {
      const { facts } = readCasualties(normalise({ title: null, text }), published)

      expect(facts.deaths).toMatchObject({ value: 3, conflicts: [{ value: 20, why: 'hearsay' }] })
    }
  )
})

test('the area of a fire', () => {
  expect(read('发生火灾，面积达1500㎡。')).toEqual({ areaSquareMetres: 1500 })
})
