import { beforeAll, describe, expect, test } from 'vitest'
import { assessorFor, nowhereInParticular, tianjin } from '../../support/assess-knowledge.ts'

type Assess = Awaited<ReturnType<typeof assessorFor>>
let city: Assess
let national: Assess

beforeAll(async () => {
  city = await assessorFor(tianjin)
  national = await assessorFor(nowhereInParticular)
})

/** Names of ours with the division they are read as. */
function ours(text: string, source = '某站'): string[] {
  return city({ text, source }).places.flatMap((place) => (place.ours && place.code !== null ? [`${place.text} ${place.code}`] : []))
}

describe('a district by its bare name', () => {
  test.each([
    ['东丽有商户占道经营。', '东丽 120110'],
    ['他家住西青。', '西青 120111'],
    ['红桥一宾馆起火。', '红桥 120106'],
    ['南开某小区停水三天。', '南开 120104'],
    ['今晨，河东3人被困电梯。', '河东 120102'],
    ['河西有人持刀伤人。', '河西 120103'],
    ['和平发生一起车祸。', '和平 120101'],
    ['大港一工厂爆炸。', '大港 120116'],
    ['保税区一仓库爆炸。', '保税区 120116'],
    ['东疆一堆场起火。', '东疆 120116']
  ])('counts at the head of what is reported: %s', (text, place) => {
    expect(ours(text)).toEqual([place])
  })

  test.each([
    ['天津和平的商场起火。', '和平 120101'],
    ['天津市民说，在南开、河西都停水了。', '河西 120103'],
    ['住在红桥，天津的冬天真冷。', '红桥 120106'],
    ['天津开发区和高新区都停电。', '高新区 120116'],
    ['武清和生态城的燃气停了。', '生态城 120116']
  ])('counts beside another place of ours: %s', (text, place) => {
    expect(ours(text)).toContain(place)
  })

  test('counts in a source of ours', () => {
    expect(ours('开发区一厂房爆炸。', '北方网')).toEqual(['开发区 120116'])
    expect(ours('开发区一厂房爆炸。')).toEqual([])
  })

  test.each([
    ['peace', '和平示威引发冲突，多人受伤。'],
    ['peace beside us', '天津和平发展论坛今日开幕。'],
    ['peace wished for', '天津市民呼吁和平，反对战争。'],
    ['a proverb', '三十年河东，三十年河西，一工厂倒闭了。'],
    ['a saying', '河东狮吼，邻居报警。'],
    ['a corridor', '河西走廊大风，3人受伤。'],
    ['a way', '和平一直是他的愿望。'],
    ['a zone of nobody', '开发区一厂房爆炸。'],
    ['another city before it', '长沙河西一工地坍塌。'],
    ['another city after it', '河东一工地坍塌，临沂警方通报。'],
    ['a town of that name', '和平镇发生泥石流。'],
    ['a road of that name', '和平路发生车祸。']
  ])('does not count as %s: %s', (_, text) => {
    expect(ours(text).filter((place) => !place.startsWith('天津'))).toEqual([])
  })

  test('in a source of another city it is not ours', async () => {
    const assess = await assessorFor(tianjin, undefined, [{ id: 'paper', name: '某地晚报', mediaTier: 'city', region: '3713' }])

    expect(assess({ text: '河东一厂房爆炸。', source: '某地晚报' }).places.some((place) => place.ours)).toBe(false)
  })

  test('a desk of the whole country knows no bare names', () => {
    expect(national({ text: '南开一饭店起火。' }).places).toEqual([])
  })
})

describe('what everybody here knows', () => {
  test.each([
    ['大港油田一处井口着火。', '大港油田 120116'],
    ['盘山景区缆车停运。', '盘山景区 120119'],
    ['南翠屏公园有人溺水。', '南翠屏公园 120104'],
    ['八里台立交桥积水。', '八里台立交桥 120104'],
    ['津蓟高速多车相撞。', '津蓟高速 12'],
    ['海河里漂着死鱼。', '海河 12'],
    ['空港经济区一仓库起火。', '空港经济区 120116'],
    ['佳荣里一小区停水。', '佳荣里 120113']
  ])('%s', (text, place) => {
    expect(ours(text)).toEqual([place])
  })

  test.each([
    ['天津解放南路塌陷。', '解放南路 120103'],
    ['河西区解放南路塌陷。', '解放南路 120103']
  ])('a road that other cities have too counts beside us: %s', (text, place) => {
    expect(ours(text)).toContain(place)
  })

  test.each(['解放南路塌陷。', '西安解放南路塌陷。', '翠屏公园有人溺水。'])('and not elsewhere: %s', (text) => {
    expect(ours(text)).toEqual([])
  })

  test('a road of another district of ours is that district’s', () => {
    expect(ours('武清区友谊路一饭店爆炸。')).toEqual(['武清区 120114'])
  })

  test('我区 ends before the road, whatever the source', () => {
    expect(city({ text: '我区黄河道有餐馆油烟扰民。' }).places.map(({ text }) => text)).toEqual(['黄河道'])
  })
})

