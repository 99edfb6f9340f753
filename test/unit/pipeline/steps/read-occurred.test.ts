import { describe, expect, test } from 'vitest'
import type { Occurrence } from '../../../../core/assessment.ts'
import type { Instant, Precision } from '../../../../core/instant.ts'
import { normalise } from '../../../../pipeline/steps/normalise.ts'
import { readOccurred } from '../../../../pipeline/steps/read-occurred.ts'

/** A Tuesday, noon in China. */
const noon = '2026-11-24T04:00:00.000Z' as Instant

function read(text: string | null, options: { at?: Instant | null; known?: Precision | null; title?: string } = {}): Occurrence | null {
  const { at = noon, known = 'minute', title = null } = options
  return readOccurred(normalise({ title, text }), at, known)
}

describe('moments, at +08:00', () => {
  test.each([
    ['昨天下午1点多，两车相撞。', '2026-11-23T05:00', 'hour'],
    ['9月15日凌晨2时许，一厂房起火。', '2026-09-14T18:00', 'hour'],
    ['11月23日14时30分，一厂房起火。', '2026-11-23T06:30', 'minute'],
    ['11月23日14时30分12秒起火。', '2026-11-23T06:30', 'minute'],
    ['2026-11-23 05:06:07 起火。', '2026-11-22T21:06', 'minute'],
    ['２０２６年１１月２３日１６：４５左右起火。', '2026-11-23T08:45', 'minute'],
    ['11月23日（周一）晚8点半起火。', '2026-11-23T12:30', 'minute'],
    ['昨日凌晨一点一刻起火。', '2026-11-22T17:15', 'minute'],
    ['昨晚11点半起火。', '2026-11-23T15:30', 'minute'],
    ['昨晚12点起火。', '2026-11-23T16:00', 'hour'],
    ['昨夜2时许起火。', '2026-11-23T18:00', 'hour'],
    ['今早7点起火。', '2026-11-23T23:00', 'hour'],
    ['前晚9时起火。', '2026-11-22T13:00', 'hour'],
    ['中午11点三刻起火。', '2026-11-24T03:45', 'minute'],
    ['22日22时3人受伤。', '2026-11-22T14:00', 'hour'],
    ['周三晚8点，某厂爆炸。', '2026-11-18T12:00', 'hour'],
    ['上周五发生火灾。', '2026-11-19T16:00', 'day'],
    ['大前天发生火灾。', '2026-11-20T16:00', 'day'],
    ['28日发生火灾。', '2026-10-27T16:00', 'day'],
    ['12月26日20时左右发生追尾。', '2025-12-26T12:00', 'hour'],
    ['11月20日发生火灾，当晚10时许扑灭。', '2026-11-20T14:00', 'hour'],
    ['11月20日一楼起火。下午3点20分扑灭。', '2026-11-20T07:20', 'minute'],
    ['下午3点半左右，某楼起火。', '2026-11-23T07:30', 'minute'],
    ['凌晨2点，某楼突然起火。', '2026-11-23T18:00', 'hour'],
    ['半小时前那边着火了', '2026-11-24T03:30', 'hour'],
    ['20分钟前听见一声响', '2026-11-24T03:40', 'minute'],
    ['刚才一声巨响，楼都晃了', '2026-11-24T04:00', 'hour'],
    ['刚刚！河边一楼着火', '2026-11-24T04:00', 'hour'],
    ['刚刚，河边一楼着火', '2026-11-24T04:00', 'hour'],
    ['十一月二十三号早上六点四十，两车追尾。', '2026-11-22T22:40', 'minute'],
    ['二十三日凌晨三点零五，两车追尾。', '2026-11-22T19:05', 'minute'],
    ['十一月三号两车追尾。', '2026-11-02T16:00', 'day'],
    ['二十三日六点十人受伤。', '2026-11-22T22:00', 'hour'],
    ['元旦当天发生追尾。', '2025-12-31T16:00', 'day'],
    ['国庆当晚8点，一厂房起火。', '2026-10-01T12:00', 'hour'],
    ['五一凌晨2时，一厂房起火。', '2026-04-30T18:00', 'hour']
  ])('%s', (text, at, precision) => {
    expect(read(text)).toMatchObject({ at: `${at}:00.000Z`, precision })
  })
})

describe('what is no moment of a happening', () => {
  test.each([
    ['an impossible day', '2026年2月30日起火。'],
    ['an impossible month', '13月45日25时99分起火。'],
    ['an hour that no day has', '昨天31时起火。'],
    ['a year that no calendar of ours has', '9999年1月1日起火。'],
    ['a day to come', '今年12月26日起火。'],
    ['a plan', '预计11月20日通车。'],
    ['counting', '截至11月24日8时，3人死亡。'],
    ['speaking', '记者23日获悉，一楼起火。'],
    ['a habit', '每天早上6点就开始施工。'],
    ['opening hours', '上午9点至下午5点营业。'],
    ['a comparative', '早一点修好行吗。'],
    ['a line of the metro', '5号线故障。'],
    ['the number of a decree', '根据18号令。'],
    ['a birthday', '1972.10.9出生的老人。'],
    ['somebody who just moved in', '我们刚刚搬来。'],
    ['just now and nothing', '刚刚！开播了。'],
    ['a line of the metro in words', '十一号线故障。'],
    ['a building', '二十三号楼起火。'],
    ['holidays', '五一期间停水。'],
    ['months of age', '二十一月龄的孩子发烧。']
  ])('%s', (_, text) => {
    expect(read(text)).toBeNull()
  })
})

