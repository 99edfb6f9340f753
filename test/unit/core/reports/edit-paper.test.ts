import { describe, expect, it } from 'vitest'
import { InvalidInputError } from '../../../../core/errors.ts'
import { asEdition, editPaper, paperTexts } from '../../../../core/reports/edit-paper.ts'
import type { Paper } from '../../../../core/reports/paper.ts'

const paper: Paper = {
  kind: 'flash',
  layout: 'bulletin',
  letterhead: '网络舆情快报',
  number: '第3期',
  secrecy: null,
  urgency: null,
  title: '园区爆炸',
  recipients: [],
  blocks: [
    { kind: 'heading', level: 1, text: '一、基本情况' },
    {
      kind: 'paragraph',
      runs: [
        { text: '共监测到信息1,204条，负面占35.5%', cites: [1] },
        { text: '。已签收。', cites: [2, 3] }
      ]
    },
    { kind: 'chart', caption: { text: '走势', cites: [1] }, chart: { form: 'curve', unit: '条', points: [{ label: '9时', value: 4 }] } },
    { kind: 'paragraph', runs: [{ text: '建议继续关注。', cites: [] }] }
  ],
  attachments: [],
  signedBy: '值班室',
  signedOn: '2031年3月12日',
  copiesTo: [],
  printedBy: '值班室',
  drill: false,
  sourcesIn: 'foot',
  sources: []
}

describe('the words of a paper', () => {
  it('are its title, headings and paragraphs with their marks; a chart has none', () => {
    expect(paperTexts(paper).map(({ place, text }) => [place, text])).toEqual([
      [-1, '园区爆炸'],
      [0, '一、基本情况'],
      [1, '共监测到信息1,204条，负面占35.5%[1]。已签收。[2][3]'],
      [3, '建议继续关注。']
    ])
  })

  it('are put otherwise, and each mark stays behind its words', () => {
    const after = editPaper(paper, [{ place: 1, text: '负面占35.5%，共1,204条[1]，均已签收[2][3]。' }])
    expect(after.blocks[1]).toEqual({
      kind: 'paragraph',
      runs: [
        { text: '负面占35.5%，共1,204条', cites: [1] },
        { text: '，均已签收', cites: [2, 3] },
        { text: '。', cites: [] }
      ]
    })
    expect(paperTexts(editPaper(paper, [{ place: 3, text: '' }])).map(({ text }) => text)).not.toContain('建议继续关注。')
  })

  it.each([
    [
      'another number',
      1,
      '共监测到信息1,205条，负面占35.5%[1]。已签收。[2][3]',
      '第 2 段的数字和依据标注由系统统计，不能在报告里改动：少了 1,204；多了 1,205'
    ],
    ['a mark left out', 1, '共监测到信息1,204条，负面占35.5%[1]。已签收。[2]', '少了 [3]'],
    ['a number of its own', 3, '建议增派20人。', '第 4 段的数字和依据标注由系统统计，不能在报告里改动：多了 20'],
    [
      'a number in Chinese numerals',
      3,
      '建议继续关注。另有十二人死亡，伤者近百。',
      '第 4 段的数字和依据标注由系统统计，不能在报告里改动：多了 十二人、近百'
    ],
    ['a text that is not there', 2, '走势', '报告没有第 3 段文字'],
    ['a heading without words', 0, ' ', '标题不能为空'],
    ['a mark before any words', 1, '[1][2][3]共监测到信息1,204条，负面占35.5%', '要跟在文字后面']
  ])('are refused with %s', (_, place, text, reason) => {
    expect(() => editPaper(paper, [{ place, text }])).toThrow(InvalidInputError)
    expect(() => editPaper(paper, [{ place, text }])).toThrow(reason)
  })

  it('go out under the number of the paper, as its next edition', () => {
    expect(asEdition(asEdition(paper, 2), 3).number).toBe('第3期（第3版）')
  })
})
