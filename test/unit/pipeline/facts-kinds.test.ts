import { describe, expect, test } from 'vitest'
import type { Fact, FactName } from '../../../core/assessment.ts'
import type { Instant } from '../../../core/instant.ts'
import { readCasualties } from '../../../pipeline/facts/read-casualties.ts'
import { normalise } from '../../../pipeline/steps/normalise.ts'

const published = '2026-11-24T04:00:00.000Z' as Instant

function fact(name: FactName, text: string, title: string | null = null): Fact | null {
  return readCasualties(normalise({ title, text }), published).facts[name] ?? null
}

const value = (name: FactName, text: string, title: string | null = null): number | undefined => fact(name, text, title)?.value

describe('people poisoned', () => {
  test.each([
    ['某幼儿园32名儿童食物中毒。', 32],
    ['一工地12人一氧化碳中毒，均已送医。', 12],
    ['聚餐后共造成74人中毒，39人住院治疗。', 74],
    ['中毒人数达30人。', 30],
    ['中毒人数由8人增至15人。', 15],
    ['一女子煤气中毒。', 1],
    ['氨气泄漏，致五名工人中毒。', 5]
  ])('%s', (text, expected) => {
    expect(value('poisoned', text)).toBe(expected)
  })

  test.each(['如何预防食物中毒？', '他对游戏中毒太深。', '去年该校曾发生食物中毒，20人中毒。', '一旦误食，可能导致10人以上中毒。'])(
    'not said: %s',
    (text) => {
      expect(value('poisoned', text)).toBeUndefined()
    }
  )
})

describe('areas harmed, in square metres', () => {
  test.each([
    ['过火面积约200平方米。', 200],
    ['过火面积达1.2万平方米。', 12_000],
    ['燃烧面积30㎡。', 30],
    ['森林过火面积12公顷。', 120_000],
    ['洪水淹没农田1500亩。', 1_000_000],
    ['农作物受灾面积3万亩。', 20_000_000],
    ['火场面积已达2平方公里。', 2_000_000],
    ['坍塌面积约八十平方米。', 80]
  ])('%s', (text, expected) => {
    expect(value('areaSquareMetres', text)).toBeCloseTo(expected, -1)
  })

  test.each(['商场建筑面积3000平方米。', '起火厂房占地3000平方米。', '该小区有绿地200亩。'])('a size is no harm: %s', (text) => {
    expect(value('areaSquareMetres', text)).toBeUndefined()
  })
})

describe('money lost, in yuan', () => {
  test.each([
    ['直接经济损失5395.41万元。', 53_954_100],
    ['财产损失约三十万元。', 300_000],
    ['直接经济损失1.2亿元。', 120_000_000],
    ['初步估算经济损失超过5000万元。', 50_000_000],
    ['损失800余元。', 800]
  ])('%s', (text, expected) => {
    expect(value('lossYuan', text)).toBe(expected)
  })

  test.each(['民警为群众挽回经济损失300万元。', '避免经济损失500万元。', '工程总投资1.2亿元。', '损失数百万元。'])('not said: %s', (text) => {
    expect(value('lossYuan', text)).toBeUndefined()
  })
})

describe('bounds', () => {
  test.each<[FactName, string, number, number | undefined, number | undefined]>([
    ['injuries', '造成十余人受伤。', 10, 10, undefined],
    ['deaths', '数十人死亡。', 20, 20, undefined],
    ['trapped', '好几百人被困。', 200, 200, undefined],
    ['deaths', '死了十好几个。', 11, 11, undefined],
    ['deaths', '死亡人数过百。', 100, 100, undefined],
    ['deaths', '死伤上百。', 100, 1, undefined],
    ['deaths', '至少3人死亡。', 3, 3, undefined],
    ['injuries', '逾200人受伤。', 200, 200, undefined],
    ['trapped', '50多人被困。', 50, 50, undefined],
    ['injuries', '近百人受伤。', 100, undefined, 100],
    ['evacuated', '不足千人疏散。', 1000, undefined, 1000],
    ['injuries', '造成3至5人受伤。', 5, 3, 5],
    ['evacuated', '紧急疏散上千人。', 1000, 1000, undefined],
    ['deaths', '3人死亡。', 3, undefined, undefined],
    ['lossYuan', '损失5000余万元。', 50_000_000, 50_000_000, undefined],
    ['areaSquareMetres', '过火面积不到2亩。', 1333.33, undefined, 1333.33]
  ])('%s: %s', (name, text, expected, atLeast, atMost) => {
    expect(fact(name, text)).toMatchObject({ value: expected })
    expect(fact(name, text)?.atLeast).toBe(atLeast)
    expect(fact(name, text)?.atMost).toBe(atMost)
  })
})

