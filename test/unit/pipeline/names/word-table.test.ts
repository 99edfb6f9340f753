import { expect, test } from 'vitest'
import { NameEnds } from '../../../../pipeline/names/name-ends.ts'
import { WordTable } from '../../../../pipeline/names/word-table.ts'

const table = new WordTable(
  new Map([...['路', '知道', '立交桥', '公安总队', '物流园区站'].map((word) => [word, 'noun'] as const), ['上', 'verb'] as const])
)

test.each([
  ['路', 'noun'],
  ['上', 'verb'],
  ['知道', 'noun'],
  ['立交桥', 'noun'],
  ['公安总队', 'noun'],
  ['物流园区站', 'noun'],
  ['知', undefined],
  ['立交', undefined],
  ['立交桥上', undefined],
  ['道知', undefined]
])('%s within a text is %s', (word, kind) => {
  expect(table.of(`在${word}边`, 1, 1 + word.length)).toBe(kind)
})

test('names of one text are forgotten for the next, in texts that grow and shrink', () => {
  const ends = new NameEnds()
  ends.clear(5000)
  ends.put({ start: 3990, end: 4000 })
  ends.put({ start: 0, end: 2 })
  ends.clear(10)

  expect([ends.isEmpty, ends.has(2), ends.startOf(2)]).toEqual([true, false, -1])
  ends.clear(5000)
  expect(ends.has(4000)).toBe(false)
})

test('of names with one end the longest begins it', () => {
  const ends = new NameEnds()
  ends.clear(10)
  for (const start of [3, 0, 2]) ends.putLongest({ start, end: 5 })

  expect(ends.startOf(5)).toBe(0)
})
