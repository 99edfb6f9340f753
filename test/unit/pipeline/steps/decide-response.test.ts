import { describe, expect, test } from 'vitest'
import type { Grade } from '../../../../core/grade.ts'
import { responseReasonOf } from '../../../../core/response-reason.ts'
import { RulePack } from '../../../../core/rule.ts'
import type { Firing } from '../../../../pipeline/rules/compile.ts'
import { decideResponse } from '../../../../pipeline/steps/decide-response.ts'

function fired(mustRespond: boolean): Firing {
  const rule = { id: 'r', name: '路灯', eventType: '路灯不亮', when: { any: ['路灯'] }, mustRespond, source: '城市照明管理规定' }
  const [parsed] = RulePack.parse({ id: 'p', subject: '城市管理', version: '1', rules: [rule] }).rules
  return { rule: parsed } as Firing
}

describe('the response value', () => {
  test.each<[string, boolean, Grade | null, readonly Firing[], string, RegExp | null]>([
    ['what is not ours and has a grade is observed', false, 'III', [fired(true)], 'observe', /不属本单位/],
    ['what is not ours and has no grade is ignored', false, null, [fired(true)], 'ignore', null],
    ['what no rule names and is not ours is ignored', false, 'I', [], 'ignore', null],
    ['a grade of 较大 must be answered', true, 'III', [], 'must-respond', /^较大：重点回应/],
    ['a grade of 特别重大 must be', true, 'I', [fired(true)], 'must-respond', /^特别重大/],
    [
      'what a rule demands must be, whatever the grade',
      true,
      null,
      [fired(false), fired(true)],
      'must-respond',
      /规则「路灯」属重点回应（城市照明管理规定）/
    ],
    ['一般 is answered', true, 'IV', [fired(false)], 'respond', /^一般：其他政务舆情/],
    ['what has no grade and no such rule is observed', true, null, [fired(false)], 'observe', /没有等级/]
  ])('%s', (_, relevant, grade, firings, value, words) => {
    const response = decideResponse(relevant, grade, firings)
    expect(response.value).toBe(value)
    const reason = responseReasonOf({ reasons: [{ step: 'decide-relevance', words: '别的' }, ...response.reasons] })
    expect(words === null ? reason : words.test(reason ?? '')).toBe(words === null ? null : true)
  })
})
