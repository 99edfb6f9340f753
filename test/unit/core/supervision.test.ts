import { beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../../../core/actor.ts'
import { ForbiddenError, RefusedError } from '../../../core/errors.ts'
import type { CommandContext } from '../../../core/incident/command.ts'
import { acceptAnswer } from '../../../core/incident/accept-answer.ts'
import { criticise } from '../../../core/incident/criticise.ts'
import { declineSupervisionProposal } from '../../../core/incident/decline-supervision-proposal.ts'
import { entriesOf, type SupervisionCommand, type SupervisionGround } from '../../../core/incident/draft-supervision.ts'
import { findAnswerFault } from '../../../core/incident/find-fault.ts'
import { judgeRectification } from '../../../core/incident/judge-rectification.ts'
import { makeStatement } from '../../../core/incident/make-statement.ts'
import { numberSupervision } from '../../../core/incident/number-supervision.ts'
import { orderSupervision } from '../../../core/incident/order-supervision.ts'
import { proposeSupervision } from '../../../core/incident/propose-supervision.ts'
import { refuseSupervision } from '../../../core/incident/refuse-supervision.ts'
import { remind } from '../../../core/incident/remind.ts'
import { reportRectification } from '../../../core/incident/report-rectification.ts'
import { signSupervision } from '../../../core/incident/sign-supervision.ts'
import { IncidentDocument, type IncidentState } from '../../../core/incident/state.ts'
import { summon } from '../../../core/incident/summon.ts'
import type { SupervisionEntry } from '../../../core/incident/supervision-entry.ts'
import type { Decision } from '../../../core/incident/update.ts'
import { machine } from '../../../core/actor.ts'
import { answer } from '../../../core/incident/answer.ts'
import { dismiss } from '../../../core/incident/dismiss.ts'
import { matterOf } from '../../../core/measures/matter-of.ts'
import { ledgerRows, ledgerTable } from '../../../core/measures/supervision-ledger.ts'
import { seriesOf } from '../../../core/document-number.ts'
import { SupervisionRules } from '../../../core/supervision.ts'
import { leader, officer, otherAnalyst, person } from '../../support/incidents.ts'
import { shippedSupervision } from '../../support/shipped-supervision.ts'
import { moment, safety, StagedDesk, transport } from '../../support/staged-desk.ts'

const supervisor = person('督查员戊', ['supervisor'])
const handler = person('承办人己', ['handler'], 'safety')
const otherHandler = person('承办人庚', ['handler'], 'transport')
const unit = { id: 'safety', name: '安全处' }

const reminder: SupervisionCommand = {
  unit,
  finding: 'poor-handling',
  text: '知晓性回应超过时限未作，处置不得力',
  events: [],
  clocks: ['department-reply/notice/safety'],
  rectifyBy: null,
  skipReason: ''
}
const withDate: SupervisionCommand = { ...reminder, rectifyBy: moment('2026-09-20 18:00') }

let desk: StagedDesk

/** Opened at ten and given to two departments a minute later; the safety department is late with taking notice from 13:01 on. */
beforeEach(async () => {
  desk = new StagedDesk()
  await desk.open('III', '2026-09-10 10:00')
  await desk.write('2026-09-10 10:01', { type: 'assigned', departments: [safety, transport], instruction: '请核实' })
})

type Step = (state: IncidentState, command: SupervisionCommand, context: CommandContext, ground: SupervisionGround) => Decision

function ground(): SupervisionGround {
  return { rules: shippedSupervision, events: desk.document.events }
}

async function step(when: string, verb: Step, command: SupervisionCommand, actor: Actor = supervisor): Promise<IncidentDocument> {
  return await desk.act(when, actor, (state, context) => verb(state, command, context, ground()))
}

function newest(): SupervisionEntry {
  const entry = entriesOf(desk.document.state).at(-1)
  if (entry === undefined) throw new Error('nothing stands in the ledger')
  return entry
}

const afternoon = '2026-09-10 15:00'

describe('a reminder', () => {
  it('goes out with its finding and evidence, and needs nobody else', async () => {
    await step(afternoon, remind, reminder)
    expect(newest()).toMatchObject({ id: 'supervision-1', kind: 'reminder', status: 'issued', unit, rectification: 'none', skipReason: null })
    expect(newest().evidence).toEqual([
      {
        kind: 'clock',
        id: 'department-reply/notice/safety',
        words: '部门答复·知晓性回应（安全处）',
        dueAt: moment('2026-09-10 13:01'),
        doneAt: null
      }
    ])
  })

  it('needs evidence that is there: a clock that was late, an event of the timeline', async () => {
    const refused = (command: Partial<SupervisionCommand>): Promise<unknown> => step(afternoon, remind, { ...reminder, ...command })
    await expect(refused({ clocks: [] })).rejects.toThrow('督办须有依据')
    await expect(refused({ clocks: ['department-reply/answer/safety'] })).rejects.toThrow('没有超时')
    await expect(refused({ clocks: ['nothing'] })).rejects.toThrow('没有这个时限')
    await expect(refused({ events: [99] })).rejects.toThrow('时间线上没有第 99 号事件')
    await expect(refused({ text: '慢' })).rejects.toThrow('请写明认定的事实与理由')
    expect(entriesOf(desk.document.state)).toEqual([])
  })

  it('rests on what an answer said, with the link of the chain that shows it', async () => {
    await desk.act('2026-09-10 14:00', handler, (state, context) =>
      answer(state, { departmentId: 'safety', text: '已知悉，正在研究处理，特此答复。' }, context)
    )
    const said = desk.document.events.find(({ body }) => body.type === 'stage-met')
    await step(afternoon, remind, { ...reminder, clocks: [], events: [said?.seq ?? 0] })
    expect(newest().evidence).toEqual([
      { kind: 'answer', seq: said?.seq, eventId: said?.id, hash: said?.hash, text: '已知悉，正在研究处理，特此答复。' }
    ])
  })
})

describe('the ladder', () => {
  it('is not skipped without a reason, which stays on the record', async () => {
    await expect(step(afternoon, orderSupervision, withDate)).rejects.toThrow('尚未对安全处作出提醒；越级须写明理由')
    await step(afternoon, orderSupervision, { ...withDate, skipReason: '情节严重，影响恶劣' })
    expect(newest()).toMatchObject({ kind: 'order', skipReason: '情节严重，影响恶劣', rectification: 'due' })
    await expect(step(afternoon, summon, withDate)).rejects.toThrow('尚未对安全处作出通报批评')
  })

  it('of one unit says nothing of another', async () => {
    await step(afternoon, remind, reminder)
    const ofOther = { ...withDate, unit: { id: 'transport', name: '交通处' } }
    await expect(step(afternoon, orderSupervision, ofOther)).rejects.toThrow('尚未对交通处作出提醒')
  })

  it('asks for a date of rectification that is still to come', async () => {
    await step(afternoon, remind, reminder)
    await expect(step(afternoon, orderSupervision, reminder)).rejects.toThrow('督办单须写明整改期限')
    await expect(step(afternoon, orderSupervision, { ...reminder, rectifyBy: moment('2026-09-10 14:59') })).rejects.toThrow('已过')
  })

  it('bounds that date to a year, and says how long a finding has to be', async () => {
    const far = { ...withDate, rectifyBy: moment('2099-01-01 00:00'), skipReason: '情节严重' }
    await expect(step(afternoon, orderSupervision, far)).rejects.toThrow('整改期限 2099-01-01 00:00 在一年以后，请核对年份')
    await expect(step(afternoon, remind, { ...reminder, text: '请整改' })).rejects.toThrow('至少 10 字，现有 3 字')
  })

  it('is for a unit that has a part in the matter, had one, or knew of it', async () => {
    const foreign = { ...reminder, unit: { id: 'publicity', name: '宣传处' } }
    await expect(step(afternoon, remind, foreign)).rejects.toThrow('宣传处在本事件中没有职责')
    await desk.write('2026-09-10 14:10', { type: 'returned', departmentId: 'transport', reason: '推诿' })
    await step(afternoon, remind, { ...reminder, unit: { id: 'transport', name: '交通处' } })
    await desk.write('2026-09-10 14:20', {
      type: 'prior-knowledge-recorded',
      unit: foreign.unit,
      knownAt: moment('2026-09-10 08:00'),
      how: '值班记录'
    })
    await step(afternoon, remind, foreign)
  })

  it('gives no second document of a kind for the same finding while one is open', async () => {
    await step(afternoon, remind, reminder)
    await expect(step(afternoon, remind, reminder)).rejects.toThrow('认定相同的提醒，尚未了结')
    await step(afternoon, orderSupervision, withDate)
    await expect(step(afternoon, orderSupervision, withDate)).rejects.toThrow('对安全处已有一份认定相同的督办单，尚未了结')
    expect(entriesOf(desk.document.state)).toHaveLength(2)
    await step(afternoon, orderSupervision, { ...withDate, finding: 'improper-response' })
  })

  it('is a supervisor’s, and never a machine’s', async () => {
    for (const actor of [officer, handler, leader, otherAnalyst])
      await expect(step(afternoon, remind, reminder, actor)).rejects.toThrow(ForbiddenError)
    await expect(step(afternoon, remind, reminder, machine('alerting'))).rejects.toThrow('督办只能由人决定')
  })

  it('goes on after the matter is closed, and not on one that was dismissed', async () => {
    await desk.write('2026-09-10 14:00', { type: 'closed', reason: '已处理' })
    await step(afternoon, remind, { ...reminder, clocks: [], events: [1] })
    const other = new StagedDesk()
    await other.open('IV', '2026-09-10 10:00')
    await other.act('2026-09-10 11:00', officer, (state, context) => dismiss(state, { reason: '误报' }, context))
    await expect(
      other.act(afternoon, supervisor, (state, context) => remind(state, { ...reminder, clocks: [], events: [1] }, context, ground()))
    ).rejects.toThrow('事件已驳回，不能再操作')
  })
})

describe('a criticism', () => {
  const sign = (when: string, actor: Actor = leader): Promise<unknown> =>
    desk.act(when, actor, (state, context) => signSupervision(state, { entry: newest().id, note: '同意' }, context))
  const state = (when: string, actor: Actor = handler): Promise<unknown> =>
    desk.act(when, actor, (was, context) => makeStatement(was, { entry: newest().id, text: '夜间值守人手不足，已补齐' }, context))

  beforeEach(async () => {
    await step(afternoon, criticise, { ...withDate, skipReason: '情节严重，影响恶劣' })
  })

  it('waits for its signature, and for the unit to be heard', async () => {
    expect(newest()).toMatchObject({ status: 'awaiting-signature', statementBy: moment('2026-09-11 15:00') })
    await expect(sign('2026-09-10 16:00')).rejects.toThrow('须先听取安全处的陈述；陈述期至')
    await state('2026-09-10 16:30')
    await sign('2026-09-10 17:00')
    expect(newest()).toMatchObject({ status: 'issued', rectification: 'due', statement: { text: '夜间值守人手不足，已补齐' } })
    expect(desk.document.events.at(-1)?.body).toMatchObject({ type: 'supervision-issued', heard: 'stated' })
  })

  it('may be signed when the unit let its time pass, which is said', async () => {
    await sign('2026-09-11 15:01')
    expect(desk.document.events.at(-1)?.body).toMatchObject({ heard: 'silent' })
    await expect(state('2026-09-11 15:02')).rejects.toThrow('陈述期已结束')
  })

  it('is signed by another than who wrote it, of a role that the rule names', async () => {
    await expect(sign('2026-09-11 15:01', person('督查员戊', ['supervisor', 'leader']))).rejects.toThrow('起草人不能签发')
    await expect(sign('2026-09-11 15:01', supervisor)).rejects.toThrow(ForbiddenError)
    await expect(state('2026-09-10 16:30', otherHandler)).rejects.toThrow('只能办理本部门的督办文书')
  })

  it('is not written twice at once, and can be refused with a reason', async () => {
    await expect(step(afternoon, criticise, { ...withDate, skipReason: '情节严重' })).rejects.toThrow('已有一份通报批评待签发')
    await desk.act('2026-09-10 16:00', leader, (was, context) => refuseSupervision(was, { entry: newest().id, reason: '证据不足' }, context))
    await expect(sign('2026-09-11 16:00')).rejects.toThrow('已不予签发')
    // What was refused is no step that the next one could rest on.
    await expect(step('2026-09-11 16:00', summon, withDate)).rejects.toThrow('尚未对安全处作出通报批评')
  })
})

describe('rectification', () => {
  const report = (when: string): Promise<unknown> =>
    desk.act(when, handler, (was, context) => reportRectification(was, { entry: newest().id, text: '已整改' }, context))
  const judge = (when: string, accepted: boolean, text: string): Promise<unknown> =>
    desk.act(when, supervisor, (was, context) => judgeRectification(was, { entry: newest().id, accepted, text }, context))

  it('is reported by the unit, sent back with what is missing, and accepted', async () => {
    await step(afternoon, orderSupervision, { ...withDate, skipReason: '情节严重' })
    await expect(judge('2026-09-11 09:00', true, '')).rejects.toThrow('还没有整改报告')
    await report('2026-09-11 10:00')
    await expect(judge('2026-09-11 11:00', false, ' ')).rejects.toThrow(RefusedError)
    await judge('2026-09-11 11:00', false, '未写明责任人')
    expect(newest().rectification).toBe('due')
    await report('2026-09-11 12:00')
    await judge('2026-09-11 13:00', true, '')
    expect(newest()).toMatchObject({ rectification: 'accepted', rectificationReports: [{}, {}], rectificationWords: [{}, {}] })
    await expect(report('2026-09-11 14:00')).rejects.toThrow('整改已验收')
  })

  it('is not asked for by what has not gone out', async () => {
    await step(afternoon, criticise, { ...withDate, skipReason: '情节严重' })
    await expect(report('2026-09-11 10:00')).rejects.toThrow('没有要求整改，或尚未签发')
  })
})

function proposedOfAnswers(): string[] {
  return proposeSupervision(desk.document.state, moment('2026-09-10 12:30')).flatMap(({ id, finding, events, unit: whose }) =>
    id.startsWith('answer:') ? [[id, finding, events.join(), whose?.name].join(' ')] : []
  )
}

describe('the machine proposes', () => {
  it('what is late, once, until a document rests on it', async () => {
    expect(proposeSupervision(desk.document.state, moment('2026-09-10 11:00'))).toEqual([])
    const proposed = proposeSupervision(desk.document.state, moment(afternoon))
    expect(proposed.map(({ id, kind, unit: whose, finding }) => [id, kind, whose?.name ?? null, finding])).toEqual([
      ['clock:report-up/written', 'reminder', null, 'late-reporting'],
      ['clock:department-reply/notice/safety', 'reminder', '安全处', 'poor-handling'],
      ['clock:department-reply/notice/transport', 'reminder', '交通处', 'poor-handling']
    ])
    await step(afternoon, remind, reminder)
    expect(proposeSupervision(desk.document.state, moment(afternoon)).map(({ id }) => id)).toEqual([
      'clock:report-up/written',
      'clock:department-reply/notice/transport'
    ])
  })

  it('the next step where a rectification is overdue', async () => {
    await step(afternoon, orderSupervision, { ...withDate, skipReason: '情节严重' })
    expect(proposeSupervision(desk.document.state, moment('2026-09-21 09:00'))).toContainEqual(
      expect.objectContaining({ id: 'rectification:supervision-1', kind: 'criticism', unit })
    )
  })

  it('a ledger entry for an answer that a person found at fault, until a document rests on it or it is accepted after all', async () => {
    const text = '已知悉，正在研究处理，特此答复。'
    await desk.act('2026-09-10 12:00', handler, (state, context) => answer(state, { departmentId: 'safety', text }, context))
    const seq = desk.document.events.findLast(({ body }) => body.type === 'stage-met')?.seq ?? 0
    const fault = (name: 'handling' | 'wording'): Promise<unknown> =>
      desk.act('2026-09-10 12:10', supervisor, (state, context) =>
        findAnswerFault(state, { answer: seq, fault: name, reason: '没有写明查了什么', findings: [] }, context, desk.document.events)
      )
    await fault('handling')
    expect(proposedOfAnswers()).toEqual([`answer:${seq}:handling poor-handling ${seq} 安全处`])
    await desk.act('2026-09-10 12:20', supervisor, (state, context) =>
      declineSupervisionProposal(state, { proposal: `answer:${seq}:handling`, reason: '已当面指出' }, context)
    )
    expect(proposedOfAnswers()).toEqual([])
    await fault('wording')
    expect(proposedOfAnswers()).toEqual([`answer:${seq}:wording improper-response ${seq} 安全处`])
    await step('2026-09-10 12:25', remind, { ...reminder, clocks: [], events: [seq] })
    expect(proposedOfAnswers()).toEqual([])
  })

  it('nothing for an answer that was accepted after the fault', async () => {
    const text = '已知悉，正在研究处理，特此答复。'
    await desk.act('2026-09-10 12:00', handler, (state, context) => answer(state, { departmentId: 'safety', text }, context))
    const seq = desk.document.events.findLast(({ body }) => body.type === 'stage-met')?.seq ?? 0
    await desk.act('2026-09-10 12:10', supervisor, (state, context) =>
      findAnswerFault(state, { answer: seq, fault: 'handling', reason: '没有写明', findings: [] }, context, desk.document.events)
    )
    await desk.act('2026-09-10 12:20', officer, (state, context) => acceptAnswer(state, { answer: seq, note: '' }, context, desk.document.events))
    expect(proposedOfAnswers()).toEqual([])
  })

  it('and a person may set it aside with a reason', async () => {
    const decline = (proposal: string, reason: string): Promise<unknown> =>
      desk.act(afternoon, supervisor, (was, context) => declineSupervisionProposal(was, { proposal, reason }, context))
    await expect(decline('clock:nothing', '无')).rejects.toThrow('没有这条督办建议')
    await expect(decline('clock:report-up/written', ' ')).rejects.toThrow(RefusedError)
    await decline('clock:report-up/written', '上级系统故障，已电话说明')
    expect(proposeSupervision(desk.document.state, moment(afternoon)).map(({ id }) => id)).not.toContain('clock:report-up/written')
  })
})

describe('a number', () => {
  it('is written on the document once, by kind and year in China', async () => {
    await step(afternoon, remind, reminder)
    const given = { entry: newest().id, series: seriesOf('reminder', moment('2026-12-31 23:59')), number: 3 }
    expect(given.series).toBe('reminder/2026')
    expect(seriesOf('reminder', moment('2027-01-01 00:01'))).toBe('reminder/2027')
    await desk.act(afternoon, machine('dashboard-api'), (was) => numberSupervision(was, given))
    expect(newest().number).toEqual({ series: 'reminder/2026', number: 3, words: '舆提〔2026〕3号' })
    expect(numberSupervision(desk.document.state, { ...given, number: 4 })).toEqual([])
  })
})

it('a paper is filled from the document as the ledger has it', async () => {
  await step(afternoon, orderSupervision, { ...withDate, skipReason: '情节严重' })
  const [row] = ledgerRows([desk.document], moment(afternoon))
  if (row === undefined) throw new Error('nothing stands in the ledger')
  expect(matterOf(row)).toMatchObject({
    number: null,
    unit: '安全处',
    finding: '处置不得力',
    facts: withDate.text,
    basis: '本单位政策',
    requirement: '请对照上述问题逐项整改',
    evidence: [
      { kind: 'clock', words: '部门答复·知晓性回应（安全处）：时限 2026-09-10 13:01，当时尚未完成', incidentId: 'inc-test', eventSeq: null }
    ],
    dueAt: withDate.rectifyBy,
    statement: null
  })
  const { columns, rows } = ledgerTable([row])
  expect(rows).toEqual([expect.arrayContaining(['待编号', '督办单', '安全处', '处置不得力', '整改中', '情节严重'])])
  expect(rows[0]).toHaveLength(columns.length)
})

it('the basis of a 通报 and an 约谈 is the document that the source of the rule names', async () => {
  await step(afternoon, criticise, { ...withDate, skipReason: '情节严重' })
  expect(matterOf({ incidentId: 'inc-test', entry: newest() }).basis).toBe('国办发〔2018〕23号')
})

it('a 通报 or an 约谈 does not rest on the opening of the matter alone; a 提醒 may', async () => {
  const alone = { ...withDate, clocks: [], events: [1], skipReason: '情节严重' }
  for (const verb of [criticise, summon]) await expect(step(afternoon, verb, alone)).rejects.toThrow('不能只以立案')
  await step(afternoon, criticise, { ...alone, clocks: reminder.clocks })
  expect(newest().evidence.map(({ kind }) => kind)).toEqual(['event', 'clock'])
  await step(afternoon, remind, { ...alone, rectifyBy: null })
  expect(newest().kind).toBe('reminder')
})

describe('rules', () => {
  const [first, ...rest] = shippedSupervision.steps
  it.each([
    ['a step that is missing', rest],
    ['a number without its year', [{ ...first, number: '督{number}号' }, ...rest]],
    ['a blame that nobody signs', shippedSupervision.steps.map((one) => ({ ...one, signedBy: [] }))],
    ['a blame without hearing', shippedSupervision.steps.map((one) => ({ ...one, statementHours: null }))]
  ])('with %s are refused', (_, steps) => {
    expect(SupervisionRules.safeParse({ steps }).success).toBe(false)
  })
})

it('an incident with a ledger is stored and read as it is; one from before has none', async () => {
  expect(desk.document.state.supervision).toBeUndefined()
  await step(afternoon, remind, reminder)
  const document = desk.document
  expect(IncidentDocument.parse(JSON.parse(JSON.stringify(document)))).toEqual(document)
})
