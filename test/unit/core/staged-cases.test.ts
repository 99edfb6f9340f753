import { array, assert, asyncProperty, integer, record, constantFrom } from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { acknowledge } from '../../../core/incident/acknowledge.ts'
import { assign } from '../../../core/incident/assign.ts'
import { reportByPhone } from '../../../core/incident/report-by-phone.ts'
import type { IncidentDocument } from '../../../core/incident/state.ts'
import { addMs, chinaWallTime, hourMs, minuteMs, msBetween, type Instant } from '../../../core/instant.ts'
import { Policy } from '../../../core/policy.ts'
import { contacts, graded } from '../../support/alerting-ladder.ts'
import { officer } from '../../support/incidents.ts'
import { moment, safety, StagedDesk } from '../../support/staged-desk.ts'
import { stagedLadder, StagedSweep } from '../../support/staged-sweep.ts'

/* The cases that the rules ask a test of ("Cases worth a test"), each by its name, for 上报, 持续发布 and 部门答复. */

let desk: StagedDesk
let engine: StagedSweep
beforeEach(() => {
  desk = new StagedDesk()
  engine = new StagedSweep(desk)
})

const night = '2026-10-01 22:00'
const open = (grade: 'I' | 'II' | 'III' = 'II'): Promise<IncidentDocument> => desk.open(grade, night, { under: stagedLadder })
const give = (when: string): Promise<IncidentDocument> =>
  desk.act(when, officer, (state, context) => assign(state, { departments: [safety], instruction: '' }, context))
const reached = (): { phase: string; lateMs: number }[] =>
  desk.document.events.flatMap(({ at, body }) =>
    body.type === 'stage-phase-reached' ? [{ phase: `${body.id} ${body.phase}`, lateMs: msBetween(body.phaseAt, at) }] : []
  )
const everyPhase = ['phone', 'written'].flatMap((stage) => ['p50', 'p75', 'p90', 'overdue'].map((phase) => `report-up/${stage} ${phase}`))

