import { expect, test } from 'vitest'
import { IdMarks } from '../../../pipeline/grouping/id-marks.ts'

test('given twenty thousand ids, then it has every one of them, and hardly any other', () => {
  const marks = new IdMarks()
  for (let number = 0; number < 20_000; number++) marks.add(`m-${number}`)
  const has = (prefix: string) => Array.from({ length: 20_000 }, (_, number) => marks.has(`${prefix}-${number}`)).filter(Boolean).length
  expect(has('m')).toBe(20_000)
  expect(has('n')).toBeLessThan(5)
})
