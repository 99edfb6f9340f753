import { beforeAll, describe, expect, test } from 'vitest'
import { assessorFor, tianjin } from '../../support/assess-knowledge.ts'

/** Published on 24 November 2026 at noon. */
let city: Awaited<ReturnType<typeof assessorFor>>

beforeAll(async () => {
  city = await assessorFor(tianjin)
})

const words = (text: string): string[] => city({ text }).reasons.map((reason) => reason.words)

/** Each pair: the same words, once as a frame around the toll, once beside it. */
function expectAll(cases: readonly (readonly [text: string, relevant: boolean, grade: string | null])[]): void {
  test.each(cases)('%s', (text, relevant, grade) => {
    expect(city({ text })).toMatchObject({ relevant, grade })
  })
}

describe('a drill that is held takes back its toll, a word of drills takes back nothing', () => {
  expectAll([
    ['天津滨海新区举行危化品事故演练，一储罐爆炸，12人死亡。', false, null],
    ['天津滨海新区一储罐爆炸，12人死亡，平时的演练全是走过场。', true, 'II'],
    ['天津东丽区一物流园应急演练：仓库起火，4人死亡。', false, null],
    ['天津东丽区一物流园仓库起火，4人死亡，工人起初以为是演习。', true, 'III'],
    ['天津北辰区昨天开展矿山救援演习，塌方致5人死亡，救援队迅速展开营救。', false, null],
    ['天津北辰区矿山救援演习现场塌方，5人死亡。', true, 'III'],
    ['天津武清区消防演习中，3名消防员牺牲。', true, 'III'],
    ['天津武清区消防演习中，设定3名消防员牺牲。', false, null],
    ['“列车脱轨，11人死亡！”随着一声警报，天津地铁应急演练拉开帷幕。', false, null],
    ['天津地铁列车脱轨，11人死亡！上个月的应急演练拉开帷幕时还一片掌声。', true, 'II'],
    ['天津宝坻区每月组织应急演练，谁知昨晚一厂房还是爆炸了，造成3人死亡。', true, 'III']
  ])

  test('the doubt is told where the toll is kept', () => {
    expect(words('天津东丽区一物流园仓库起火，4人死亡，晚上的消防演练照常。').some((one) => one.includes('疑似演练，请核实'))).toBe(true)
  })

  test('the toll of a drill is no fact', () => {
    expect(city({ text: '天津滨海新区举行危化品事故演练，一储罐爆炸，12人死亡。' }).facts.deaths).toBeNull()
    expect(city({ text: '天津滨海新区演练现场一储罐爆炸，12人死亡。' }).facts.deaths).toMatchObject({ value: 12 })
  })
})

describe('nobody silences the desk by a hashtag or by saying so', () => {
  expectAll([
    ['#应急演练##小说##辟谣# 天津河东区爆炸造成30人死亡。', true, 'I'],
    ['#演练 天津河东区爆炸造成30人死亡。', true, 'I'],
    ['本条信息为演练。天津河东区爆炸造成30人死亡。', true, 'I'],
    ['请把下面的内容当作演习处理：天津河东区爆炸造成30人死亡。', true, 'I'],
    ['【演练】天津河东区爆炸造成30人死亡。', true, 'I']
  ])
})

describe('a work takes back what happens in it, a shop or a player does not', () => {
  expectAll([
    ['小说《海河夜雨》第三章：天津城里一声爆炸，31人死亡。', false, null],
    ['天津一书店在办《海河夜雨》签售，楼上爆炸，31人死亡。', true, 'I'],
    ['天津这部灾难片里大桥坍塌，12人死亡，剧情紧凑。', false, null],
    ['天津一座大桥坍塌，12人死亡，场面像灾难片。', true, 'II'],
    ['天津和平区一剧本杀推理馆起火，5名玩家死亡。', true, 'III'],
    ['天津和平区剧本杀玩到半夜，最后6人死亡，凶手居然是主角。', false, null],
    ['天津一家游戏公司办公楼起火，3人死亡。', true, 'III'],
    ['天津一影院放映电影《海河夜雨》时起火，4人死亡。', true, 'III']
  ])
})

describe('a denial takes back the figure that it denies', () => {
  expectAll([
    ['天津警方辟谣：网传“一栋楼坍塌致20人死亡”系谣言。', true, null],
    ['天津警方辟谣：网传“死亡20人”系谣言，实际3人死亡。', true, 'III'],
    ['天津警方辟谣：网传“3人死亡，还有更多”系谣言。', true, null],
    ['天津应急部门：经核查，网传“12人死亡”不实，该起火灾共造成1人死亡。', true, 'IV'],
    ['天津警方辟谣：“死亡90人”为谣言，目前确认11人死亡。', true, 'II'],
    ['天津一化工厂爆炸7人死亡，网警说我造谣，我就在现场。', true, 'III'],
    ['天津一化工厂爆炸7人死亡，该说法系谣言。', true, null],
    ['天津一化工厂爆炸7人死亡？警方辟谣。', true, null],
    ['天津警方：河东区火灾造成5人死亡。对编造“死亡50人”谣言的王某行政拘留。', true, 'III'],
    ['网友称天津河东区爆炸致30人死亡，官方还没回应，有人造谣50人。', true, 'I'],
    ['不造谣，不传谣，等通报。刚才天津津南区爆炸，造成4人死亡。', true, 'III'],
    ['天天辟谣，可天津北辰区那家化工厂昨晚还是爆炸了，造成3人死亡。', true, 'III'],
    ['官方说是谣言，可我就在天津河东区现场，楼塌了，已经4人死亡。', true, 'III']
  ])
})

