import { describe, expect, test } from 'vitest'
import { noFacts, type Facts } from '../../../core/assessment.ts'
import { fillWording } from '../../../core/fill-wording.ts'
import { checkFact } from '../../../core/incident/check-fact.ts'
import { draftWording } from '../../../core/incident/draft-wording.ts'
import { establishCause } from '../../../core/incident/establish-cause.ts'
import { submitWording } from '../../../core/incident/submit-wording.ts'
import type { FactStatus } from '../../../core/incident/fact-check.ts'
import type { MentionId } from '../../../core/mention.ts'
import { WordingTemplates, type WordingField, type WordingTemplate } from '../../../core/wording-template.ts'
import { shippedWordingTemplates } from '../../support/shipped-wording-templates.ts'
import { anchor, at, officer } from '../../support/incidents.ts'
import { WordingMatter } from '../../support/wording-matter.ts'

const template = (id: string): WordingTemplate => {
  const found = shippedWordingTemplates.templates.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no template ${id}`)
  return found
}

function fill(matter: WordingMatter, id = 'first-release') {
  const { state, events } = matter
  return fillWording({ template: template(id), templatesVersion: shippedWordingTemplates.version, state, events, issuer: '临江市应急局' })
}

function textOf(matter: WordingMatter, field: WordingField, id?: string): string | undefined {
  return fill(matter, id).sections.find((section) => section.field === field)?.text
}

function known(facts: Partial<Facts>): WordingMatter {
  return new WordingMatter()
    .add([{ type: 'places-established', places: [{ text: '临江区滨河路', offset: 0, code: null, name: '临江区', ours: true }] }], at('08:06'))
    .add([{ type: 'facts-established', facts: { ...noFacts, ...facts }, from: 'm-1' as MentionId }], at('08:20'))
    .add([{ type: 'anchor-set', anchor: anchor('occurred', at('07:40'), 'person') }], at('08:30'), officer)
}

const deaths = { value: 3, text: '3人死亡', offset: 9, sentence: '爆炸已造成3人死亡。' }

describe('a draft from the facts of its incident', () => {
  test('says what is known, each sentence with the entries and the mention that say so', () => {
    const matter = known({
      deaths,
      injuries: { value: 5, text: '5人受伤', offset: 15 },
      seriousInjuries: { value: 2, text: '重伤2人', offset: 20 }
    })
    const [first, second] = fill(matter).sections.find(({ field }) => field === 'known-facts')?.statements ?? []
    expect([first?.text.trim(), second?.text.trim()]).toEqual([
      '3月12日7时40分，临江区滨河路发生爆炸。',
      '截至3月12日8时20分，造成3人死亡、5人受伤，其中重伤2人。'
    ])
    const event = matter.events.find(({ body }) => body.type === 'facts-established')
    expect(second?.evidence).toContainEqual(expect.objectContaining({ kind: 'event', id: event?.id, seq: event?.seq }))
    expect(second?.evidence).toContainEqual({ kind: 'mention', id: 'm-1', sentence: '爆炸已造成3人死亡。' })
    expect(
      fill(matter)
        .sections.flatMap(({ statements }) => statements)
        .every(({ evidence }) => evidence.length > 0)
    ).toBe(true)
  })

  test('shows what is not known as a gap and guesses nothing', () => {
    const { sections, gaps } = fill(new WordingMatter())
    const text = sections.map((section) => section.text).join('\n')
    for (const what of ['事发时间', '地点', '人员伤亡', '截至时间', '主办部门', '下次发布时间']) expect(text).toContain(`【待核：${what}】`)
    expect(text).not.toMatch(/\d/)
    expect(gaps.map(({ what }) => what)).toContain('人员伤亡')
  })

  test.each([
    ['hearsay', { deaths: { ...deaths, basis: 'hearsay' as const } }, /网传3人死亡（“3人死亡”），未经证实/],
    [
      'figures that exclude each other',
      { deaths: { ...deaths, conflicts: [{ value: 5, text: '5人死亡', offset: 2, why: 'unreconciled' as const }] } },
      /与“5人死亡”不一致/
    ]
  ])('takes %s for no fact, and says what was read', (_, facts, hint) => {
    const matter = known(facts)
    expect(textOf(matter, 'known-facts')).toContain('【待核：人员伤亡】')
    expect(textOf(matter, 'known-facts')).not.toContain('3人死亡')
    expect(fill(matter).gaps.find(({ what }) => what === '人员伤亡')?.hint).toMatch(hint)
  })

  test('does not take a time that the machine alone has read, nor a department that nobody assigned', () => {
    const matter = new WordingMatter()
      .add([{ type: 'anchor-set', anchor: anchor('occurred', at('07:40')) }], at('08:06'))
      .add([{ type: 'departments-proposed', departments: [{ id: 'safety', name: '应急局', role: 'lead', reason: '爆炸' }] }], at('08:07'))
    const { gaps, sections } = fill(matter)
    expect(sections.map(({ text }) => text).join('')).not.toMatch(/7时40分|应急局已/)
    expect(gaps.find(({ what }) => what === '事发时间')?.hint).toMatch(/机器读出 3月12日7时40分/)
    expect(gaps.find(({ what }) => what === '主办部门')?.hint).toMatch(/建议 应急局/)
    matter.add(
      [{ type: 'assigned', departments: [{ id: 'safety', name: '应急局', role: 'lead', reason: '爆炸' }], instruction: '' }],
      at('08:10'),
      officer
    )
    expect(textOf(matter, 'measures')).toMatch(/^应急局已按职责牵头处置。/)
  })

  test('says bounds as bounds, and nobody as nobody', () => {
    expect(textOf(known({ deaths: { ...deaths, atLeast: 3 } }), 'known-facts')).toContain('造成至少3人死亡')
    const none = { value: 0, text: '无人员伤亡', offset: 0 }
    expect(textOf(known({ deaths: none, injuries: none }), 'known-facts')).toContain('未造成人员伤亡')
  })

  test('names a cause only when one was found: left out before, a gap where the stage needs it', () => {
    const matter = known({ deaths })
    expect(textOf(matter, 'cause', 'follow-up')).toBeUndefined()
    expect(textOf(matter, 'cause', 'final')).toBe('经查，【待核：原因（尚未认定）】。')
    matter.do(officer, '10:00', (state, context) => establishCause(state, { cause: '管道老化导致燃气泄漏。', basis: '调查报告' }, context))
    expect(textOf(matter, 'cause', 'follow-up')).toBe('经查，管道老化导致燃气泄漏。')
  })
})

describe('what people verified (核实)', () => {
  const check = (matter: WordingMatter, fact: string, value: string, status: FactStatus = 'verified', clock = '09:00') =>
    matter.do(officer, clock, (state, context) =>
      checkFact(state, { fact, value, status, source: status === 'checking' ? '' : '区应急局值班室电话', note: '' }, context)
    )
  const hearsay = { ...deaths, basis: 'hearsay' as const }
  const knownFacts = (matter: WordingMatter) => textOf(matter, 'known-facts') ?? ''
  const hintOf = (matter: WordingMatter, gap: string) => fill(matter).gaps.find(({ what }) => what === gap)?.hint

  test('makes a fact of what was hearsay, on the ground of whoever verified it', () => {
    const matter = check(known({ deaths: hearsay }), 'deaths', '3')
    expect(knownFacts(matter)).toContain('截至3月12日9时，造成3人死亡。')
    const statement = fill(matter)
      .sections.flatMap(({ statements }) => statements)
      .find(({ text }) => text.includes('3人死亡'))
    const event = matter.events.find(({ body }) => body.type === 'fact-checked')
    expect(statement?.evidence).toContainEqual({
      kind: 'event',
      id: event?.id,
      seq: event?.seq,
      words: '核实：死亡人数 3（依据：区应急局值班室电话）'
    })
  })

  test('goes before another figure that was read earlier, and not before one that was read since', () => {
    const matter = check(known({ deaths }), 'deaths', '2人')
    expect(knownFacts(matter)).toContain('造成2人死亡')
    matter.add([{ type: 'facts-established', facts: { ...noFacts, deaths: { ...deaths, value: 4 } }, from: null }], at('09:30'))
    expect(knownFacts(matter)).toContain('【待核：人员伤亡】')
    expect(hintOf(matter, '人员伤亡')).toBe('已核实2人死亡，此后又读出4人死亡，尚未核实')
  })

  test('takes the place of a lower one that was verified before; a lower one waits until people say which was wrong', () => {
    const matter = check(known({ deaths }), 'deaths', '3', 'verified')
    check(matter, 'deaths', '5', 'verified', '09:05')
    expect(knownFacts(matter)).toContain('造成5人死亡')
    check(matter, 'deaths', '3', 'verified', '09:06')
    expect(knownFacts(matter)).toContain('【待核：人员伤亡】')
    expect(hintOf(matter, '人员伤亡')).toContain('死亡人数先后核实为5')
    check(matter, 'deaths', '5', 'refuted', '09:07')
    expect(knownFacts(matter)).toContain('造成3人死亡')
  })

  test('is not said while it is being checked, nor once it was refuted', () => {
    const matter = check(known({ deaths }), 'deaths', '3', 'checking')
    expect(hintOf(matter, '人员伤亡')).toBe('3人死亡正在核实')
    check(matter, 'deaths', '3', 'refuted', '09:10')
    expect(hintOf(matter, '人员伤亡')).toBe('3人死亡经核实不属实（依据：区应急局值班室电话）')
  })

  test('is the time and the place: a machine’s reading that a person verified is known, one that was refuted is not said', () => {
    const matter = known({ deaths }).add([{ type: 'anchor-set', anchor: anchor('occurred', at('07:50')) }], at('08:40'))
    expect(knownFacts(matter)).toContain('【待核：事发时间】')
    check(matter, 'occurred', '2031-03-12 07:50')
    expect(knownFacts(matter)).toContain('3月12日7时50分')
    check(matter, 'place', '临江区', 'refuted', '09:05')
    expect(hintOf(matter, '地点')).toBe('读出的地点经核实不属实')
    check(matter, 'place', '临江区滨江路二号', 'verified', '09:06')
    expect(knownFacts(matter)).toContain('临江区滨江路二号发生爆炸')
  })

  test('in words of people’s own is told after the figures; a cause is not, nor the words of what is being checked', () => {
    const matter = check(known({ deaths }), '燃气阀门', '已关闭。')
    check(matter, '起火原因', '电线短路', 'verified', '09:01')
    check(matter, '失联人员', '两名厨师', 'checking', '09:02')
    expect(knownFacts(matter)).toContain('经核实，燃气阀门：已关闭。')
    expect(knownFacts(matter)).not.toContain('短路')
    expect(textOf(matter, 'being-checked', 'follow-up')).toBe('正在核实的情况：失联人员。')
  })
})

describe('a draft of a template', () => {
  const form = (sections: { field: WordingField; text: string }[], basis = '') => ({
    template: template('first-release'),
    templatesVersion: shippedWordingTemplates.version,
    issuer: '临江市应急局',
    sections,
    basis
  })
  const filled = (matter: WordingMatter) => fill(matter).sections.map(({ field, text }) => ({ field, text }))
  const closed = (matter: WordingMatter) =>
    filled(matter).map(({ field, text }) => ({ field, text: text.replace(/【待核：[^】]*】/g, field === 'next-update' ? '3月12日12时' : '已写明') }))
  const draft = (matter: WordingMatter, sections: ReturnType<typeof filled>, basis = '') =>
    matter.do(officer, '09:00', (state, context, events) => draftWording(state, { text: null, form: form(sections, basis) }, context, events))
  const submit = (matter: WordingMatter) => matter.do(officer, '09:01', (state, context) => submitWording(state, { version: 1 }, context))

  test('may be kept with gaps and not be submitted with them', () => {
    const matter = known({ deaths })
    draft(matter, filled(matter))
    expect(() => submit(matter)).toThrow(/处待核：主办部门、已经采取的具体措施/)
  })

  test('wants a ground for what a person wrote, and keeps the ground of what was left as it was', () => {
    const matter = known({ deaths })
    draft(matter, closed(matter))
    expect(() => submit(matter)).toThrow(/句由人写明而没有依据/)
    const again = known({ deaths })
    draft(again, closed(again), '应急局 8时50分电话报告，见 #3')
    const statements = again.state.wordings?.[0]?.form?.sections.flatMap((section) => section.statements) ?? []
    expect(statements.find(({ text }) => text.includes('3人死亡'))?.evidence.map(({ kind }) => kind)).toContain('mention')
    const own = statements.find(({ text }) => text.includes('已写明'))?.evidence
    expect(own).toMatchObject([
      { kind: 'person', name: officer.name, words: '应急局 8时50分电话报告，见 #3' },
      { kind: 'event', seq: 3 }
    ])
    expect(submit(again).events.at(-1)?.body.type).toBe('wording-submitted')
  })

  test('names a ground that there is not, and a part that the template has not', () => {
    const matter = known({ deaths })
    expect(() => draft(matter, closed(matter), '见 #99')).toThrow(/#99 不在时间线上/)
    expect(() => draft(matter, [{ field: 'questions', text: '问' }])).toThrow(/没有 questions 这一段/)
  })

  test('has each part once', () => {
    const matter = known({ deaths })
    const twice = [...closed(matter), { field: 'measures' as const, text: '已封闭滨河路。' }]
    expect(() => draft(matter, twice, '电话')).toThrow(/“已采取的措施”这一段给了两次，请合为一段/)
    expect(matter.state.wordings ?? []).toEqual([])
  })

  test('lacks a part that the stage needs', () => {
    const matter = known({ deaths })
    draft(
      matter,
      closed(matter).filter(({ field }) => field !== 'next-update' && field !== 'public-advice'),
      '电话'
    )
    expect(() => submit(matter)).toThrow(/缺少必有的部分：公众须知、下次发布/)
  })

  describe('says something in each part', () => {
    const submitted = (field: WordingField, text: string) => {
      const matter = known({ deaths })
      draft(
        matter,
        closed(matter).map((part) => (part.field === field ? { field, text } : part)),
        '电话'
      )
      return () => submit(matter)
    }

    test.each<[WordingField, string]>([
      ['measures', '有关部门正在积极开展相关工作。'],
      ['measures', '应急局已按职责牵头处置。各项工作正在有序推进。'],
      ['being-checked', '有关情况正在进一步核实。'],
      ['being-checked', '无'],
      ['public-advice', '请广大市民理解和支持。请以权威发布的信息为准，不信谣、不传谣。'],
      ['known-facts', '有关情况如下。'],
      ['issuer', '有关部门']
    ])('%s may not be filler: %s', (field, text) => {
      expect(submitted(field, text)).toThrow(/没有说出任何具体内容：「/)
    })

    test.each<[WordingField, string]>([
      ['measures', '已封闭现场。相关工作正在开展。'],
      ['being-checked', '人员伤亡情况正在核实。'],
      ['being-checked', '现场情况和人员情况正在进一步核实，原因正在调查。'],
      ['public-advice', '请市民绕行滨河路。'],
      ['heading', '情况通报']
    ])('%s says something: %s', (field, text) => {
      expect(submitted(field, text)).not.toThrow()
    })

    test.each([
      ['后续情况将适时再次发布。', /没有写明下次发布的具体时间/],
      ['后续情况将于3月12日8时前再次发布。', /下次发布时间已经过去/],
      ['后续情况将于3月29日20时前再次发布。', /下次发布时间太远，最迟为 2031-03-19 12:40（7天，/]
    ])('the next update has a moment that can be kept: %s', (text, fault) => {
      expect(submitted('next-update', text)).toThrow(fault)
    })

    test.each(['3月12日18时前再次发布。', '后续情况将于今日前再次发布。', '今日内每2小时发布一次。', '明日上午10时召开发布会并再次发布。'])(
      'a moment ahead is one: %s',
      (text) => {
        expect(submitted('next-update', text)).not.toThrow()
      }
    )
  })
})

describe('templates', () => {
  const shipped = { version: 't', source: '测试', templates: [template('first-release')] }
  const faults = (change: Partial<WordingTemplate>): string[] => {
    const parsed = WordingTemplates.safeParse({ ...shipped, templates: [{ ...template('first-release'), ...change }] })
    return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`)
  }
  const parts = template('first-release').parts
  const withText = (text: string) => parts.map((part) => (part.field === 'measures' ? { ...part, text } : part))

  test('of all stages are shipped', () => {
    expect(new Set(shippedWordingTemplates.templates.map(({ stage }) => stage)).size).toBe(4)
    expect(faults({})).toEqual([])
  })

  test('have every part that their stage needs', () => {
    expect(faults({ parts: parts.filter(({ field }) => field !== 'public-advice') })).toEqual([
      'templates.0.parts 首次发布的口径缺少必有的部分：公众须知（public-advice）'
    ])
  })

  test.each([
    ['{伤亡人数}处置', /^templates\.0\.parts\.\d\.text 没有这个占位：\{伤亡人数\}；可用：事发时间、/],
    ['起火原因为电线短路。', /模板不能预先写明原因：「起火原因为电线短路」/],
    ['{原因}', /\{原因\} 只能写在 cause 一段/]
  ])('with %s name the place', (text, message) => {
    expect(faults({ parts: withText(text) })).toEqual([expect.stringMatching(message)])
  })
})
