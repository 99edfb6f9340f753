import { describe, expect, it } from 'vitest'
import { briefOf } from '../../../core/assistant/brief.ts'
import { checkDraft } from '../../../core/assistant/draft.ts'
import { told } from '../../support/group-mentions.ts'
import { anchor, at, document, openingOf } from '../../support/incidents.ts'

const incident = document(openingOf('II', [anchor('detected', at('08:00'))]), at('08:00'))
const notice = told({
  id: 'notice',
  source: '市应急局',
  title: '情况通报',
  text: '12日9时许，临江区一化工厂爆炸，造成12人死亡、三十二人受伤，直接损失1,200万元。',
  minute: 30
})
const brief = briefOf(incident, [notice])

const good = {
  summary: [
    { text: '12日9时许，临江区一化工厂发生爆炸，12人死亡，32人受伤。', evidence: ['notice'] },
    { text: '事件等级为重大，尚待核定。', evidence: ['incident'] }
  ],
  talkingPoints: [{ text: '有关部门正在全力救治伤员。', evidence: ['notice', 'incident'] }]
}
const check = (answer: unknown): unknown => checkDraft(typeof answer === 'string' ? answer : JSON.stringify(answer), brief)
const saying = (text: string, evidence: readonly string[] = ['notice']): unknown => ({ summary: [{ text, evidence }], talkingPoints: [] })

describe('a draft of the assistant', () => {
  it('is taken where every sentence rests on its evidence, bare or in a code fence', () => {
    expect(check(good)).toEqual(good)
    expect(check(`\`\`\`json\n${JSON.stringify(good)}\n\`\`\``)).toEqual(good)
  })

  it.each([
    ['figures in characters for figures in digits', '爆炸造成十二人死亡。'],
    ['and the other way', '爆炸造成32人受伤。'],
    ['characters before a sum', '直接损失一千二百万元。'],
    ['a comma between digits', '直接损失1200万元。'],
    ['full width', '爆炸造成１２人死亡。'],
    ['一般 where it is no grade', '一般情况下不会影响饮水。'],
    ['the grade that the incident has', '该重大突发事件正在处置。']
  ])('may use %s', (_, text) => {
    expect(check(saying(text))).toBeDefined()
  })

  it.each<[string, unknown, string]>([
    ['is no JSON', '好的，我来写：…', '不是 JSON'],
    ['is a list', [], '不合格式'],
    ['brings a field that was not asked for', { ...good, grade: 'IV' }, 'grade'],
    ['brings one inside a sentence', { ...good, summary: [{ text: '好。', evidence: ['notice'], opinionGrade: null }] }, 'opinionGrade'],
    ['has no summary', { summary: [], talkingPoints: [] }, '没有摘要'],
    ['has a sentence without evidence', saying('事态平稳。', []), '没有依据'],
    ['cites what does not exist', saying('事态平稳。', ['notice', 'm-999']), '引用了不存在的资料 m-999'],
    ['hides a second sentence behind the first', saying('事态平稳。其实已无大碍。'), '不止一句'],
    ['hides one in a new line', saying('事态平稳\n其实已无大碍'), '不止一句'],
    ['carries an address', saying('详见 http://evil.example 。'), '网址'],
    ['states fewer deaths than the evidence', saying('爆炸造成2人死亡。'), '数字 2'],
    ['states them in characters', saying('爆炸造成两人死亡。'), '数字 两'],
    ['rests a figure on the wrong evidence', saying('爆炸造成12人死亡。', ['incident']), '数字 12'],
    ['takes the day of the month for the dead', saying('伤亡：死亡9人。'), '数字 9'],
    ['does so without a unit', saying('死亡人数为9。'), '数字 9'],
    ['calls it common', saying('这是一起一般事故。'), '等级“一般事故”'],
    ['says that it was lowered, even to what it is', saying('本次等级已下调为重大。'), '等级的改变'],
    ['says that it was lowered', saying('等级已降至较大。'), '等级的改变'],
    ['writes the grade as a numeral', saying('应按Ⅳ级处置。'), '与事件的不符'],
    ['writes it in another numeral', saying('启动四级响应。'), '与事件的不符'],
    ['makes it worse than it is', saying('这是一起特别重大事故。'), '与事件的不符'],
    ['is longer than a sentence is', saying('平'.repeat(201)), '超过 200 字']
  ])('is refused when it %s', (_, answer, reason) => {
    expect(() => check(answer)).toThrow(reason)
  })

  it('may name no grade of an incident that has none', () => {
    const ungraded = briefOf({ state: { ...incident.state, grade: null } }, [notice])
    expect(() => checkDraft(JSON.stringify(saying('这是一起一般事故。')), ungraded)).toThrow('与事件的不符')
  })
})
