import { expect, test } from 'vitest'
import { causeSought, statedCauses } from '../../../core/stated-cause.ts'

test.each([
  '事故原因为电气线路短路。',
  '起火原因系违规电焊。',
  '经初步调查，爆炸原因初步判断为燃气泄漏。',
  '火灾由电动车充电引发。',
  '该事故系操作人员违章作业所致。',
  '因管道老化导致燃气泄漏。',
  '初步判断系线路老化',
  '坍塌原因：基坑支护失效。',
  '不排除因雷击引发火灾。'
])('%s states a cause', (text) => {
  expect(statedCauses(text)).toHaveLength(1)
})

test.each([
  '原因正在调查。',
  '事故原因尚未查明。',
  '事故原因有待进一步核实，后续将及时发布。',
  '因爆炸造成3人受伤。',
  '爆炸造成12人死亡、31人受伤。',
  '因事故导致道路交通中断。',
  '请因出行受影响的市民绕行。',
  '由市应急局牵头处置。',
  '初步判断为3人轻伤。',
  '是否由燃气引发，正在调查。',
  '网传火灾系人为纵火引发，该信息不实。',
  '事故原因是什么，调查组正在核查。'
])('%s states none', (text) => {
  expect(statedCauses(text)).toEqual([])
})

test('names each sentence that does, and nothing else', () => {
  expect(statedCauses('滨河路发生火灾。火灾系电线短路所致。伤员已送医；原因为线路老化')).toEqual(['火灾系电线短路所致', '原因为线路老化'])
})

test('a text of any length and of any signs is read in time', () => {
  const hostile = `${'因'.repeat(20_000)}。${'原因'.repeat(20_000)}，${'由a'.repeat(10_000)}引发`
  expect(statedCauses(hostile).length).toBeLessThan(3)
})

test.each([
  ['事故原因正在进一步调查', '原因正在进一步调查'],
  ['具体原因尚待核实。', '原因尚待核实'],
  ['原因为短路', null]
])('%s: sought by %s', (text, words) => {
  expect(causeSought(text)).toBe(words)
})
