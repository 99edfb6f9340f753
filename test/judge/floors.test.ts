import { beforeAll, describe, expect, test } from 'vitest'
import { floors } from '../../bench/judge/floors.ts'
import { fallen, score, whyNotScored, type Measured } from '../../bench/judge/scorer.ts'

const reason = whyNotScored()
const sets = [...new Set(floors.map(({ measure, set }) => `${measure} ${set}`))]

describe.skipIf(reason !== null)(`the judgement on the labelled sets${reason === null ? '' : ` (${reason})`}`, () => {
  const taken = new Map<string, Measured>()

  beforeAll(async () => {
    await score((measured) => void taken.set(`${measured.measure} ${measured.set}`, measured))
  })

  test.each(sets)('%s stays where it was', (name) => {
    const measured = taken.get(name)
    expect(measured).toBeDefined()
    expect(measured === undefined ? [] : fallen(measured)).toEqual([])
  })
})
