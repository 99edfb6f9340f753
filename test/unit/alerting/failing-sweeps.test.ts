import { expect, test } from 'vitest'
import { FailingSweeps } from '../../../alerting/failing-sweeps.ts'

function watched(): { readonly said: string[]; readonly failing: FailingSweeps } {
  const said: string[] = []
  const note = (fields: Readonly<Record<string, unknown>>, words: string): void => void said.push(`${words} ${String(fields['failures'])}`)
  return { said, failing: new FailingSweeps({ info: note, warn: note, error: note }) }
}

test('one failure after the other is told once in thirty, and the end of them', () => {
  const { said, failing } = watched()

  for (let second = 0; second < 61; second++) failing.failed(new Error('away'))
  failing.held()
  failing.held()

  expect(said).toEqual(['a sweep failed 1', 'a sweep failed 31', 'a sweep failed 61', 'sweeps work again 61'])
})

test('a sweep that fails after one that worked is told at once', () => {
  const { said, failing } = watched()

  failing.failed(new Error('away'))
  failing.held()
  failing.failed(new Error('away'))

  expect(said).toEqual(['a sweep failed 1', 'sweeps work again 1', 'a sweep failed 1'])
})
