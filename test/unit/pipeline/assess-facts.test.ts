import { describe, expect, test } from 'vitest'
import { statedFacts, type FactName } from '../../../core/assessment.ts'
import type { Instant } from '../../../core/instant.ts'
import { readCasualties } from '../../../pipeline/facts/read-casualties.ts'
import { readNumber } from '../../../pipeline/facts/chinese-number.ts'
import { normalise } from '../../../pipeline/steps/normalise.ts'

const published = '2026-11-24T04:00:00.000Z' as Instant

function read(text: string, title: string | null = null): Partial<Record<FactName, number>> {
  const { facts } = readCasualties(normalise({ title, text }), published)
  return Object.fromEntries(statedFacts(facts).map(([name, fact]) => [name, fact.value]))
}

test.each([
  ['三十二', 32],
  ['两', 2],
  ['十', 10],
  ['百', 100],
  ['一百五', 150],
  ['二百零三', 203],
  ['1,203', 1203],
  ['1.2万', 12000],
  ['二〇二六', 2026],
  ['十百', null]
])('%s is read as %s', (words, value) => {
  expect(readNumber(words)).toBe(value)
})

describe('figures of the event', () => {
  test.each<[string, Partial<Record<FactName, number>>]>([
    ['事故造成６人死亡，3人重伤，14人轻微伤。', { deaths: 6, seriousInjuries: 3, injuries: 17 }],
    ['火灾造成三十二人遇难、十余人受伤。', { deaths: 32, injuries: 10 }],
    ['两车相撞，两死三伤。', { deaths: 2, injuries: 3 }],
    ['爆炸致1.2万人疏散。', { evacuated: 12000 }],
    ['造成25人受伤，其中7名伤势较重。', { seriousInjuries: 7, injuries: 25 }],
    ['已造成24人失踪，11人受伤，其中，造成重伤5人、轻伤6人。', { missing: 24, seriousInjuries: 5, injuries: 11 }],
    ['造成38人死亡（其中四川32人，云南6人）。', { deaths: 38 }],
    ['一名施工人员当场死亡，另有3人送院抢救无效身亡。', { deaths: 4 }],
    ['车内三男两女全部死亡。', { deaths: 5 }],
    ['车上5名研究人员及1名司机受伤。', { injuries: 6 }],
    ['塌方造成12人被困，直接经济损失约5395.41万元。', { trapped: 12, lossYuan: 53_954_100 }],
    ['先前通报2人死亡。截至15时，死亡人数上升至4人。', { deaths: 4 }],
    ['一环卫工被撞身亡。', { deaths: 1 }],
    ['死亡人数核实为9人，此前误报12人死亡。', { deaths: 9 }]
  ])('%s', (text, facts) => {
    expect(read(text)).toEqual(facts)
  })

  test('the words and their place are kept', () => {
    const text = '昨晚起火。火灾导致两名老人死亡。'
    const { facts } = readCasualties(normalise({ title: null, text }), published)

    expect(facts.deaths).toMatchObject({ value: 2, text: '两名老人死亡', offset: text.indexOf('两名'), sentence: '火灾导致两名老人死亡' })
  })

  test('a figure of the title names its field', () => {
    const { facts } = readCasualties(normalise({ title: '货车追尾致3人死亡', text: '救援仍在进行。' }), published)

    expect(facts.deaths).toMatchObject({ value: 3, field: 'title' })
  })
})

describe('nought is only what the text denies', () => {
  test.each(['火灾未造成人员伤亡。', '所幸无人员伤亡。', '事故没有造成人员伤亡'])('%s', (text) => {
    expect(read(text)).toMatchObject({ deaths: 0, injuries: 0 })
  })

  test.each(['目前尚无人员伤亡报告。', '伤亡情况不详。', '多人受伤，已送医。', '数人伤亡。', '面包车司机不幸身亡。'])('not said: %s', (text) => {
    const facts = read(text)
    expect(facts.deaths).toBeUndefined()
    expect(facts.injuries).toBeUndefined()
  })
})

describe('figures of something else do not count', () => {
  test.each([
    ['earlier event', '11月23日晚发生6.2级地震，伤亡不明。2010年2月的地震共造成超过500人死亡。'],
    ['another day', '23日晚发生地震。本月1日发生的地震造成6人死亡。'],
    ['years of statistics', '据统计，近五年来全省因溺水死亡的学生累计312人。'],
    ['a quarter', '今年前三季度，全省共发生重大事故6起、死亡96人，同比分别下降14.3%和20.7%。'],
    ['a trend', '死亡人数由41人降至33人。'],
    ['supposition', '如果不及时处置，可能造成10人以上死亡。'],
    ['what might be', '专家称一旦泄漏，将导致上百人死亡。'],
    ['the letter of the law', '造成3人以上死亡的，是较大事故。'],
    ['animals', '养殖场15头猪死亡。'],
    ['the year before', '去年该路口曾发生车祸，造成2人死亡。']
  ])('%s', (_, text) => {
    expect(read(text).deaths).toBeUndefined()
  })

  test('why it does not count is told', () => {
    const { background } = readCasualties(normalise({ title: null, text: '今年前三季度全省死亡96人。' }), published)

    expect(background[0]).toMatchObject({ words: '死亡96人', why: '一段时期的统计数字' })
  })
})
