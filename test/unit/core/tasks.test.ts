import { describe, expect, it, test } from 'vitest'
import { machine, type Actor } from '../../../core/actor.ts'
import { Checklists } from '../../../core/checklist.ts'
import { Contact } from '../../../core/department.ts'
import { noticesDue } from '../../../core/escalation.ts'
import { checkFact } from '../../../core/incident/check-fact.ts'
import { close } from '../../../core/incident/close.ts'
import { fileReport, type FileReport } from '../../../core/incident/file-report.ts'
import { finishTask } from '../../../core/incident/finish-task.ts'
import { followChecklists } from '../../../core/incident/follow-checklists.ts'
import { giveTask } from '../../../core/incident/give-task.ts'
import { handOnTask } from '../../../core/incident/hand-on-task.ts'
import { holdMeeting } from '../../../core/incident/hold-meeting.ts'
import { instruct } from '../../../core/incident/instruct.ts'
import { absorb } from '../../../core/incident/merge.ts'
import { receiptTransfer } from '../../../core/incident/receipt-transfer.ts'
import { reportByPhone } from '../../../core/incident/report-by-phone.ts'
import { reportInWriting } from '../../../core/incident/report-in-writing.ts'
import { replay } from '../../../core/incident/evolve.ts'
import { returnTask } from '../../../core/incident/return-task.ts'
import { IncidentDocument, type IncidentState } from '../../../core/incident/state.ts'
import { statementsOf } from '../../../core/incident/statements.ts'
import type { Task, TaskOwner } from '../../../core/incident/task.ts'
import { transferRumour } from '../../../core/incident/transfer-rumour.ts'
import { create } from '../../../core/incident/update.ts'
import { withdrawTask } from '../../../core/incident/withdraw-task.ts'
import { workOf } from '../../../core/incident/work.ts'
import type { MentionId } from '../../../core/mention.ts'
import { Policy } from '../../../core/policy.ts'
import { lookAtOf } from '../../../core/look-at.ts'
import { unfiredOf } from '../../../core/unfired.ts'
import { visibilityOf } from '../../../core/visibility.ts'
import { sha256 } from '../../../adapters/hash.ts'
import { contacts } from '../../support/alerting-ladder.ts'
import { leader, officer, openingOf, anchor, person } from '../../support/incidents.ts'
import { moment, safety, shippedStages, StagedDesk, stagedPolicy } from '../../support/staged-desk.ts'
import { StagedSweep } from '../../support/staged-sweep.ts'
import { matterIn, waived } from '../../support/workflow-matter.ts'

const handler = person('承办人', ['handler'], 'safety')
const supervisor = person('督查员', ['supervisor'])
const safetyOwns: TaskOwner = { kind: 'department', id: 'safety', name: '安全处', person: '张科长' }
const asked = { text: '查明原因', owner: safetyOwns, dueAt: moment('2026-09-10 18:00') }

async function instructed(): Promise<StagedDesk> {
  const desk = await matterIn('assigned')
  await desk.act('2026-09-10 10:10', leader, (state, context) => instruct(state, { text: '务必查清', tasks: [asked] }, context))
  return desk
}

