import { array, assert, constantFrom, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compilePattern } from '../../../pipeline/rules/pattern.ts'
import { normalise } from '../../../pipeline/steps/normalise.ts'

const plainOf = (text: string): string => normalise({ title: null, text }).plain

function found(pattern: string, text: string): string[] {
  const plain = plainOf(text)
  return compilePattern(pattern)
    .find(plain, 10)
    .map(({ start, end }) => plain.slice(start, end))
}

describe('a pattern', () => {
  it.each([
    ['(道路|路面).{0,4}塌陷', '昨天路面突然塌陷', ['路面突然塌陷']],
    ['ＡＢＣ（\\d+）', 'abc(12) 与 ＡＢＣ（3）', ['abc(12)', 'abc(3)']],
    ['煙霧', '厂区冒出烟雾', ['烟雾']],
    ['^通报', '头一行\n通报如下', ['通报']],
    ['火*', '没有', []]
  ])('%s in %s', (pattern, text, places) => {
    expect(found(pattern, text)).toEqual(places)
  })

  it.each([
    ['(道路|路面).{0,4}塌陷', [['道路', '路面'], ['塌陷']]],
    ['第\\d+号(楼|院)起火', [['第'], ['号'], ['起火']]],
    ['(爆炸|坍塌)', [['爆炸', '坍塌']]],
    ['Gas泄漏', [['gas泄漏']]],
    ['[一二三]级', [['级']]],
    ['火-灾后', [['灾后']]],
    ['\\d{3}', []],
    ['(爆炸)?.坍', [['坍']]],
    ['(爆炸|\\d+)', []]
  ])('%s needs %j', (pattern, literals) => {
    expect(compilePattern(pattern).literals).toEqual(literals)
  })

  it('is never found where none of its literals stands', () => {
    const piece = constantFrom('道路', '塌', '陷', '(道|路)', '[火灾]', '.?', '\\d*', 'Ab', '(爆炸|坍塌)', '火{1,2}', '(?:起火)+')
    assert(
      property(
        array(piece, { minLength: 1, maxLength: 4 }),
        string({ unit: constantFrom(...Array.from('道路塌陷火灾ab爆炸坍起3')), maxLength: 30 }),
        (pieces, text) => {
          const pattern = compilePattern(pieces.join(''))
          if (pattern.find(text, 1).length === 0) return
          expect(pattern.literals.every((group) => group.some((literal) => text.includes(literal)))).toBe(true)
        }
      )
    )
  })
})
