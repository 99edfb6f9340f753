import { describe, expect, it } from 'vitest'
import type { Role } from '../../../core/actor.ts'
import { can } from '../../../core/permission.ts'
import type { Settlement } from '../../../core/countdown.ts'
import type { StageView } from '../../../dashboard-api/contract.ts'
import { stageView } from '../../../dashboard-api/views/stage-view.ts'
import { stageDeedsFor, type Doer } from '../../../dashboard/incident/stage-deeds.ts'
import { phaseLook } from '../../../dashboard/phase.ts'
import { msOf } from '../../../core/instant.ts'
import { officer, person } from '../../support/incidents.ts'
import { moment, safety, StagedDesk } from '../../support/staged-desk.ts'
import { assign } from '../../../core/incident/assign.ts'

const doer = (role: Role, departmentId: string | null = null, id = 'me'): Doer => ({
  may: (action) => can(person(id, [role]), action),
  roles: [role],
  id,
  departmentId
})

async function views(): Promise<StageView[]> {
  const desk = new StagedDesk()
  await desk.open('II', '2026-09-10 09:50')
  await desk.act('2026-09-10 10:00', officer, (state, context) => assign(state, { departments: [safety], instruction: '' }, context))
  return (desk.document.state.stages ?? []).map((clock) => stageView(clock, moment('2026-09-10 10:00')))
}
const named = async (id: string): Promise<StageView> => {
  const found = (await views()).find((view) => view.id === id)
  if (found === undefined) throw new Error(`no stage ${id}`)
  return found
}

describe('the buttons of a staged clock', () => {
  it.each([
    ['report-up/phone', doer('duty-officer'), ['report-by-phone']],
    ['report-up/written', doer('deputy-leader'), ['report-in-writing', 'waive-stage']],
    ['report-up/phone', doer('handler', 'safety'), []],
    ['department-reply/notice/safety', doer('handler', 'safety'), ['take-notice']],
    ['department-reply/answer/safety', doer('handler', 'safety'), ['answer', 'request-extension']],
    ['department-reply/answer/safety', doer('handler', 'transport'), []],
    ['department-reply/answer/safety', doer('analyst'), ['move-stage']]
  ] as const)('%s (%#)', async (id, who, deeds) => {
    expect(stageDeedsFor(await named(id), who, false)).toEqual(deeds)
  })

  it('more time is asked for before the deadline alone, and granted by another of a role that the rule names', async () => {
    const answer = await named('department-reply/answer/safety')
    expect(stageDeedsFor(answer, doer('handler', 'safety'), true)).toEqual(['answer'])
    const asked = { ...answer, request: { by: '戊', byId: 'me', at: moment('2026-09-11 10:00'), reason: '须检测' } }
    expect(stageDeedsFor(asked, doer('handler', 'safety'), false)).toEqual(['answer'])
    expect(stageDeedsFor(asked, doer('leader', null, 'other'), false)).toEqual([
      'approve-extension',
      'decline-extension',
      'move-stage',
      'waive-stage'
    ])
    expect(stageDeedsFor(asked, doer('leader'), false)).toEqual(['move-stage', 'waive-stage'])
    expect(stageDeedsFor(asked, doer('duty-officer', null, 'other'), false)).toEqual([])
  })

  it('none once it has ended', async () => {
    const settled: Settlement = { state: 'met', at: moment('2026-09-10 10:00'), reason: '', evidence: null }
    expect(stageDeedsFor({ ...(await named('report-up/phone')), settled }, doer('duty-officer'), false)).toEqual([])
  })
})

describe('the look of a staged clock', () => {
  it.each([
    ['2026-09-10 10:04', 'early'],
    ['2026-09-10 10:05', 'half'],
    ['2026-09-10 10:13', 'soon'],
    ['2026-09-10 10:17', 'last'],
    ['2026-09-10 10:20', 'overdue']
  ])('of half an hour at %s is %s', async (when, look) => {
    expect(phaseLook(await named('report-up/phone'), msOf(moment(when)))).toBe(look)
  })

  it('of working days turns by office hours: not on a Sunday', async () => {
    const answer = await named('department-reply/answer/safety')
    expect(['2026-09-13 12:00', '2026-09-15 12:00'].map((when) => phaseLook(answer, msOf(moment(when))))).toEqual(['early', 'half'])
  })
})
