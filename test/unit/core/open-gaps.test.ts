import { expect, test } from 'vitest'
import { openGaps } from '../../../core/wording-draft.ts'

test('what a template left unfilled is a gap, whatever its form', () => {
  expect(openGaps('{原因} ${x}，【待核：人员伤亡】，｛地点｝')).toEqual(['人员伤亡', '{原因}', '${x}', '｛地点｝'])
})

test('a text that says it all has none', () => {
  expect(openGaps('今天10时（首次发布），滨河路{}发生火灾。')).toEqual(['{}'])
  expect(openGaps('今天10时（首次发布），滨河路发生火灾。')).toEqual([])
})
