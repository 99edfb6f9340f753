import { beforeAll, describe, expect, test } from 'vitest'
import { loadSegmenter } from '../../../adapters/segmenter/jieba.ts'
import type { Mention } from '../../../core/mention.ts'
import { knowledgeOf } from '../../../knowledge.ts'
import { createAssessor } from '../../../pipeline/assess.ts'
import { Clusters } from '../../../pipeline/grouping/clusters.ts'
import { deskSettings } from '../../../pipeline/grouping/desk-settings.ts'
import { featuresOf } from '../../../pipeline/grouping/features.ts'
import { ruleTerms } from '../../../pipeline/knowledge.ts'
import { loadProductConfig } from '../../../system.ts'
import { told } from '../../support/group-mentions.ts'

const day = 24 * 60
let judge: ReturnType<typeof createAssessor>

beforeAll(async () => {
  const knowledge = await knowledgeOf(await loadProductConfig('config/examples/tianjin'))
  judge = createAssessor(knowledge, loadSegmenter(ruleTerms(knowledge)))
})

/** How many incidents the desk makes of texts, one after the other or the other way round. */
function incidents(texts: readonly string[], minutesApart = 30): number[] {
  const mentions: Mention[] = texts.map((text, index) => told({ id: `m${index}`, text, minute: index * minutesApart }).mention)
  return [mentions, mentions.toReversed()].map((order) => {
    const clusters = new Clusters<null>(deskSettings, () => false)
    for (const mention of order) clusters.place(featuresOf(mention, judge(mention)), null)
    return new Set(mentions.map(({ id }) => clusters.node(id)?.cluster)).size
  })
}

describe('different happenings told alike', () => {
  test.each([
    ['a collapse and a crash', '西青区中北镇一厂房倒塌，3人被困', '西青区中北镇发生车祸，3人受伤'],
    ['an explosion and a stabbing', '津南区双港镇发生爆炸，3人死亡', '津南区双港镇一男子持刀伤人，5人死亡'],
    ['a fire and a food poisoning', '西青区张家窝镇一仓库火灾，2人死亡', '西青区张家窝镇食物中毒，20名学生送医'],
    ['a fire and a crash in one form', '武清区杨村发生火灾，2人死亡', '武清区杨村发生车祸，2人死亡'],
    ['a drowning and a stabbing', '北辰区双街镇一河道内1人溺水身亡', '北辰区双街镇一男子持刀行凶，1人死亡'],
    ['one notice in two districts', '河西区友谊路一餐馆今早发生火灾，已致2人死亡', '河东区友谊路一餐馆今早发生火灾，已致2人死亡'],
    [
      'a long notice in two districts',
      '武清区某化工厂今早发生爆炸，已致3人死亡，现场浓烟滚滚，消防正在救援，伤者已送往附近医院，原因正在调查',
      '北辰区某化工厂今早发生爆炸，已致3人死亡，现场浓烟滚滚，消防正在救援，伤者已送往附近医院，原因正在调查'
    ],
    ['two schools by number', '红桥区第一中学一名学生坠楼', '红桥区第三中学一名学生坠楼'],
    ['two schools by name', '红桥区丁字沽小学一名学生坠楼身亡', '红桥区实验小学一名学生坠楼身亡'],
    [
      'two streets by number',
      '滨海新区第三大街一仓库今早发生火灾，现场浓烟滚滚，3人被困，消防正在救援，原因正在调查',
      '滨海新区第五大街一仓库今早发生火灾，现场浓烟滚滚，3人被困，消防正在救援，原因正在调查'
    ],
    ['two motorways', '津滨高速发生多车追尾，3人死亡', '津蓟高速发生多车追尾，3人死亡'],
    ['two lines', '天津地铁1号线两车追尾，多人受伤', '天津地铁九号线两车追尾，多人受伤'],
    ['another one of a sort', '静海区一钢厂发生爆炸，3人死亡', '静海区又一钢厂发生爆炸，2人死亡']
  ])('given %s, then they stay two', (_, one, other) => {
    expect(incidents([one, other])).toEqual([2, 2])
  })

  test.each([
    ['works of another sort', '静海区一化工厂发生爆炸，3人死亡', '静海区一面粉厂发生爆炸，5人死亡'],
    ['once more a fire', '宝坻区一小区发生火灾，2人死亡', '宝坻区又发生火灾，3人死亡']
  ])('given %s two days later, with another toll, then they stay two', (_, one, other) => {
    expect(incidents([one, other], 2 * day)).toEqual([2, 2])
  })

  test('given one that says less of what happened and is akin to both, then it does not make one of them', () => {
    const [fire, crash, vague] = [
      '武清区杨村发生火灾，2人死亡，救援正在进行',
      '武清区杨村发生车祸，2人死亡，救援正在进行',
      '武清区杨村出事了，2人死亡，救援正在进行'
    ]
    expect(Math.min(...incidents([fire, crash, vague]))).toBeGreaterThanOrEqual(2)
    expect(Math.min(...incidents([vague, fire, crash]))).toBeGreaterThanOrEqual(2)
  })
})

describe('one happening told differently', () => {
  test.each([
    ['a town with and without its ending', '津南区咸水沽镇发生爆炸，3人死亡', '津南区咸水沽发生爆炸，多人伤亡'],
    ['a line in figures and in words', '天津地铁3号线发生追尾，多人受伤', '天津地铁三号线两车追尾了，好多人受伤'],
    ['an explosion in plain talk', '王串场爆炸，有人受伤', '王串场炸了，玻璃都碎了'],
    ['a cable car by two names', '天津蓟州盘山缆车停运，20人被困', '蓟州盘山索道故障，20名游客被困半空'],
    ['a toll that rises', '武清区一化工厂爆炸致3人死亡', '武清某化工企业爆炸遇难人数升至5人'],
    ['a fire after an explosion', '武清区一化工厂爆炸致3人死亡', '武清区一化工厂起火，浓烟滚滚，3人遇难'],
    ['a house that gas blew up', '西青区中北镇一厂房倒塌，3人被困', '西青区中北镇厂房燃气爆炸，3人被困']
  ])('given %s, then they are one', (_, one, other) => {
    expect(incidents([one, other])).toEqual([1, 1])
  })

  test('given two reports of what happened once more, then they are one', () => {
    expect(incidents(['宝坻区又发生火灾，3人死亡', '宝坻区一小区又发生火灾，已致3人死亡'])).toEqual([1, 1])
  })
})
