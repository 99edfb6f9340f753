import { describe, expect, test } from 'vitest'
import { addMs, hourMs, minuteMs } from '../../../core/instant.ts'
import { unknownEngagement } from '../../../core/mention.ts'
import { chooseRevisits, type Candidate } from '../../../crawlers/revisit/choose.ts'
import { HourBudget } from '../../../crawlers/revisit/hour-budget.ts'
import { afterLook, dueAt, firstLook, type Looked, type RevisitState } from '../../../crawlers/revisit/rhythm.ts'
import { saysDeleted } from '../../../crawlers/revisit/says-deleted.ts'
import { at } from '../../support/incidents.ts'

const rhythm = { fastMinutes: 5, slowHours: 24 }
const seen = (likes: number | null, newText = false): Looked => ({ kind: 'seen', engagement: { ...unknownEngagement, likes }, newText })

/** Minutes between looks, each look made when it is due. */
function pauses(start: RevisitState, looks: readonly Looked[]): number[] {
  let state = start
  return looks.map((looked) => {
    state = afterLook(state, looked, dueAt(state), rhythm)
    return Math.round(state.intervalMs / minuteMs)
  })
}

describe('the rhythm of looks', () => {
  const start = firstLook(at('09:00'), { ...unknownEngagement, likes: 100 }, rhythm)

  test.each<[string, readonly Looked[], readonly number[]]>([
    ['what grows fast is looked at as often as may be', [seen(200), seen(400), seen(800)], [5, 5, 5]],
    ['what stands still is left alone twice as long each time', [seen(100), seen(100), seen(100), seen(100)], [10, 20, 40, 80]],
    ['what grows a tenth in a pause keeps it', [seen(100), seen(110), seen(121)], [10, 10, 10]],
    ['what grows slowly is looked at when a tenth more is to be expected', [seen(100), seen(100), seen(106)], [10, 20, 33]],
    ['what grows again after a quiet is caught up with at once', [seen(100), seen(100), seen(100), seen(500)], [10, 20, 40, 5]],
    ['counts that nobody shows are no growth, and no loss', [seen(null), seen(null), seen(100)], [10, 20, 40]],
    ['counts that a platform took back are no growth', [seen(60), seen(60)], [10, 20]],
    ['a changed text is looked at soon', [seen(100), seen(100), seen(100, true)], [10, 20, 5]],
    ['what cannot be seen is tried less and less often', [{ kind: 'failed' }, { kind: 'failed' }, { kind: 'failed' }], [10, 20, 40]],
    ['what is missing once is looked at soon, then less often', [seen(100), seen(100), { kind: 'missing' }, { kind: 'missing' }], [10, 20, 5, 10]],
    ['what is gone is looked at a last time a day', [seen(100), { kind: 'gone' }, { kind: 'gone' }], [10, 1440, 1440]],
    [
      'no pause is longer than the longest',
      Array.from({ length: 12 }, () => seen(100)),
      [10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440, 1440, 1440]
    ]
  ])('%s', (_, looks, minutes) => {
    expect(pauses(start, looks)).toEqual(minutes)
  })

  test('of a small post, ten interactions are worth a look', () => {
    const small = firstLook(at('09:00'), { ...unknownEngagement, likes: 2 }, rhythm)
    expect(pauses(small, [seen(3), seen(13), seen(14)])).toEqual([10, 10, 20])
    expect(firstLook(at('09:00'), unknownEngagement, rhythm).count).toBeNull()
  })
})

describe('of what is due', () => {
  const candidate = (id: string, host: string, waitedMinutes: number, intervalMinutes: number, urgency = 0): Candidate => ({
    id,
    host,
    urgency,
    state: {
      at: addMs(at('12:00'), -waitedMinutes * minuteMs),
      intervalMs: intervalMinutes * minuteMs,
      count: null,
      missing: 0,
      failures: 0
    }
  })
  const choose = (candidates: readonly Candidate[], atOnce: number, ofHost: (host: string) => number = () => 99) =>
    chooseRevisits(candidates, at('12:00'), { atOnce, ofHost }).map(({ id }) => id)

  test('the latest by its own pause comes first, of equals the more urgent', () => {
    const candidates = [
      candidate('not due', 'a', 4, 5),
      candidate('late', 'a', 15, 5),
      candidate('slow', 'a', 70, 60),
      candidate('urgent', 'b', 70, 60, -1)
    ]
    expect(choose(candidates, 9)).toEqual(['late', 'urgent', 'slow'])
    expect(choose(candidates, 1)).toEqual(['late'])
    expect(choose(candidates, 0)).toEqual([])
  })

  test('no host gets more than is left to it, and none is held up by another', () => {
    const candidates = [candidate('a1', 'a', 50, 5), candidate('a2', 'a', 40, 5), candidate('a3', 'a', 30, 5), candidate('b1', 'b', 6, 5)]
    expect(choose(candidates, 9, (host) => (host === 'a' ? 2 : 9))).toEqual(['a1', 'a2', 'b1'])
  })
})

test('an hour bears only so many looks of a host and in all; a host that turned us away is left alone, longer each time', () => {
  const budget = new HourBudget({ ofHost: 2, inAll: 3 })
  for (const host of ['a', 'a', 'b']) budget.spend(host, 0)
  expect([budget.leftOf('a', 1), budget.leftOf('b', 1), budget.left(1)]).toEqual([0, 1, 0])
  expect([budget.leftOf('a', hourMs), budget.left(hourMs)]).toEqual([2, 3])
  budget.hold('a', hourMs, null)
  expect([budget.leftOf('a', 1.4 * hourMs), budget.leftOf('a', 1.5 * hourMs)]).toEqual([0, 2])
  budget.hold('a', 2 * hourMs, null)
  expect([budget.leftOf('a', 2.9 * hourMs), budget.leftOf('a', 3 * hourMs)]).toEqual([0, 2])
  budget.hold('b', 0, 5 * hourMs)
  expect(budget.leftOf('b', 4.9 * hourMs)).toBe(0)
})

test.each<[string, boolean]>([
  ['该内容已被发布者删除', true],
  ['抱歉，此微博已被作者删除。查看帮助：http://t.example/xyz', true],
  ['微博不存在或暂无查看权限!', true],
  ['抱歉，指定的主题不存在或已被删除或正在被审核', true],
  ['此内容因违规无法查看', true],
  ['您访问的页面不存在', true],
  ['帖子已被管理员屏蔽', true],
  ['这篇文章 已被 作者 删除', true],
  ['环境异常，完成验证后即可继续访问', false],
  ['请先登录', false],
  ['河东路塌陷，两人被困，救援正在进行', false],
  [`${'网友发帖称小区停水，'.repeat(40)}该帖子已被删除`, false]
])('“%s” says that it was deleted: %s', (text, expected) => {
  expect(saysDeleted(text) !== null).toBe(expected)
})
