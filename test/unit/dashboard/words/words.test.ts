import { describe, expect, it } from 'vitest'
import catalogue from '../../../../dashboard/words/en.json' with { type: 'json' }
import { fill } from '../../../../dashboard/words/fill.ts'
import { saidIn } from '../../../../dashboard/words/said-in.ts'
import { wordIn } from '../../../../dashboard/words/word-in.ts'

describe('a text of the page', () => {
  it('is itself in Chinese, with its values in their places', () => {
    const word = wordIn(null)
    expect(word`第 ${3} 条，共 ${undefined} 条`).toBe('第 3 条，共 undefined 条')
  })

  it('is its English where that was chosen, with the spaces of the layout around it', () => {
    const word = wordIn({ '第 {0} 条，共 {1} 条': 'no. {0} of {1}', 签收: 'sign' })
    expect(word`第 ${3} 条，共 ${5} 条`).toBe('no. 3 of 5')
    expect(word` 签收 `).toBe(' sign ')
    expect(word`没有译文 ${1}`).toBe('没有译文 1')
  })

  it('takes values in the order of the English, and one word or another by number', () => {
    expect(fill('{1} of {0}', ['a', 'b'])).toBe('b of a')
    expect([0, 1, 2].map((n) => fill('{0} {0|item|items}', [n]))).toEqual(['0 items', '1 item', '2 items'])
  })
})

describe('what the server says of its own', () => {
  const said = saidIn({ '{0} 签收': '{0} signed', '{0} 再次 签收': '{0} signed again', 承办人: 'handler', '{0}件': '{0}' })

  it('is looked up whole, or by the form of its sentence', () => {
    expect(said('承办人')).toBe('handler')
    expect(said('承办人 签收')).toBe('handler signed')
  })

  it('takes the form that fits closest, and none that is nearly all value', () => {
    expect(said('承办人 再次 签收')).toBe('handler signed again')
    expect(said('三件')).toBe('三件')
  })

  it('reads every form of the catalogue that is shipped', () => {
    const shipped = saidIn(catalogue)
    expect(shipped('核定等级 较大')).toBe('Grade confirmed: Serious')
    expect(shipped('值班员、研判员')).toBe('Duty officer, Analyst')
    expect(shipped('某地起火')).toBe('某地起火')
    expect(shipped('每有新信息即提醒')).toBe('alerts on every new mention')
    expect(shipped('已载入 252 条，没有被拒的')).toBe('252 rules loaded, none refused')
    expect(shipped('48 小时内，节律学习中')).toBe('within 48 h, rhythm being learnt')
    expect(shipped('含大写字母、小写字母、数字、符号中的至少三类')).toContain('three kinds')
  })

  it('is said for a clock and its stage, of which the department keeps its name', () => {
    const shipped = saidIn(catalogue)
    expect(shipped('上报·电话报告')).toMatch(/^[\x20-\x7e·]+report by telephone$/)
    expect(shipped('部门答复·实质答复（安全处）')).toMatch(/ · .*\(安全处\)$/)
  })

  it('stays as it is where nothing is known of it', () => {
    expect(said('某地起火')).toBe('某地起火')
  })
})
