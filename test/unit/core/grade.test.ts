import { describe, expect, it } from 'vitest'
import { Grade, isMajor, moreSevere, severityOf } from '../../../core/grade.ts'

describe('a grade', () => {
  it('is the more severe the lower its numeral, and none is the least', () => {
    expect([...Grade.options, null].map(severityOf)).toEqual([4, 3, 2, 1, 0])
    expect([moreSevere('II', 'I'), moreSevere('III', null), moreSevere(null, 'IV'), moreSevere(null, null)]).toEqual(['I', 'III', 'IV', null])
  })

  it('is major from 重大 on', () => {
    expect([...Grade.options, null].map(isMajor)).toEqual([true, true, false, false, false])
  })
})
