import { describe, expect, it } from 'vitest'
import { designOf, fitted } from '../../../dashboard/wall/design.ts'

describe('a wall', () => {
  it('is drawn for full HD unless its address says another size', () => {
    expect(designOf(undefined)).toEqual({ width: 1920, height: 1080 })
    expect(designOf('3840x1080')).toEqual({ width: 3840, height: 1080 })
    for (const nonsense of ['', '3840', '10x10', '9999x9999', '1920x1080;', ['1920x1080']])
      expect(designOf(nonsense)).toEqual({ width: 1920, height: 1080 })
  })

  it('is scaled as a whole, with bars where the shape differs', () => {
    const design = { width: 1920, height: 1080 }
    expect(fitted(design, { width: 3840, height: 2160 })).toEqual({ scale: 2, left: 0, top: 0 })
    expect(fitted(design, { width: 6656, height: 1792 })).toEqual({ scale: 1792 / 1080, left: (6656 - 1920 * (1792 / 1080)) / 2, top: 0 })
    expect(fitted(design, { width: 1080, height: 1920 }).top).toBeGreaterThan(0)
  })
})
