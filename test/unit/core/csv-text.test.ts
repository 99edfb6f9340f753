import { expect, it } from 'vitest'
import { csvText } from '../../../core/csv-text.ts'

it.each(['=1+1', '+86', '-2', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', '＋1', '－1', '＠a', ' =1', '\u200b=1', '\n=1'])(
  'runs no cell that begins with %j as a formula',
  (text) => {
    expect(csvText([[text]])).toBe(`\ufeff"'${text}"`)
  }
)

it('keeps quotes, commas and line breaks inside their cell, and numbers as numbers', () => {
  expect(csvText([['甲,"乙"\n丙', -3]])).toBe('\ufeff"甲,""乙""\n丙",-3')
})
