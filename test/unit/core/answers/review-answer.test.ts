import { describe, expect, it } from 'vitest'
import { AnswerRules } from '../../../../core/answers/answer-rules.ts'
import { answerCurve } from '../../../../core/answers/answer-curve.ts'
import type { AnswerUnderReview } from '../../../../core/answers/answer-under-review.ts'
import { askedQuestions } from '../../../../core/answers/asked-questions.ts'
import { clausesOf } from '../../../../core/answers/clauses.ts'
import { phraseFinder } from '../../../../core/answers/phrases.ts'
import { reviewAnswer } from '../../../../core/answers/review-answer.ts'
import { addMs, hourMs } from '../../../../core/instant.ts'
import { shippedAnswers, shippedWords } from '../../../support/answer-replies.ts'
import { at } from '../../../support/incidents.ts'

const plain: AnswerUnderReview = {
  kind: 'reply',
  text: '经查，路灯于3月11日损坏，养护所已于3月12日更换灯头两只，联系电话0000-6670001。',
  at: at('10:00'),
  dueAt: null,
  questions: [],
  subject: [],
  about: [],
  places: [],
  investigation: 'none',
  established: [],
  former: [],
  sentBack: 0,
  curve: null
}
const review = (change: Partial<AnswerUnderReview>) => reviewAnswer({ ...plain, ...change }, shippedWords)

describe('what the public asks', () => {
  it('is counted by mention and topic, with examples, and what is of no topic is joined by likeness', () => {
    const mentions = ['路灯什么时候修好？什么时候修好？', '啥时候能亮？', '今晚月色很好。', '路灯颜色怎样选的呢', '请问路灯颜色怎样选的'].map(
      (text, index) => ({
        id: `m-${index}`,
        text
      })
    )
    const questions = askedQuestions(mentions, shippedWords)
    expect(questions.map(({ topic, mentions: count }) => [topic, count])).toEqual([
      ['when', 2],
      ['other-1', 2]
    ])
    expect(questions[0]?.examples).toEqual([
      { mentionId: 'm-0', text: '路灯什么时候修好？' },
      { mentionId: 'm-1', text: '啥时候能亮？' }
    ])
  })
})