test('without a time of publication only a full date counts', () => {
  expect(read('昨天下午1点多，两车相撞。', { at: null, known: null })).toBeNull()
  expect(read('2小时前起火。', { at: null, known: null })).toBeNull()
  expect(read('2026年11月23日14时30分，两车相撞。', { at: null, known: null })?.at).toBe('2026-11-23T06:30:00.000Z')
})

test('where only the day of publication is known, its hours may have passed, and nothing was so many hours ago', () => {
  const midnight = '2026-11-23T16:00:00.000Z' as Instant

  expect(read('24日14时30分起火。', { at: midnight, known: 'day' })?.at).toBe('2026-11-24T06:30:00.000Z')
  expect(read('24日14时30分起火。', { at: midnight, known: 'minute' })).toBeNull()
  expect(read('2小时前起火。', { at: midnight, known: 'day' })).toBeNull()
})

test('the year turns between the happening and the report', () => {
  const morning = '2027-01-01T00:10:00.000Z' as Instant

  expect(read('12月31日23时许，一楼起火。', { at: morning })?.at).toBe('2026-12-31T15:00:00.000Z')
  expect(read('十二月三十一日夜里十一点，一楼起火。', { at: morning })?.at).toBe('2026-12-31T15:00:00.000Z')
  expect(read('31日23时许，一楼起火。', { at: morning })?.at).toBe('2026-12-31T15:00:00.000Z')
  expect(read('昨晚11点，一楼起火。', { at: morning })?.at).toBe('2026-12-31T15:00:00.000Z')
  expect(read('元旦当天发生追尾。', { at: morning })?.at).toBe('2026-12-31T16:00:00.000Z')
})

test('a moment with a day wins over one without, whatever comes first', () => {
  expect(read('凌晨2点多有人听见响动。11月22日21时，一楼起火。')).toMatchObject({ at: '2026-11-22T13:00:00.000Z' })
})

test('the title counts where the text says nothing, and is named', () => {
  expect(read('消防员已到场。', { title: '昨晚8点某小区起火' })).toMatchObject({ at: '2026-11-23T12:00:00.000Z', field: 'title', offset: 0 })
})

describe('which words are meant', () => {
  test('those of the text, though the title says it more exactly', () => {
    expect(read('11月20日，一厂房起火。', { title: '昨晚11点起火' })).toMatchObject({ text: '11月20日', offset: 0 })
  })

  test('those of the title where the opening says nothing, and no sentence far behind', () => {
    const background = '消防赶到。'.repeat(6)

    expect(read(`${background}昨天14时30分起火。`, { title: '昨晚11点起火' })).toMatchObject({ text: '昨晚11点', offset: 0, field: 'title' })
    expect(read(`${background}昨天14时30分起火。`)).toBeNull()
    expect(read(`${background.slice(5)}昨天14时30分起火。`)).toMatchObject({ text: '昨天14时30分', offset: 25 })
  })

  test('and where they stand', () => {
    expect(read('路口很堵。这里昨天14时30分起火。')).toMatchObject({ text: '昨天14时30分', offset: 7 })
    expect(read('路口很堵。这里半小时前起火。')).toMatchObject({ text: '半小时前', offset: 7 })
  })
})

describe('an hour without a day', () => {
  test.each([
    ['may be opening hours', '下午3点集合。', null],
    ['is a moment with 许', '上午10点许集合。', '2026-11-24T02:00'],
    ['is a moment with minutes', '上午10点20分集合。', '2026-11-24T02:20'],
    ['is a moment beside something that breaks out', '上午10点起火。', '2026-11-24T02:00'],
    ['is a habit whatever stands beside it', '每天上午10点20分许突然停水。', null],
    ['is of the day named before', '11月20日检查。上午10点集合。', '2026-11-20T02:00']
  ])('%s: %s', (_, text, at) => {
    expect(read(text)?.at.slice(0, 16) ?? null).toBe(at)
  })
})

describe('what was not over when it was published was read wrongly', () => {
  test.each([
    ['an hour may be rounded up', '今天13时起火。', noon, true],
    ['by one, not by two', '今天14时起火。', noon, false],
    ['a clock may go ten minutes fast', '今天12时10分起火。', noon, true],
    ['and not eleven', '今天12时11分起火。', noon, false],
    ['no day begins too soon', '2026年11月25日起火。', '2026-11-24T15:55:00.000Z' as Instant, false],
    ['a day may begin at that very moment', '2026年11月25日起火。', '2026-11-24T16:00:00.000Z' as Instant, true],
    ['who knows no publication believes a full date', '2026年11月25日起火。', null, true]
  ])('%s: %s', (_, text, at, known) => {
    expect(read(text, { at }) !== null).toBe(known)
  })
})
