import { expect, test } from 'vitest'
import { breathing } from '../../../pipeline/grouping/breath.ts'

test('work of a moment goes on without a pause; after longer work others have their turn', async () => {
  let elapsedMs = 0
  const breathe = breathing({ elapsedMs: () => elapsedMs })
  let turns = 0
  setImmediate(() => turns++)

  elapsedMs = 10
  await breathe()
  expect(turns).toBe(0)
  elapsedMs = 40
  await breathe()
  expect(turns).toBe(1)
  setImmediate(() => turns++)
  elapsedMs = 50
  await breathe()
  expect(turns).toBe(1)
})