describe('a review', () => {
  it('shows the words of each part that an answer should have, and none for what is missing', () => {
    const fields = new Map(review({}).fields.map(({ id, passage }) => [id, passage?.text ?? null]))
    expect(fields.get('checked')).toBe('经查')
    expect(fields.get('done')).toBe('养护所已于3月12日更换灯头两只')
    expect(fields.get('contact')).toBe('联系电话0000-6670001')
    expect(fields.get('result')).toBeNull()
  })

  it('takes a cause as found where an investigation is named, and as early before it', () => {
    const kinds = (text: string): string[] => review({ text, investigation: 'pending' }).findings.map(({ kind }) => kind)
    expect(kinds('经查，起火系电线短路引发，已于3月12日扑灭。')).toContain('early-cause')
    expect(kinds('经消防部门出具的火灾事故认定书认定，起火系电线短路引发，已于3月12日扑灭。')).not.toContain('early-cause')
    expect(kinds('经查，火已于3月12日扑灭，起火原因正在调查。')).not.toContain('early-cause')
  })

  it('is not taken in by markup written many times: every part is missing', () => {
    expect(review({ text: '=1+1 <script>alert(1)</script> '.repeat(20) }).proposal).toBe('send-back')
  })

  it('takes the figure that was corrected as answered anew, and tells how alike the words are; the same again is copied', () => {
    const text = '经查，3月12日京津路燃气爆炸造成2人死亡，区应急局已切断气源并封闭现场，联系电话0000-6670001。'
    const again = (before: string) => review({ text, sentBack: 1, former: [{ id: '1', own: true, returned: true, at: at('08:00'), text: before }] })
    const corrected = again(text.replace('2人死亡', '3人死亡'))
    expect(corrected.proposal).toBeNull()
    const copied = corrected.findings.find(({ kind }) => kind === 'copied')
    expect(copied).toMatchObject({ grave: false, words: '与已退回的答复有 100% 相同，数字已改：2人死亡' })
    expect(again(text).proposal).toBe('handling')
  })

  it('shows a later count that differs and accuses nobody', () => {
    const established = [{ by: '口径', text: '3人死亡' }]
    const found = (text: string) => review({ text, established }).findings.find(({ kind }) => kind === 'contradiction')
    expect(found('经查，事故造成4人死亡，3月12日已转移12人。')).toMatchObject({ grave: true, passages: [{ text: '事故造成4人死亡', offset: 3 }] })
    expect(found('经查，截至3月13日8时，事故造成4人死亡，已转移12人。')).toMatchObject({ grave: false })
  })

  it('proposes 报告不及时 for one that is merely late, and 退回 for one that is late and hollow', () => {
    expect(review({ dueAt: at('09:00') }).proposal).toBe('reporting')
    expect(review({ dueAt: at('09:00'), text: '我局高度重视，将进一步加强管理。' }).proposal).toBe('send-back')
  })

  it('finds a release that left a question open and after which more is said against it', () => {
    const curve = { hours: 6, before: { mentions: 20, judged: 20, negative: 4 }, after: { mentions: 60, judged: 60, negative: 40 } }
    const questions = ['compensation', 'truth'].map((topic) => ({ topic, words: topic, mentions: 9, examples: [] }))
    expect(review({ kind: 'release', curve, questions }).proposal).toBe('wording')
    expect(review({ kind: 'release', curve }).proposal).toBeNull()
    expect(review({ kind: 'release', curve: { ...curve, after: curve.before }, questions }).proposal).toBeNull()
  })

  it('reads a giant or hostile text in bounded time, and says that it was cut', () => {
    const started = process.cpuUsage().user
    for (const text of [
      '已'.repeat(1_000_000),
      '，'.repeat(1_000_000),
      '因由于系'.repeat(200_000),
      '3月'.repeat(300_000),
      '<script>'.repeat(100_000)
    ])
      expect(review({ text, investigation: 'pending', former: [{ id: 'x', own: false, returned: false, at: at('08:00'), text }] }).cut).toBe(true)
    askedQuestions(
      Array.from({ length: 2000 }, (_, index) => ({ id: `m-${index}`, text: `为什么${index}？`.repeat(2000) })),
      shippedWords
    )
    expect((process.cpuUsage().user - started) / 1000).toBeLessThan(20_000)
  })
})

describe('the curve', () => {
  it('compares equally long times, and waits for an hour', () => {
    const answered = at('10:00')
    const said = (hours: number, polarity: -1 | 0 | null) => ({ publishedAt: addMs(answered, hours * hourMs), polarity })
    expect(answerCurve([], answered, addMs(answered, hourMs - 1))).toBeNull()
    expect(answerCurve([said(-3, -1), said(-1, 0), said(0, -1), said(1, null), said(5, -1)], answered, addMs(answered, 2 * hourMs))).toEqual({
      hours: 2,
      before: { mentions: 1, judged: 1, negative: 0 },
      after: { mentions: 2, judged: 1, negative: 1 }
    })
  })
})

describe('the words of a city', () => {
  it('may have gaps inside a clause and placeholders; an unknown one is named', () => {
    const { find, stands } = phraseFinder(['已*更换', '{日期}前'])
    expect(stands('已于昨天更换')).toBe(true)
    expect(stands('已于昨天，更换')).toBe(false)
    expect(find('3月20日前')).toEqual([{ offset: 0, end: 6 }])
    const read = AnswerRules.safeParse({ ...shippedAnswers, delays: ['{时辰}前'] })
    expect(read.error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`)).toEqual([
      'delays.0 “{时辰}前”中的 {时辰} 不是已知的占位（可用：日期、数字、电话、单位）'
    ])
  })

  it('are cut at punctuation, but not inside a figure', () => {
    expect(clausesOf('共1,200人，于12:30到达。完。').map(({ text, offset, sentence }) => [text, offset, sentence])).toEqual([
      ['共1,200人', 0, 0],
      ['于12:30到达', 8, 0],
      ['完', 17, 1]
    ])
  })
})
