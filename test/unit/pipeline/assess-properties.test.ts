import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Assessment } from '../../../core/assessment.ts'
import { severityOf } from '../../../core/grade.ts'
import { assessorFor, nowhereInParticular } from '../../support/assess-knowledge.ts'
import type { mentionOf } from '../../support/mention.ts'

let assess: (part: Parameters<typeof mentionOf>[0]) => Assessment
beforeAll(async () => {
  assess = await assessorFor(nowhereInParticular)
})

const places = ['临江路一居民楼', '城东一化工厂', '高速公路某路段', '老城区一餐馆', '在建地铁工地']
const happenings = ['发生火灾', '发生爆炸', '发生坍塌', '发生多车相撞事故', '发生燃气泄漏']
const pieces = [
  ...places,
  ...happenings,
  '，',
  '。',
  '\n',
  '造成',
  '3人死亡',
  '五人受伤',
  '演练',
  '网传',
  '辟谣',
  '十年前',
  '今天上午',
  '👍',
  '\u200b',
  '１２',
  '爆.炸',
  '爆 炸',
  '<b>',
  'http://a.example'
]
const text = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 8, unit: 'grapheme' })), { maxLength: 60 })
  .map((parts) => parts.join(''))

describe('assessing', () => {
  test('the same mention twice gives the same, to the last reason', () => {
    fc.assert(
      fc.property(fc.option(text), text, (title, body) => {
        const first = assess({ title, text: body })
        // Another in between: nothing of one may stick to the next.
        assess({ title: body, text: title })
        expect(assess({ title, text: body })).toEqual(first)
      }),
      { numRuns: 300 }
    )
  })

  test('the same report with more deaths is never graded lower', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.constantFrom(...happenings),
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 400 }),
        fc.option(fc.integer({ min: 1, max: 200 })),
        (place, happening, deaths, more, injured) => {
          const report = (dead: number) =>
            assess({ text: `今天上午，${place}${happening}，已造成${dead}人死亡${injured === null ? '' : `、${injured}人受伤`}，救援仍在进行。` })
          const [before, after] = [report(deaths), report(deaths + more)]
          expect(after.facts.deaths?.value).toBe(deaths + more)
          expect(severityOf(after.grade)).toBeGreaterThanOrEqual(severityOf(before.grade))
        }
      ),
      { numRuns: 300 }
    )
  })
})
