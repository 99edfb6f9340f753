import { expect, test } from 'vitest'
import { createBodyBudget } from '../../../../adapters/web/body-budget.ts'

test('a large body waits for a place, and giving one back twice frees one', async () => {
  const budget = createBodyBudget(1)
  const giveBack = await budget.take()
  let second = false
  const waiting = budget.take().then((give) => {
    second = true
    return give
  })
  await Promise.resolve()
  expect(second).toBe(false)
  giveBack()
  giveBack()
  const give = await waiting
  let third = false
  void budget.take().then(() => (third = true))
  await Promise.resolve()
  expect(third).toBe(false)
  give()
})
