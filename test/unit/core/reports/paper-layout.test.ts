import { describe, expect, it } from 'vitest'
import { axisLabels } from '../../../../core/reports/chart-labels.ts'
import { signedByRightPt, signedOnRightPt } from '../../../../core/reports/paper-layout.ts'

const signedOn = '2031年3月13日'

describe('the signature of a 公文', () => {
  it('stands centred on its date, which ends four signs from the edge', () => {
    expect(signedOnRightPt).toBe(64)
    // Both are 6.5 signs wide.
    expect(signedByRightPt({ signedBy: '临江市值班台2', signedOn })).toBe(64)
    expect(signedByRightPt({ signedBy: '临江市舆情值班台', signedOn })).toBe(52)
  })

  it('ends at the edge where it is too long for that', () => {
    expect(signedByRightPt({ signedBy: '临江市网络舆情监测研判与应急处置工作领导小组办公室', signedOn })).toBe(0)
  })
})

describe('labels under a curve', () => {
  const labelled = (...labels: string[]) => labels.map((label) => ({ label }))

  it('are whole where few', () => {
    expect(axisLabels(labelled('22时', '23时', '13日'))).toEqual({ labels: ['22时', '23时', '13日'], unit: '' })
  })

  it('are numbers where many, and the axis says of what', () => {
    const hours = axisLabels(labelled(...Array.from({ length: 23 }, (_, hour) => `${hour + 1}时`), '13日'))
    expect(hours.unit).toBe('时')
    expect(hours.labels.slice(-2)).toEqual(['23', '0'])
    const days = axisLabels(labelled(...Array.from({ length: 31 }, (_, day) => `03-${String(day + 1).padStart(2, '0')}`)))
    expect(days).toMatchObject({ unit: '日', labels: expect.arrayContaining(['1', '31']) as unknown })
  })
})
