import { describe, expect, test } from 'vitest'
import { noFacts } from '../../../core/assessment.ts'
import { fillReply } from '../../../core/fill-reply.ts'
import type { MentionId } from '../../../core/mention.ts'
import { ReplyTemplates } from '../../../core/reply-template.ts'
import { openGaps } from '../../../core/wording-draft.ts'
import { anchor, at, officer } from '../../support/incidents.ts'
import { shippedReplyTemplates } from '../../support/shipped-reply-templates.ts'
import { WordingMatter } from '../../support/wording-matter.ts'

const ground = ({ state, events }: WordingMatter, department: string | null = '安全处') => ({ state, events, department, now: at('09:05') })
const deaths = { value: 3, text: '3人死亡', offset: 9, sentence: '爆炸已造成3人死亡。' }
const text = '{部门}于{现在}收到“{事件标题}”一事。{事发时间}，{地点}，{伤亡}。处理：{待核：做了什么}。'

describe('a reply by a template', () => {
  test('says what the incident knows, and asks for what only the department knows', () => {
    const matter = new WordingMatter()
      .add([{ type: 'places-established', places: [{ text: '临江区滨河路', offset: 0, code: null, name: '临江区', ours: true }] }], at('08:06'))
      .add([{ type: 'facts-established', facts: { ...noFacts, deaths }, from: 'm-1' as MentionId }], at('08:20'))
      .add([{ type: 'anchor-set', anchor: anchor('occurred', at('07:40'), 'person') }], at('08:30'), officer)
    const reply = fillReply({ text }, ground(matter))
    expect(reply).toBe(`安全处于3月12日9时05分收到“${matter.state.title}”一事。3月12日7时40分，临江区滨河路，造成3人死亡。处理：【待核：做了什么】。`)
    expect(openGaps(reply)).toEqual(['做了什么'])
  })

  test('guesses nothing of what is not known', () => {
    expect(openGaps(fillReply({ text }, ground(new WordingMatter(), null)))).toEqual(['答复的部门', '事发时间', '地点', '人员伤亡', '做了什么'])
  })

  test('comes in two or three of each kind, each of which asks for what was found or done', () => {
    const { templates } = shippedReplyTemplates
    expect([...Map.groupBy(templates, ({ kind }) => kind)].map(([kind, of]) => [kind, of.length])).toEqual([
      ['take-notice', 3],
      ['answer', 3]
    ])
    for (const template of templates) expect(openGaps(fillReply(template, ground(new WordingMatter()))).length).toBeGreaterThan(2)
  })

  test.each([
    ['{死者姓名}', '没有这个占位：{死者姓名}'],
    ['经查，事故由管线老化引发。', '模板不能预先写明原因']
  ])('is refused in a file where it says %s', (words, reason) => {
    const file = { version: '1', source: '本市', templates: [{ id: 'own', kind: 'answer', name: '自拟', text: words }] }
    expect(JSON.stringify(ReplyTemplates.safeParse(file).error?.issues)).toContain(reason)
  })
})