describe('cases of the rules', () => {
  it('engine killed between state write and send -> exactly one visible notice', async () => {
    await open()
    const request = engine.notices.request.bind(engine.notices)
    engine.notices.request = async (asked) => {
      await request(asked)
      throw new Error('killed')
    }
    expect(await engine.at(moment('2026-10-01 22:31'))).toBe(1)
    expect(engine.phases()).toEqual([])
    engine.notices.request = request
    expect(await engine.at(moment('2026-10-01 22:32'))).toBe(0)
    expect(engine.about('report-up/phone').toSorted()).toEqual([
      'desk call-soon:phase:report-up/phone:overdue 上报·电话报告已超时',
      'inspectors report-late:phase:report-up/phone:overdue 上报·电话报告已超时'
    ])
  })

  it('engine off across 75% and 90% marks -> one merged late warning, both marks logged with lateness', async () => {
    await open()
    await engine.at(moment('2026-10-01 22:15'))
    await engine.at(moment('2026-10-01 22:29'))
    expect(engine.about('call-soon')).toHaveLength(2)
    expect(engine.notices.notices().find(({ reason }) => reason.endsWith('phone:p90'))?.body).toContain('迟到的提醒：时限已过75%（应于')
    expect(reached().filter(({ lateMs }) => lateMs > 0)).toEqual([
      { phase: 'report-up/phone p75', lateMs: 6.5 * minuteMs },
      { phase: 'report-up/phone p90', lateMs: 2 * minuteMs }
    ])
  })

  it('clock stepped back/forward 2h on one node -> no early breach, no double', async () => {
    await open()
    await engine.at(addMs(moment('2026-10-01 22:10'), -2 * hourMs))
    expect(engine.phases()).toEqual([])
    await engine.at(addMs(moment('2026-10-01 22:20'), 2 * hourMs))
    expect(engine.phases().toSorted()).toEqual(everyPhase.toSorted())
    const told = engine.notices.notices().length
    await engine.at(moment('2026-10-01 22:21'))
    await engine.at(moment('2026-10-01 23:21'))
    expect([engine.phases().length, engine.notices.notices().length]).toEqual([everyPhase.length, told])
  })

  it('two engines, one deadline -> one event', async () => {
    await open()
    const when = moment('2026-10-01 22:31')
    await Promise.all([engine.at(when), engine.at(when)])
    expect(engine.phases().filter((phase) => phase === 'report-up/phone overdue')).toHaveLength(1)
    expect(engine.about('inspectors')).toHaveLength(new Set(engine.about('inspectors')).size)
  })

  it('DB failover during sweep', async () => {
    await open()
    const put = desk.incidents.put.bind(desk.incidents)
    desk.incidents.put = () => Promise.reject(new Error('primary is gone'))
    expect(await engine.at(moment('2026-10-01 22:31'))).toBe(1)
    desk.incidents.put = put
    expect(await engine.at(moment('2026-10-01 22:32'))).toBe(0)
    expect(new Set(engine.phases()).size).toBe(engine.phases().length)
    expect(engine.phases()).toContain('report-up/phone overdue')
  })

  it('policy edited mid-incident -> running incident unchanged', async () => {
    await open()
    const before = desk.clock('report-up/phone').dueAt
    const edited = Policy.parse({ ...stagedLadder, staged: { ...stagedLadder.staged, rules: [] } })
    await give('2026-10-01 22:05')
    expect([desk.document.state.policy, edited.staged?.rules]).toEqual([stagedLadder, []])
    expect(desk.clock('report-up/phone').dueAt).toBe(before)
    expect(chinaWallTime(desk.clock('department-reply/notice/safety').dueAt)).toBe('2026-10-02 01:05')
  })

  it('re-grade 较大->重大 at +4h with its anchor -> at once overdue, never a fresh half hour', async () => {
    await open('III')
    await desk.write('2026-10-02 02:00', graded('II'))
    await engine.at(moment('2026-10-02 02:00'))
    expect(desk.clock('report-up/phone')).toMatchObject({ anchor: { at: moment(night) }, dueAt: moment('2026-10-01 22:30') })
    expect(engine.about('report-late').map((line) => line.split(' ').at(-1))).toContain('上报·电话报告已超时')
  })

  it('ack never stops a clock', async () => {
    await open()
    await give('2026-10-01 22:01')
    await desk.act('2026-10-01 22:02', officer, (state, context) => acknowledge(state, { note: '' }, context))
    expect(desk.clocks('2026-10-02 22:02').map((line) => line.split(' ').at(-1))).toEqual(['overdue', 'overdue', 'overdue', 'running'])
  })

  it('nobody reachable on a level -> skip with a recorded reason', async () => {
    const alone = new StagedSweep(
      desk,
      contacts.filter(({ role }) => role !== 'handler')
    )
    await desk.open('III', '2026-09-10 09:00', { under: stagedLadder })
    await give('2026-09-10 10:00')
    await alone.at(moment('2026-09-10 10:00'))
    const skipped = desk.document.events.flatMap(({ body }) => (body.type === 'escalated' && body.step.startsWith('given') ? [body] : []))
    expect(skipped.map(({ words, reached: who, unreachable }) => [words, who, unreachable])).toEqual(
      ['notice', 'answer'].map(() => ['步骤 given（无人可通知，已跳过此级）', [], ['安全处承办人（没有联系人）']])
    )
  })

  it('10,000 overdue rows swept in one pass', async () => {
    const lean = Policy.parse({ ...stagedLadder, escalation: stagedLadder.escalation.filter(({ id }) => id === 'report-late') })
    await desk.open('III', night, { under: lean })
    const model = desk.document
    for (let n = 0; n < 10_000; n++) desk.incidents.documents.set(`inc-${n}`, { ...model, id: `inc-${n}` })
    expect(await engine.at(moment('2026-10-02 00:01'))).toBe(0)
    const swept = [...desk.incidents.documents.values()].filter(({ events }) =>
      events.some(({ body }) => body.type === 'stage-phase-reached' && body.id === 'report-up/written' && body.phase === 'overdue')
    )
    expect(swept).toHaveLength(10_001)
  }, 120_000)

  it.each([
    ['调休 Sunday counts as a working day', '2026-09-17 10:00', '2026-09-23 18:00'],
    ['National Day does not', '2026-09-29 10:00', '2026-10-12 18:00']
  ])('%s', async (_, when, due) => {
    await desk.open('III', when, { under: stagedLadder })
    await give(when)
    expect(chinaWallTime(desk.clock('department-reply/answer/safety').dueAt)).toBe(due)
  })

  it('48h run in virtual time: each phase on its minute', async () => {
    await open()
    for (let minute = 0; minute <= 48 * 60; minute += 1) await engine.at(addMs(moment(night), minute * minuteMs))
    expect(engine.phases().toSorted()).toEqual(everyPhase.toSorted())
    expect(Math.max(...reached().map(({ lateMs }) => lateMs))).toBeLessThan(minuteMs)
  }, 60_000)
})