describe('totals, parts and increments', () => {
  test.each<[FactName, string, number]>([
    ['injuries', '事故造成25人受伤，其中7人伤势较重。', 25],
    ['deaths', '累计死亡15人，其中今日新增2人。', 15],
    ['deaths', '事故造成3人死亡。今晨，又有2人经抢救无效死亡。', 5],
    ['deaths', '今晨又有2人经抢救无效死亡。死亡人数升至5人。', 5],
    ['deaths', '事故共造成5人死亡。此后又有2人被送医，未再有人死亡。', 5],
    ['deaths', '当场2人死亡，另有1人送医后不治身亡。', 3],
    ['missing', '已找到4人，仍有11人失联。', 11]
  ])('%s: %s', (name, text, expected) => {
    expect(value(name, text)).toBe(expected)
  })
})

describe('corrections over time', () => {
  test.each<[string, number]>([
    ['死亡人数由3人升至5人。', 5],
    ['死亡人数由12人更正为9人。', 9],
    ['死亡人数核实为9人，此前误报12人死亡。', 9],
    ['先前通报2人死亡。截至15时，死亡人数上升至4人。', 4]
  ])('%s', (text, expected) => {
    expect(value('deaths', text)).toBe(expected)
  })

  test('an earlier count stands beside the later one', () => {
    expect(fact('deaths', '初步通报2人死亡。截至15时，死亡人数上升至4人。')?.conflicts).toMatchObject([{ value: 2, why: 'earlier' }])
  })

  test('what was taken back is kept as such', () => {
    expect(fact('deaths', '上午发布称12人死亡。经更正，死亡9人。')).toMatchObject({ value: 9, conflicts: [{ value: 12, why: 'corrected' }] })
  })

  test('a fall against last year is a statistic, not a correction', () => {
    expect(value('deaths', '死亡人数由41人降至33人。')).toBeUndefined()
  })
})

describe('who says so', () => {
  test('a figure of an announcement outweighs hearsay, which is shown', () => {
    const found = fact('deaths', '网传爆炸致10人死亡。警方通报，事故造成2人死亡。')

    expect(found).toMatchObject({ value: 2, basis: 'official', conflicts: [{ value: 10, why: 'hearsay' }] })
  })

  test('in one sentence too', () => {
    expect(fact('poisoned', '知情人透露中毒人数约700人，街道办事处统计中毒人数为308人。')).toMatchObject({
      value: 308,
      conflicts: [{ value: 700, why: 'hearsay' }]
    })
  })

  test('hearsay alone counts, and says that it is', () => {
    expect(fact('deaths', '网传某厂爆炸，致3人死亡。')).toMatchObject({ value: 3, basis: 'hearsay' })
  })

  test('hearsay that the text takes back does not count', () => {
    const { facts, background } = readCasualties(normalise({ title: '辟谣', text: '网传某厂爆炸致3人死亡，系谣言。' }), published)

    expect(facts.deaths).toBeNull()
    expect(background).toMatchObject([{ why: '传言，文中已否认' }])
  })

  test('two reports that nothing reconciles are both shown, the larger counts', () => {
    const found = fact('deaths', '本次事故造成5人死亡。', '两车相撞造成3人死亡')

    expect(found).toMatchObject({ value: 5, conflicts: [{ value: 3, why: 'unreconciled', field: 'title' }] })
  })
})

test('the sentence is the one that states it, as it was written', () => {
  expect(fact('deaths', '昨晚起火。火災致３人死亡，原因不明。')?.sentence).toBe('火災致３人死亡，原因不明')
})

describe('numbers that are none', () => {
  test.each(['造成99999999999999999999人死亡。', `造成${'9'.repeat(5000)}人死亡。`, '造成0.5人死亡。', '造成十百人死亡。', '造成第3人死亡。'])(
    '%s',
    (text) => {
      expect(value('deaths', text)).toBeUndefined()
    }
  )

  test('a text of nothing but figures is read in part, and says so', () => {
    const { facts, cut } = readCasualties(normalise({ title: null, text: '1人死亡。'.repeat(2000) }), published)

    expect(facts.deaths?.value).toBe(1)
    expect(cut).toBe(true)
  })
})
