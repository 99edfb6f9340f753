import { describe, expect, it } from 'vitest'
import { readAnswerReviews, type ReviewedAnswer } from '../../../../core/answers/read-answer-reviews.ts'
import { openByHand } from '../../../../core/incident/open-by-hand.ts'
import type { IncidentEventBody } from '../../../../core/incident/events.ts'
import { shippedWords } from '../../../support/answer-replies.ts'
import { at, document, evidenceOf, officer, policy } from '../../../support/incidents.ts'

const hoarding = { title: '南开区白堤路围挡倒塌', summary: '市民来电：工地围挡倒在人行道上，无人受伤' }

/** A page that is public, held against an incident that a person opened and that nobody has spoken of. */
async function reviewed(hand: { title: string; summary: string }, text: string, after: readonly IncidentEventBody[] = []): Promise<ReviewedAnswer> {
  const command = { ...hand, eventType: null, eventGrade: 'III' as const, opinionGrade: null, occurredAt: null, departments: [], reason: '热线' }
  const opened = openByHand(command, { jurisdiction: 'test', policy, drill: false, blindSources: [] }, { now: at('09:00'), actor: officer })
  const evidence = { ...evidenceOf('http://gov.example/tongbao.html', at('11:00')), excerpt: text }
  const of = document([...opened, ...after, { type: 'release-recorded', evidence, comparison: null }], at('09:00'))
  const deps = {
    mentions: { ofIncidents: async () => await Promise.resolve([]) },
    elsewhere: async () => await Promise.resolve([]),
    words: shippedWords
  }
  const [answer] = (await readAnswerReviews(deps, of, at('12:00'))).answers
  if (answer === undefined) throw new Error('no answer')
  return answer
}
const grave = ({ review }: ReviewedAnswer): string[] => review.findings.filter((one) => one.grave).map(({ kind }) => kind)

describe('an answer to an incident that a person opened and nobody has spoken of', () => {
  it('is off the point where it has nothing of the title and summary', async () => {
    const tickets = '经核查，关于公园门票价格问题，票价由市发展改革委核定为每人20元，老年人凭证免票，我局已于3月12日张贴公示，联系电话0000-6670001。'
    expect(grave(await reviewed(hoarding, tickets))).toContain('off-point')
  })

  it('is about another place where it names one, and none of its own', async () => {
    const elsewhere = '经查，清水湾小区门前护栏已于3月12日扶正，施工单位已派人值守，联系电话0000-6670001。'
    expect(grave(await reviewed(hoarding, elsewhere))).toContain('elsewhere')
  })

  it('is nothing of both where it answers', async () => {
    const good =
      '经查，3月12日8时许，白堤路工地围挡发生倒塌，无人受伤。区住建委已于3月12日清理完毕并加固其余围挡，原因正在调查。联系电话0000-6670001。'
    expect((await reviewed(hoarding, good)).review).toMatchObject({ proposal: null })
  })

  it.each([
    [hoarding, '倒塌是因为昨夜大风，不存在质量问题'],
    [{ title: '张家窝来电', summary: '厂房起火，正在扑救' }, '起火系电线短路引发']
  ])('says the cause too early though no type of event was chosen: %o', async (hand, cause) => {
    expect(grave(await reviewed(hand, `经查，${cause}，区住建委已于3月12日清理完毕，联系电话0000-6670001。`))).toContain('early-cause')
  })

  it('contradicts the figure that its summary tells', async () => {
    const blast = { title: '北辰区京津路燃气爆炸', summary: '燃气爆炸，3人死亡' }
    const told = (await reviewed(blast, '经查，京津路燃气爆炸造成9人死亡，已于3月12日切断气源，联系电话0000-6670001。')).review.findings
    expect(told.find(({ kind }) => kind === 'contradiction')).toMatchObject({ grave: true, passages: [{ text: '京津路燃气爆炸造成9人死亡' }] })
  })

  it('contradicts what people verified, which goes before what was read and what was approved', async () => {
    const blast = { title: '北辰区京津路燃气爆炸', summary: '燃气爆炸，2人死亡' }
    const check = { fact: 'deaths', value: '3', status: 'verified' as const, source: '区应急局', note: '' }
    const told = async (deaths: number) => {
      const text = `经查，京津路燃气爆炸造成${deaths}人死亡，已于3月12日切断气源，联系电话0000-6670001。`
      return (await reviewed(blast, text, [{ type: 'fact-checked', check }])).review.findings.find(({ kind }) => kind === 'contradiction')
    }
    expect(await told(9)).toMatchObject({ grave: true, words: '与已核实的数字不一致：9人死亡', passages: [{ text: '京津路燃气爆炸造成9人死亡' }] })
    expect(await told(2)).toMatchObject({ grave: true })
    expect(await told(3)).toBeUndefined()
  })
})