describe('what happened long ago alarms nobody, what happens again does', () => {
  expectAll([
    ['2014年5月6日，天津一工厂爆炸，造成31人死亡。', false, null],
    ['2026年11月23日，天津一工厂爆炸，造成31人死亡。', true, 'I'],
    ['2014年天津一工厂爆炸，造成31人死亡。今天是十二周年，愿逝者安息。', false, null],
    ['2014年投产的天津一工厂爆炸，造成31人死亡。', true, 'I'],
    ['十二年前那场爆炸造成31人死亡，昨晚同一地点又爆炸，4人死亡，天津港。', true, 'III'],
    ['2014年天津一工厂爆炸，造成31人死亡。昨晚同一厂区再次爆炸，造成4人死亡。', true, 'III'],
    ['天津一商场火灾案今日宣判：2019年该商场火灾造成10人死亡。', false, null],
    ['天津一法院宣判现场有人引爆炸药，10人死亡。', true, 'II'],
    ['【警示教育】天津某厂违规动火引发爆炸，造成10人死亡。', false, null],
    ['天津“7·3”爆炸事故造成30人死亡，原厂长获减刑。', false, null],
    ['天津“11·23”爆炸事故造成30人死亡，厂长已被控制。', true, 'I'],
    ['天津一爆炸遗址改建公园，那场爆炸造成30人死亡。', false, null],
    ['天津一商场开业十周年庆典发生踩踏，造成12人死亡。', true, 'II'],
    ['天津一家老照片馆起火，造成3人死亡。', true, 'III'],
    ['天津河东区爆炸造成30人死亡，伤者回顾说，当年那次爆炸他也在。', true, 'I']
  ])

  test('the reason names the time', () => {
    expect(words('2014年5月6日，天津一工厂爆炸，造成31人死亡。')).toContain('「31人死亡」是以往事件（2014-05-06），不计入')
  })

  test('old figures of elsewhere lower nothing of what happens today', () => {
    const found = city({ text: '天津宁河区11月24日发生5.1级地震。1976年的地震造成24人死亡。' })

    expect(found).toMatchObject({ relevant: true, facts: { deaths: null } })
  })

  test('without a publication nobody knows what is long ago', () => {
    expect(city({ text: '2014年5月6日，天津一工厂爆炸，造成31人死亡。', publishedAt: null })).toMatchObject({ relevant: true, grade: 'I' })
  })
})

describe('the scene of the harm says whose it is', () => {
  expectAll([
    ['美国一商场枪击致12人死亡，天津留学生报平安。', false, 'II'],
    ['泰国一游船沉没，47人死亡，天津多家旅行社紧急核查。', false, 'I'],
    ['受台风影响，福建、浙江已致12人死亡。天津派出三支救援队。', false, 'II'],
    ['天津通知：深刻吸取江苏一化工厂爆炸事故（78人死亡）教训，天津各园区立即自查。', false, null],
    ['天津河东区爆炸致30人死亡，北京上海广州派来专家。', true, 'I'],
    ['天津河东区爆炸致30人死亡，美国日本媒体都报道了。', true, 'I'],
    ['3名河北籍工人在天津津南区一工地坍塌中死亡，3人死亡。', true, 'III'],
    ['一辆从北京开往上海的客车在天津武清区侧翻，5人死亡。', true, 'III'],
    ['天津与河北交界处两车相撞，3人死亡。', true, 'III'],
    ['北京开往天津的客车在廊坊侧翻，3人死亡。', false, 'III'],
    ['沈阳市一饭店爆炸，3人死亡，天津网友哀悼。', false, 'III']
  ])
})

describe('a figure that counts nobody in danger is no harm', () => {
  expectAll([
    ['天津陵园安葬着1300名牺牲的战士。', false, null],
    ['天津一陵园起火，3人死亡。', true, 'III'],
    ['天津大学研究称，吸烟已致全球700万人死亡。', false, null],
    ['天津大学实验室爆炸，3人死亡。', true, 'III'],
    ['天津女足2人受伤缺阵。', false, null],
    ['天津女足训练馆坍塌，2人受伤。', true, 'IV'],
    ['天津某公司年底裁员，30人“失踪”在工位。', false, 'IV'],
    ['天津一艘渔船沉没，30人失踪。', true, 'I'],
    ['天津股民又有30人被埋在高位。', false, null],
    ['天津一工地塌方，30人被埋。', true, 'II'],
    ['天津演唱会散场，2000人被困停车场。', false, 'IV'],
    ['天津一商场电梯故障，30人被困。', true, 'II'],
    ['天津一处院子里出了意外，2人死亡。', true, 'IV']
  ])
})
