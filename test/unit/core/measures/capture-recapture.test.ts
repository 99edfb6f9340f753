import { assert, nat, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { captureRecapture, fewestRecaptured } from '../../../../core/measures/capture-recapture.ts'

describe('the estimate of what nobody found', () => {
  it('is Chapman’s: 200 by one way, 150 by the other, 50 by both', () => {
    const { seen, estimate } = captureRecapture(200, 150, 50)
    expect(seen).toBe(300)
    // 201 · 151 / 51 − 1; its variance 201·151·150·100 / (51² · 52) is 3,366.1, so 58.0 is one standard error.
    expect(estimate?.total).toBeCloseTo(594.12, 2)
    expect(estimate?.unseen).toBeCloseTo(294.12, 2)
    const factor = Math.exp(1.959964 * Math.sqrt(Math.log(1 + 3366.1 / 294.12 ** 2)))
    expect(estimate?.low).toBeCloseTo(300 + 294.12 / factor, 0)
    expect(estimate?.high).toBeCloseTo(300 + 294.12 * factor, 0)
  })

  it('is unknown, not nought, while too few were found by both', () => {
    for (const both of [0, 1, fewestRecaptured - 1]) {
      const { estimate, unknownBecause } = captureRecapture(20, 20, both)
      expect([estimate, unknownBecause?.includes(`${both} 起`)]).toEqual([null, true])
    }
    expect(captureRecapture(20, 20, fewestRecaptured).unknownBecause).toBeNull()
  })

  it('is nothing where one way found all that the other did', () => {
    expect(captureRecapture(10, 7, 7).estimate).toEqual({ total: 10, unseen: 0, low: 10, high: 10 })
  })

  it('never goes below what was seen, and holds its total between its bounds', () => {
    assert(
      property(nat(400), nat(400), nat(400), (onlyFirst, onlySecond, both) => {
        const { seen, estimate } = captureRecapture(onlyFirst + both, onlySecond + both, both)
        if (estimate === null) return both < fewestRecaptured
        const { low, total, high } = estimate
        return seen <= low + 1e-9 && low <= total + 1e-9 && total <= high + 1e-9
      })
    )
  })

  it('refuses more by both than by one', () => {
    expect(() => captureRecapture(3, 9, 4)).toThrow(RangeError)
  })
})
