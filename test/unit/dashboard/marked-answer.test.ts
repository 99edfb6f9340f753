import { describe, expect, it } from 'vitest'
import { markedAnswer } from '../../../dashboard/answers/marked-answer.ts'

describe('an answer cut at the passages of its findings', () => {
  it('numbers overlapping passages, and tells each number where it ends', () => {
    const findings = [{ passages: [{ offset: 0, text: '甲乙丙' }] }, { passages: [{ offset: 1, text: '乙丙丁' }] }, { passages: [] }]
    expect(markedAnswer('甲乙丙丁戊', findings)).toEqual([
      { text: '甲', findings: [1], ends: [] },
      { text: '乙丙', findings: [1, 2], ends: [1] },
      { text: '丁', findings: [2], ends: [2] },
      { text: '戊', findings: [], ends: [] }
    ])
  })

  it('keeps every letter, whatever the passages claim', () => {
    const text = '<b>一段</b>'
    expect(
      markedAnswer(text, [
        {
          passages: [
            { offset: 2, text: '长得超出了全文的一段话' },
            { offset: 90, text: '外' }
          ]
        }
      ])
        .map((piece) => piece.text)
        .join('')
    ).toBe(text)
  })
})