function task(desk: StagedDesk, id = 'task/1'): Task {
  const found = workOf(desk.document.state).tasks.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no ${id}`)
  return found
}

describe('批示', () => {
  it('becomes a task with an owner and a due time', async () => {
    const desk = await instructed()
    expect(task(desk)).toMatchObject({ source: 'instruction', about: '务必查清', text: '查明原因', owner: safetyOwns, state: 'open', word: null })
    expect(task(desk).givenBy).toMatchObject({ name: leader.name })
  })

  it('is done by its owner alone, with what was done', async () => {
    const desk = await instructed()
    const finish = (actor: Actor, statement: string) =>
      desk.act('2026-09-10 11:00', actor, (state, context) => finishTask(state, { task: 'task/1', statement, evidence: [] }, context))
    await expect(finish(officer, '已查清')).rejects.toThrow('此任务由安全处 张科长办理')
    await expect(finish(handler, '  ')).rejects.toThrow('请填写完成情况')
    await expect(finish(handler, '长'.repeat(2001))).rejects.toThrow('完成情况最多 2000 字，现有 2001 字')
    await finish(handler, '为管线老化')
    expect(task(desk)).toMatchObject({ state: 'done', word: { text: '为管线老化', by: { name: '承办人' } } })
    await expect(finish(handler, '再报一次')).rejects.toThrow('此任务已完成')
  })

  it('that is returned runs on, and is handed to another by the same moment', async () => {
    const desk = await instructed()
    await desk.act('2026-09-10 10:20', handler, (state, context) => returnTask(state, { task: 'task/1', reason: '非本处职责' }, context))
    expect(task(desk)).toMatchObject({ state: 'returned', dueAt: asked.dueAt })
    const owner: TaskOwner = { kind: 'role', role: 'analyst', person: null }
    await desk.act('2026-09-10 10:30', officer, (state, context) =>
      handOnTask(state, { task: 'task/1', owner, dueAt: null, reason: '由研判组办理' }, context)
    )
    expect(task(desk)).toMatchObject({ state: 'open', owner, dueAt: asked.dueAt })
  })

  it('has its time changed and is taken back by a leader alone', async () => {
    const desk = await instructed()
    const later = { task: 'task/1', owner: safetyOwns, dueAt: moment('2026-09-11 18:00'), reason: '须检测' }
    await expect(desk.act('2026-09-10 10:30', officer, (state, context) => handOnTask(state, later, context))).rejects.toThrow(
      '批示的任务只能由领导改变完成时限'
    )
    await expect(
      desk.act('2026-09-10 10:30', officer, (state, context) => withdrawTask(state, { task: 'task/1', reason: '不必' }, context))
    ).rejects.toThrow('批示的任务只能由领导撤回')
    await desk.act('2026-09-10 10:31', leader, (state, context) => handOnTask(state, later, context))
    expect(task(desk).dueAt).toBe(later.dueAt)
  })

  test.each([
    ['no task', { text: '阅', tasks: [] }, '批示须落为任务'],
    ['no word', { text: ' \n', tasks: [asked] }, '请填写批示内容'],
    ['a giant word', { text: '阅'.repeat(2001), tasks: [asked] }, '最多 2000 字'],
    ['a past moment', { text: '阅', tasks: [{ ...asked, dueAt: moment('2026-09-10 10:00') }] }, '须晚于现在'],
    ['a slip in the year', { text: '阅', tasks: [{ ...asked, dueAt: moment('2062-09-10 10:00') }] }, '请核对年份']
  ])('with %s is refused', async (_what, command, words) => {
    const desk = await matterIn('assigned')
    await expect(desk.act('2026-09-10 10:10', leader, (state, context) => instruct(state, command, context))).rejects.toThrow(words)
    expect(desk.document.state.work).toBeUndefined()
  })

  it('keeps hostile text as text', async () => {
    const desk = await matterIn('assigned')
    const text = '=HYPERLINK("x")<script>\u202E\u0007'
    await desk.act('2026-09-10 10:10', leader, (state, context) => instruct(state, { text, tasks: [{ ...asked, text }] }, context))
    expect(task(desk)).toMatchObject({ about: text, text })
  })
})

describe('a matter with tasks', () => {
  it('is not closed while one is owed, and ends what a checklist still lists', async () => {
    const desk = await instructed()
    await desk.write('2026-09-10 10:11', {
      type: 'tasks-given',
      source: 'checklist',
      about: '通用检查单',
      checklistId: 'general',
      tasks: [{ ...asked, id: 'task/2', text: '备好提纲' }]
    })
    await waived(desk)
    const closing = (actor: Actor, despite = '') =>
      desk.act('2026-09-10 11:00', actor, (state, context) => close(state, { reason: '处置完毕', despite }, context))
    await expect(closing(officer)).rejects.toThrow('任务·查明原因（安全处 张科长）未完成')
    await desk.act('2026-09-10 11:00', handler, (state, context) => finishTask(state, { task: 'task/1', statement: '已查清', evidence: [] }, context))
    await expect(closing(officer)).rejects.toThrow('尚有未办完的事项')
    await closing(leader, '部门已当面答复')
    expect([task(desk).state, task(desk, 'task/2').state, task(desk, 'task/2').word?.text]).toEqual(['done', 'withdrawn', '办结时未完成：处置完毕'])
  })

  it('that goes into another takes what is owed with it, by the same moment', async () => {
    const [from, into] = [await instructed(), await matterIn('assigned')]
    await into.act('2026-09-10 10:20', officer, (state, context) =>
      absorb(state, { from: { ...from.document.state, id: 'inc-a' }, reason: '同一件事' }, context)
    )
    expect(task(into)).toMatchObject({ source: 'instruction', about: '并入的事件：务必查清', dueAt: asked.dueAt, owner: safetyOwns })
  })

  it('reads as it was stored, and one from before there were tasks has none', async () => {
    const desk = await instructed()
    const stored = IncidentDocument.parse(JSON.parse(JSON.stringify(desk.document)))
    expect(replay(stored.id, stored.events)).toEqual(stored.state)
    const before = await matterIn('assigned')
    const { work, ...old } = IncidentDocument.parse(JSON.parse(JSON.stringify(before.document))).state
    const state: IncidentState = old
    expect([work, workOf(state).tasks]).toEqual([undefined, []])
  })
})

describe('a task in the sweep', () => {
  const step = (id: string, countdowns: string[], to: string[]): object => ({
    id,
    on: 'phase',
    grades: ['I', 'II', 'III', 'IV'],
    countdowns,
    phases: ['overdue'],
    to,
    channels: ['dashboard'],
    words: '任务到期未完成',
    source: '测试依据'
  })
  const ladder = Policy.parse({
    ...stagedPolicy,
    escalation: [step('task-late', ['task/instruction'], ['task-owner', 'task-leader']), step('statutory', [], ['supervisor'])]
  })
  const chief = Contact.parse({ id: 'safety-chief', name: '安全处处长', role: 'deputy-leader', departmentId: 'safety' })

  async function swept(): Promise<StagedDesk> {
    const desk = new StagedDesk()
    await desk.open('III', '2026-09-10 10:00', { under: ladder })
    await desk.write('2026-09-10 10:00', { type: 'departments-proposed', departments: [safety] })
    await desk.act('2026-09-10 10:10', leader, (state, context) =>
      instruct(state, { text: '务必查清', tasks: [{ ...asked, dueAt: moment('2026-09-10 11:00') }] }, context)
    )
    return desk
  }

  it('that nobody did in time is told to its department and its leader, once', async () => {
    const desk = await swept()
    const sweep = new StagedSweep(desk, [...contacts, chief])
    await sweep.at(moment('2026-09-10 10:59'))
    expect(sweep.about('phase:task/1')).toEqual([])
    await sweep.at(moment('2026-09-10 11:00'))
    await sweep.at(moment('2026-09-10 11:05'))
    expect(sweep.about('phase:task/1')).toEqual([
      'safety task-late:phase:task/1:overdue 任务·查明原因（安全处 张科长）已超时',
      'safety-chief task-late:phase:task/1:overdue 任务·查明原因（安全处 张科长）已超时'
    ])
    const recorded = desk.document.events.flatMap(({ body }) => (body.type === 'task-phase-reached' ? [body.phase] : []))
    expect(recorded).toEqual(['p75', 'overdue'])
  })

  it('is looked at by its time, and not after it was done', async () => {
    const desk = await swept()
    expect(lookAtOf(desk.document) <= moment('2026-09-10 11:00')).toBe(true)
    await desk.act('2026-09-10 10:20', handler, (state, context) => finishTask(state, { task: 'task/1', statement: '已查清', evidence: [] }, context))
    const sweep = new StagedSweep(desk, [...contacts, chief])
    await sweep.at(moment('2026-09-10 11:05'))
    expect(sweep.about('phase:task/1')).toEqual([])
  })

  it('is found by the second path when nobody was told', async () => {
    const desk = await swept()
    const unfired = (when: string) => unfiredOf(desk.document, [], moment(when)).flatMap(({ what }) => (what.startsWith('task') ? [what] : []))
    expect([unfired('2026-09-10 10:59'), unfired('2026-09-10 11:02')]).toEqual([[], ['task/1 overdue']])
    await new StagedSweep(desk, [...contacts, chief]).at(moment('2026-09-10 11:03'))
    expect(unfiredOf(desk.document, null, moment('2026-09-10 11:05')).filter(({ what }) => what.startsWith('task'))).toEqual([])
  })

  it('with no leader of its department says whom nobody reached', async () => {
    const { document } = await swept()
    const due = noticesDue({
      document,
      contacts,
      channels: { dashboard: () => ({ address: null }) },
      now: moment('2026-09-10 11:00'),
      sha256,
      fetchedElapsedMs: null
    })
    expect(due.escalations.find(({ body }) => body.step.startsWith('task-late'))?.body.unreachable).toEqual(['安全处负责人（没有联系人）'])
  })
})

describe('a checklist', () => {
  const checklists = Checklists.parse([
    {
      id: 'general',
      words: '通用检查单',
      grades: ['I', 'II'],
      source: '预案',
      items: [{ id: 'a', text: '核实', owner: 'lead-department', withinMinutes: 60 }]
    },
    {
      id: 'blast',
      words: '爆炸检查单',
      eventTypes: ['爆炸'],
      grades: ['I', 'II', 'III'],
      source: '预案',
      items: [
        { id: 'a', text: '派员到现场', owner: 'lead-department', withinMinutes: 30 },
        { id: 'b', text: '拟口径', owner: 'spokesperson', withinMinutes: 120 }
      ]
    },
    {
      id: 'food',
      words: '食品检查单',
      eventTypes: ['食物中毒'],
      grades: ['I', 'II', 'III', 'IV'],
      source: '预案',
      items: [{ id: 'a', text: '封存', owner: 'handler', withinMinutes: 30 }]
    }
  ])
  const open = async (grade: 'II' | 'III') => {
    const desk = new StagedDesk()
    const writer = { ...desk.writer, follow: followChecklists(checklists) }
    const bodies = openingOf(grade, [anchor('detected', moment('2026-09-10 10:00'))])
    const document = await create(writer, 'inc-test', { at: moment('2026-09-10 10:00'), actor: machine('pipeline'), cause: 'open' }, bodies, null)
    return { desk, document }
  }
  const listed = ({ state }: IncidentDocument): string[] =>
    workOf(state).tasks.map(({ id, checklistId, text, dueAt }) => `${id} ${checklistId} ${text} ${dueAt}`)

  it('starts with the matter: those of its kind and grade, item by item from the opening', async () => {
    const { document } = await open('III')
    expect(listed(document)).toEqual([`task/1 blast 派员到现场 ${moment('2026-09-10 10:30')}`, `task/2 blast 拟口径 ${moment('2026-09-10 12:00')}`])
  })

  it('of a higher grade starts with that grade, and what runs is not started again', async () => {
    const { document } = await open('III')
    const before = replay(document.id, document.events)
    const raised = { type: 'grade-confirmed', eventGrade: 'II', opinionGrade: null, reason: '扩大', secondedBy: null } as const
    const after = { ...before, eventGrade: 'II' as const, grade: 'II' as const }
    const bodies = followChecklists(checklists)({ before, bodies: [raised], after, events: document.events })
    expect(bodies.flatMap((body) => (body.type === 'tasks-given' ? [`${body.checklistId} ${body.tasks[0]?.id}`] : []))).toEqual(['general task/3'])
    expect(followChecklists(checklists)({ before, bodies: [{ type: 'noted', text: '记' }], after, events: document.events })).toEqual([])
  })

  it.each([
    ['an id twice', [...checklists, checklists[0]], /编号 general 重复/],
    ['no time', [{ ...checklists[0], items: [{ id: 'a', text: '核实', owner: 'analyst' }] }], /withinMinutes/],
    ['nobody to do it', [{ ...checklists[0], items: [{ id: 'a', text: '核实', owner: 'someone', withinMinutes: 5 }] }], /owner/]
  ])('with %s is refused', (_what, value, words) => {
    expect(() => Checklists.parse(value)).toThrow(words)
  })
})

describe('会商', () => {
  const meeting = {
    topic: '是否降级',
    heldAt: moment('2026-09-10 10:05'),
    participants: [
      { name: '甲', unit: '宣传处' },
      { name: '乙', unit: '安全处' }
    ],
    opinions: [{ by: '乙', text: '险情已排除' }],
    conclusion: '建议降为一般',
    proposedGrade: 'IV' as const,
    tasks: [asked]
  }

  it('lowers no grade by itself; its decisions are tasks', async () => {
    const desk = await matterIn('assigned')
    await desk.act('2026-09-10 10:10', officer, (state, context) => holdMeeting(state, meeting, context))
    expect([desk.document.state.grade, desk.document.state.proposal, task(desk).source]).toEqual(['II', null, 'meeting'])
    expect(workOf(desk.document.state).meetings[0]).toMatchObject({ topic: '是否降级', proposedGrade: 'IV' })
  })

  test.each([
    ['one person', { participants: [{ name: '甲', unit: '宣传处' }], opinions: [] }, '两人以上'],
    [
      'one person named twice',
      {
        participants: [
          { name: '甲', unit: '宣传处' },
          { name: ' 甲', unit: '宣传处' }
        ],
        opinions: []
      },
      '同一人只算一次'
    ],
    ['the word of a stranger', { opinions: [{ by: '丙', text: '同意' }] }, '“丙”不在参加人之中'],
    ['no conclusion', { conclusion: ' ' }, '请填写会商结论'],
    ['a time to come', { heldAt: moment('2026-09-10 12:00') }, '会商时间不能晚于现在']
  ])('of %s is refused', async (_what, change, words) => {
    const desk = await matterIn('assigned')
    const hold = desk.act('2026-09-10 10:10', officer, (state, context) => holdMeeting(state, { ...meeting, ...change }, context))
    await expect(hold).rejects.toThrow(words)
  })
})

describe('核实', () => {
  it('stands with the fact that it is about; a value that changed has been checked by nobody', async () => {
    const desk = await matterIn('assigned')
    const deaths = (value: number) => ({ value, text: `${value}人死亡`, offset: 0 })
    const facts = desk.document.state.facts
    await desk.write('2026-09-10 10:10', { type: 'facts-established', facts: { ...facts, deaths: deaths(3) }, from: null })
    const check = { fact: 'deaths', value: '3', status: 'verified', source: '区应急局', note: '' } as const
    await desk.act('2026-09-10 10:12', officer, (state, context) => checkFact(state, check, context))
    await desk.act('2026-09-10 10:13', officer, (state, context) => checkFact(state, check, context))
    expect(workOf(desk.document.state).factChecks).toHaveLength(1)
    expect(statementsOf(desk.document.state).find(({ fact }) => fact === 'deaths')).toMatchObject({ value: '3', check: { status: 'verified' } })
    await desk.write('2026-09-10 10:20', { type: 'facts-established', facts: { ...facts, deaths: deaths(5) }, from: null })
    expect(
      statementsOf(desk.document.state).flatMap(({ fact, value, check: of }) => (fact === 'deaths' ? [[value, of?.status ?? null]] : []))
    ).toEqual([
      ['5', null],
      ['3', 'verified']
    ])
  })

  it('that verifies or refutes names from whom', async () => {
    const desk = await matterIn('assigned')
    const check = { fact: '死因', value: '坠楼', status: 'refuted', source: ' ', note: '' } as const
    await expect(desk.act('2026-09-10 10:12', officer, (state, context) => checkFact(state, check, context))).rejects.toThrow('请填写依据')
  })
})

describe('移交', () => {
  const one = {
    id: 'm-1' as MentionId,
    source: '论坛',
    url: null,
    title: '谣言',
    author: null,
    publishedAt: null,
    contentHash: sha256('x'),
    snapshot: null
  }
  const transfer = {
    to: 'cyberspace',
    unit: '市网信办',
    handedAt: moment('2026-09-10 10:10'),
    reason: '编造伤亡',
    mentions: [one],
    sha256
  } as const

  it('keeps what was handed over under one hash, and its receipt once', async () => {
    const desk = await matterIn('assigned')
    await desk.act('2026-09-10 10:11', officer, (state, context) => transferRumour(state, transfer, context))
    const receipt = { transfer: 'transfer/1', text: '收〔2026〕1号', receivedAt: moment('2026-09-10 10:30') }
    const early = { ...receipt, receivedAt: moment('2026-09-10 10:05') }
    await expect(desk.act('2026-09-10 10:40', officer, (state, context) => receiptTransfer(state, early, context))).rejects.toThrow('早于移交时间')
    await desk.act('2026-09-10 10:40', officer, (state, context) => receiptTransfer(state, receipt, context))
    await expect(desk.act('2026-09-10 10:41', officer, (state, context) => receiptTransfer(state, receipt, context))).rejects.toThrow('登记回执')
    const [kept] = workOf(desk.document.state).transfers
    expect([kept?.packageHash.length, kept?.receipt?.text]).toEqual([64, '收〔2026〕1号'])
  })

  it('of nothing is refused', async () => {
    const desk = await matterIn('assigned')
    const nothing = desk.act('2026-09-10 10:11', officer, (state, context) => transferRumour(state, { ...transfer, mentions: [] }, context))
    await expect(nothing).rejects.toThrow('请选择要移交的信息')
  })
})

describe('初报、续报、终报', () => {
  const report: FileReport = {
    kind: 'initial',
    sentAt: moment('2026-09-10 10:10'),
    to: '市委值班室',
    documentNo: '值班〔2026〕1号',
    evidence: null,
    text: '初步情况',
    receipt: '已收'
  }
  const file = (desk: StagedDesk, change: Partial<FileReport>) =>
    desk.act('2026-09-10 10:20', officer, (state, context) => fileReport(state, { ...report, ...change }, context))

  it('come in their turn, and the first ends the clock of the written report', async () => {
    const desk = await matterIn('assigned')
    await expect(file(desk, { kind: 'follow-up' })).rejects.toThrow('还没有初报，不能先报续报')
    await file(desk, {})
    expect(desk.clock('report-up/written').settled?.state).toBe('met')
    await expect(file(desk, {})).rejects.toThrow('已有初报，请报续报')
    await file(desk, { kind: 'follow-up' })
    await file(desk, { kind: 'follow-up' })
    await file(desk, { kind: 'final' })
    await expect(file(desk, { kind: 'follow-up' })).rejects.toThrow('已有终报')
    expect(workOf(desk.document.state).reports.map(({ kind, number }) => `${kind} ${number}`)).toEqual([
      'initial 1',
      'follow-up 1',
      'follow-up 2',
      'final 1'
    ])
  })

  it('a call goes before the first written one and stands for none; a written report does', async () => {
    const desk = await matterIn('assigned')
    const call = { calledAt: moment('2026-09-10 10:12'), reporter: '甲', receiver: '市委值班室', note: '' }
    await desk.act('2026-09-10 10:13', officer, (state, context) => reportByPhone(state, call, context))
    for (const kind of ['follow-up', 'final'] as const) await expect(file(desk, { kind })).rejects.toThrow('电话报告之后还须书面初报')
    const written = { sentAt: moment('2026-09-10 10:18'), documentNo: '值班〔2026〕12号', evidence: null, receipt: '已收' }
    await desk.act('2026-09-10 10:19', officer, (state, context) => reportInWriting(state, written, context))
    await file(desk, { kind: 'follow-up' })
    await expect(file(desk, {})).rejects.toThrow('已书面上报并报过续报，不能再补初报')
  })

  it('where the rules ask for a call alone, the call stands for the first', async () => {
    const rules = shippedStages.rules.map((rule) => ({ ...rule, stages: rule.stages.filter(({ id }) => id !== 'written') }))
    const staged = { ...shippedStages, rules: rules.filter(({ stages }) => stages.length > 0) }
    const desk = await matterIn('assigned', { under: Policy.parse({ ...stagedPolicy, staged }) })
    const call = { calledAt: moment('2026-09-10 10:12'), reporter: '甲', receiver: '市委值班室', note: '' }
    await desk.act('2026-09-10 10:13', officer, (state, context) => reportByPhone(state, call, context))
    await file(desk, { kind: 'follow-up' })
    expect(workOf(desk.document.state).reports).toHaveLength(1)
  })

  it('a first one without a receipt leaves that clock running', async () => {
    const desk = await matterIn('assigned')
    await file(desk, { receipt: ' ' })
    expect(desk.clock('report-up/written').settled).toBeNull()
  })
})

describe('a task by the supervisor', () => {
  it('is taken back by who gave it, or by a leader', async () => {
    const desk = await matterIn('assigned')
    await desk.act('2026-09-10 10:10', supervisor, (state, context) => giveTask(state, { ...asked, source: 'supervision', about: '迟报' }, context))
    const withdraw = (actor: Actor) =>
      desk.act('2026-09-10 10:20', actor, (state, context) => withdrawTask(state, { task: 'task/1', reason: '已办' }, context))
    await expect(withdraw(officer)).rejects.toThrow('督办的任务只能由督办人或领导撤回')
    await withdraw(supervisor)
    expect(task(desk).state).toBe('withdrawn')
  })
})

describe('公众可见', () => {
  const policy = { fadesAfterHours: 6, quietAfterHours: 24, source: '测试' }
  const rollup = (mentions: number, lastPublishedAt: string | null) => ({
    mentions,
    sources: [],
    sourceKinds: [],
    engagement: { views: null, likes: null, comments: null, reposts: null },
    negative: 0,
    firstPublishedAt: null,
    lastPublishedAt: lastPublishedAt === null ? null : moment(lastPublishedAt),
    updatedAt: moment('2026-09-10 10:00')
  })

  test.each([
    ['unknown', null],
    ['unseen', rollup(0, null)],
    ['unknown', rollup(3, null)],
    ['spreading', rollup(3, '2026-09-10 09:00')],
    ['fading', rollup(3, '2026-09-10 01:00')],
    ['quiet', rollup(3, '2026-09-08 01:00')]
  ])('is %s (%#)', (words, counted) => {
    expect(visibilityOf(counted, policy, moment('2026-09-10 10:00'))).toBe(words)
  })

  it('is not told where no policy says when it is quiet', () => {
    expect(visibilityOf(rollup(3, '2026-09-10 09:00'), undefined, moment('2026-09-10 10:00'))).toBe('unknown')
  })
})

it('核实 of a figure needs a number', async () => {
  const desk = await matterIn('assigned')
  const check = { fact: 'deaths', value: '十二个半', status: 'verified' as const, source: '电话', note: '' }
  await expect(desk.act('2026-09-10 10:12', officer, (state, context) => checkFact(state, check, context))).rejects.toThrow('死亡人数须写明数字')
})