describe('places elsewhere that bear our names', () => {
  test.each([
    '武汉天津路车祸，2人受伤。',
    '青岛市天津路一商铺起火。',
    '南京天津新村一居民楼起火。',
    '太原滨江道塌陷。',
    '天津路（上海）一商铺起火。',
    '北京朝阳北辰购物中心起火。'
  ])('are not ours: %s', (text) => {
    expect(ours(text)).toEqual([])
    expect(city({ text }).relevant).toBe(false)
  })

  test.each(['天津街头一男子持刀伤人。', '北京到天津站的列车起火。', '天津滨江道一商铺起火。', '北辰购物中心起火。'])('and yes in %s', (text) => {
    expect(city({ text }).relevant).toBe(true)
  })
})

describe('the scene weighs more than names in passing', () => {
  test.each([
    ['many cities help', '天津河东区一楼爆炸，北京、上海、广州派来专家。'],
    ['the place in the clause before', '昨夜，天津一小区内，一栋楼突然起火，北京网友关注。'],
    ['the place behind', '一楼爆炸，就在天津，北京上海网友都转发了。'],
    ['an earlier one elsewhere', '天津一商场起火。去年北京、成都也有商场起火。'],
    ['behind 在', '一家北京、上海合资的企业在天津的工厂爆炸。'],
    ['felt with us', '河北唐山地震，天津震感强烈。']
  ])('with us where %s: %s', (_, text) => {
    expect(city({ text }).relevant).toBe(true)
  })

  test.each([
    ['our people abroad', '美国枪击案致12人死亡，天津留学生平安。'],
    ['our people on board', '俄罗斯客机坠毁62人遇难，机上有1名天津人。'],
    ['our inspections', '日本地震致200人死亡，天津地铁、天津机场加强检查。'],
    ['our helpers', '福建、浙江已有12人死亡、5人失踪。天津市派出3支救援队，天津红十字会捐款。'],
    ['our lessons', '天津市安委会通知：深刻吸取江苏一化工厂爆炸78人死亡的教训。']
  ])('elsewhere where only %s are with us: %s', (_, text) => {
    expect(city({ text }).relevant).toBe(false)
  })
})

describe('papers that are known by their name', () => {
  test.each(['天津日报', '津云', '天津日报客户端', '滨海发布'])('%s speaks of us', (source) => {
    expect(city({ text: '一居民楼昨夜起火。', source }).relevant).toBe(true)
  })

  test('others do not', () => {
    expect(city({ text: '一居民楼昨夜起火。', source: '某地日报' }).relevant).toBe(false)
    expect(city({ text: '武汉一居民楼昨夜起火。', source: '天津日报' }).relevant).toBe(false)
  })
})

describe('a building or ground called after a district', () => {
  test.each([
    '津南小区失火，3人死亡。',
    '塘沽花园一住户起火。',
    '宝坻广场发生踩踏，多人受伤。',
    '静海酒店着火，4人被困。',
    '宁河大桥坍塌，3人落水。',
    '大港小区煤气爆炸，2人死亡。',
    '生态城公寓起火，有人被困。'
  ])('is in the district: %s', (text) => {
    expect(city({ text, source: '某站' })).toMatchObject({ relevant: true, places: [{ ours: true }] })
  })

  test.each([
    ['a district that is an ordinary word', '和平小区失火，3人死亡。'],
    ['another', '河西广场失火，3人死亡。'],
    ['a road, which is called after places far away', '静海路失火，3人死亡。'],
    ['the city, after which much elsewhere is called', '天津大厦失火，3人死亡。'],
    ['another city right before it', '南京武清小区失火，3人死亡。'],
    ['another city beside it', '大港小区失火，3人死亡，镇江警方通报。']
  ])('is not where it is %s: %s', (_, text) => {
    expect(city({ text, source: '某站' }).relevant).toBe(false)
  })
})

describe('waters and quays', () => {
  test.each(['南疆码头爆炸。', '水上公园游船翻了。', '渤海湾渔船沉没，23人落水。'])('of ours: %s', (text) => {
    expect(city({ text, source: '某站' }).relevant).toBe(true)
  })

  test('a bay that others share is theirs where they are named', () => {
    expect(city({ text: '渤海湾渔船沉没，大连海事局组织搜救。', source: '某站' }).relevant).toBe(false)
  })
})

describe('where people come from', () => {
  test.each([
    ['does not beat where they are', '河北廊坊籍务工人员在西青工地坠落，3人死亡。', true],
    ['nor by a comma', '安徽籍工人坠落，津南一工地停工，2人死亡。', true],
    ['makes nobody else’s matter ours', '天津籍男子在石家庄持刀伤人，2人死亡。', false],
    ['is all that is known', '天津籍货轮沉没，3人死亡。', true]
  ])('%s: %s', (_, text, relevant) => {
    expect(city({ text, source: '某站' }).relevant).toBe(relevant)
  })
})
