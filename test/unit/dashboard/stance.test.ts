import { describe, expect, it } from 'vitest'
import { thresholdWords } from '../../../dashboard/incident/measure-words.ts'
import { stanceLine, stancesOf } from '../../../dashboard/mentions/stance.ts'

const critical = (...words: string[]) => ({ stance: { value: 'critical' as const, words } })

describe('the stance towards the authority', () => {
  it('is counted by its value, in the words that most mentions have; what was not judged counts nowhere', () => {
    const rows = [critical('推诿'), critical('不作为', '推诿'), { stance: null }, { stance: { value: 'neutral' as const, words: ['通报'] } }]
    expect(stancesOf(rows)).toEqual([
      { value: 'critical', mentions: 2, words: ['推诿', '不作为'] },
      { value: 'supportive', mentions: 0, words: [] },
      { value: 'neutral', mentions: 1, words: [] }
    ])
  })

  it('is told in one line, which says that there is more', () => {
    expect(stanceLine(critical('推诿').stance)).toBe('对政府批评：推诿')
    expect(stanceLine(critical('甲', '乙', '丙', '丁').stance)).toBe('对政府批评：甲、乙、丙等')
    expect(stanceLine(critical().stance)).toBe('对政府批评')
  })
})

describe('a threshold', () => {
  it.each([
    ['≥ 10', '≥ 10'],
    ['≥ 50000000', '≥ 5000 万'],
    ['≥ 100000000', '≥ 1 亿'],
    ['≥ 100000', '≥ 10 万'],
    ['≥ 12345', '≥ 12345'],
    ['≥ 1000', '≥ 1000']
  ])('given %s, then it reads %s', (given, words) => {
    expect(thresholdWords(given)).toBe(words)
  })
})