describe('whatever happens around the phases', () => {
  it('each fires exactly once, in order, none early, none skipped', async () => {
    const turn = record({ minutes: integer({ min: 0, max: 20 }), jump: constantFrom(0, 0, 0, -120, 120), crash: constantFrom(false, false, true) })
    await assert(
      asyncProperty(array(turn, { maxLength: 12 }), async (turns) => {
        const own = new StagedDesk()
        const sweep = new StagedSweep(own)
        await own.open('II', night, { under: stagedLadder })
        const request = sweep.notices.request.bind(sweep.notices)
        let now = moment(night)
        let latest: Instant = now
        for (const { minutes, jump, crash } of turns) {
          now = addMs(now, minutes * minuteMs)
          const seen = addMs(now, jump * minuteMs)
          if (seen > latest) latest = seen
          sweep.notices.request = async (asked) => {
            const fresh = await request(asked)
            if (crash) throw new Error('killed')
            return fresh
          }
          await sweep.at(seen)
        }
        sweep.notices.request = request
        await sweep.at(addMs(latest, 3 * hourMs))
        for (const stage of ['phone', 'written']) {
          const its = (phase: string): boolean => phase.startsWith(`report-up/${stage} `)
          expect(sweep.phases().filter(its)).toEqual(everyPhase.filter(its))
        }
        const early = own.document.events.filter(({ at, body }) => body.type === 'stage-phase-reached' && at < body.phaseAt)
        expect(early).toEqual([])
        const late = sweep.about('report-late')
        expect(new Set(late).size).toBe(late.length)
      }),
      { numRuns: 300 }
    )
  }, 120_000)

  it('a call recorded meanwhile ends them', async () => {
    await assert(
      asyncProperty(integer({ min: 1, max: 29 }), integer({ min: 0, max: 60 }), async (called, looked) => {
        const own = new StagedDesk()
        const sweep = new StagedSweep(own)
        await own.open('II', night, { under: stagedLadder })
        const calledAt = addMs(moment(night), called * minuteMs)
        if (looked < called) await sweep.at(addMs(moment(night), looked * minuteMs))
        const call = { calledAt, reporter: '甲', receiver: '市委值班室', note: '' }
        await own.act(chinaWallTime(calledAt), officer, (state, context) => reportByPhone(state, call, context))
        await sweep.at(moment('2026-10-02 22:00'))
        const phases = sweep.phases().filter((phase) => phase.startsWith('report-up/phone'))
        expect(phases).not.toContain('report-up/phone overdue')
        expect(own.clock('report-up/phone').settled?.state).toBe('met')
      }),
      { numRuns: 50 }
    )
  })
})
