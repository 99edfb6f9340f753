import { beforeEach, describe, expect, it } from 'vitest'
import type { AnswerFinding } from '../../../core/answers/answer-finding.ts'
import { acceptAnswer } from '../../../core/incident/accept-answer.ts'
import { answerDecisionsOf } from '../../../core/incident/answer-decision.ts'
import { answer } from '../../../core/incident/answer.ts'
import { assign } from '../../../core/incident/assign.ts'
import { findAnswerFault } from '../../../core/incident/find-fault.ts'
import { givenAnswers } from '../../../core/incident/given-answers.ts'
import { replay } from '../../../core/incident/evolve.ts'
import { sendBackAnswer } from '../../../core/incident/send-back-answer.ts'
import { IncidentDocument, type IncidentState } from '../../../core/incident/state.ts'
import { leader, officer, person } from '../../support/incidents.ts'
import { moment, safety, StagedDesk } from '../../support/staged-desk.ts'

const handler = person('承办人戊', ['handler'], 'safety')
const supervisor = person('督查员己', ['supervisor'])
const text = '我处高度重视，将进一步加强管理，尽快处理。'
const hollow: AnswerFinding = { kind: 'hollow', grave: true, words: '套话占 100%', passages: [{ offset: 0, text: '我处高度重视' }] }
const replyClock = 'department-reply/answer/safety'

let desk: StagedDesk
let seq: number
beforeEach(async () => {
  desk = new StagedDesk()
  await desk.open('II', '2026-09-10 10:00')
  await desk.act('2026-09-10 10:10', officer, (state, context) => assign(state, { departments: [safety], instruction: '请核实' }, context))
  await reply('2026-09-11 09:00')
  seq = desk.document.events.at(-1)?.seq ?? 0
})

const reply = (when: string) => desk.act(when, handler, (state, context) => answer(state, { departmentId: 'safety', text }, context))
const sendBack = (when: string, change: Partial<Parameters<typeof sendBackAnswer>[1]> = {}, by = officer) =>
  desk.act(when, by, (state, context) =>
    sendBackAnswer(state, { answer: seq, reason: '没有写明查了什么', findings: [hollow], ...change }, context, desk.document.events)
  )
const accept = (when: string, by = officer) =>
  desk.act(when, by, (state, context) => acceptAnswer(state, { answer: seq, note: '' }, context, desk.document.events))
const fault = (when: string, by = supervisor) =>
  desk.act(when, by, (state, context) =>
    findAnswerFault(state, { answer: seq, fault: 'handling', reason: '两次敷衍', findings: [] }, context, desk.document.events)
  )

describe('退回答复', () => {
  it('lets the clock of the answer run on from its old anchor, keeps the words, and the department answers again', async () => {
    const dueAt = desk.clock(replyClock).dueAt
    expect(desk.clock(replyClock).settled?.state).toBe('met')
    await sendBack('2026-09-11 10:00')
    expect(desk.clock(replyClock)).toMatchObject({ settled: null, dueAt })
    expect(desk.clock('department-reply/notice/safety').settled?.state).toBe('met')
    expect(answerDecisionsOf(desk.document.state)).toMatchObject([
      { seq, departmentId: 'safety', decision: 'sent-back', by: officer, reason: '没有写明查了什么', findings: [hollow] }
    ])
    await reply('2026-09-14 09:00')
    expect(desk.clock(replyClock).settled).toMatchObject({ state: 'met', at: moment('2026-09-14 09:00') })
    expect(givenAnswers(desk.document.state, desk.document.events).map(({ decision }) => decision?.decision ?? null)).toEqual(['sent-back', null])
  })

  it('comes out the same when the timeline is replayed and when the document is read back', async () => {
    await sendBack('2026-09-11 10:00')
    const { id, events, state } = desk.document
    expect(replay(id, events)).toEqual(state)
    expect(IncidentDocument.parse(JSON.parse(JSON.stringify(desk.document))).state).toEqual(state)
  })

  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['without a reason', () => sendBack('2026-09-11 10:00', { reason: ' ' }), /请写明理由/],
    ['of what is no answer', () => sendBack('2026-09-11 10:00', { answer: 1 }), /时间线上没有这份答复/],
    [
      'with words that the answer does not have',
      () => sendBack('2026-09-11 10:00', { findings: [{ ...hollow, passages: [{ offset: 1, text: '我处高度重视' }] }] }),
      /答复第 1 字处没有“我处高度重视”/
    ],
    ['by the department itself', () => sendBack('2026-09-11 10:00', {}, handler), /您的角色不能进行此操作/]
  ])('%s is refused and changes nothing', async (_case, deed, words) => {
    const before = desk.document
    await expect(deed()).rejects.toThrow(words)
    expect(desk.document).toEqual(before)
  })

  it('of one that was accepted or returned already is refused', async () => {
    await accept('2026-09-11 10:00')
    await expect(sendBack('2026-09-11 11:00')).rejects.toThrow('这份答复已认可')
  })
})

describe('认可答复 and 认定问题', () => {
  it('an accepted answer stands, and a second decision is refused', async () => {
    await accept('2026-09-11 10:00')
    expect(desk.clock(replyClock).settled?.state).toBe('met')
    await expect(accept('2026-09-11 11:00')).rejects.toThrow('这份答复已认可')
  })

  it('a fault leaves the answer as it is; it may still be returned', async () => {
    await fault('2026-09-11 10:00')
    expect(decisions(desk.document.state)).toEqual(['faulted handling'])
    expect(desk.clock(replyClock).settled?.state).toBe('met')
    await fault('2026-09-11 10:05')
    expect(decisions(desk.document.state)).toEqual(['faulted handling'])
    await sendBack('2026-09-11 11:00')
    expect(desk.clock(replyClock).settled).toBeNull()
  })

  it('only 督查员 and leaders find faults', async () => {
    await expect(fault('2026-09-11 10:00', officer)).rejects.toThrow('您的角色不能进行此操作')
    await fault('2026-09-11 10:00', leader)
    expect(decisions(desk.document.state)).toEqual(['faulted handling'])
  })
})

function decisions(state: IncidentState): string[] {
  return answerDecisionsOf(state).map(({ decision, fault: found }) => `${decision} ${found ?? ''}`.trim())
}
