import { beforeEach, describe, expect, it } from 'vitest'
import { assign } from '../../../core/incident/assign.ts'
import { returnAssignment } from '../../../core/incident/return.ts'
import { Policy } from '../../../core/policy.ts'
import { officer, person } from '../../support/incidents.ts'
import { safety, StagedDesk, stagedPolicy, transport } from '../../support/staged-desk.ts'

const handler = person('承办人丙', ['handler'], 'safety')
const returns = [{ grades: ['II'], withinHours: 1, source: '测试政策第3条' }]
const under = Policy.parse({ ...stagedPolicy, returns })

let desk: StagedDesk
beforeEach(() => {
  desk = new StagedDesk()
})

const give = (when: string, ...departments: (typeof safety)[]) =>
  desk.act(when, officer, (state, context) => assign(state, { departments, instruction: '' }, context))
const giveBack = (when: string) =>
  desk.act(when, handler, (state, context, events) => returnAssignment(state, { departmentId: 'safety', reason: '不属本处职责' }, context, events))

describe('退回交办', () => {
  it('is taken within the hours that the policy gives from the assignment, and refused after, with the reason', async () => {
    await desk.open('II', '2026-09-10 10:00', { under })
    await give('2026-09-10 10:05', safety)
    // Who is added beside it gives it no new time.
    await give('2026-09-10 10:50', safety, transport)
    await expect(giveBack('2026-09-10 11:06')).rejects.toThrow(
      /^交办于 2026-09-10 10:05，退回须在 1 小时内提出，已过期：[^]*由值班台改派（测试政策第3条）$/
    )
    expect((await giveBack('2026-09-10 11:05')).events.filter(({ body }) => body.type === 'returned')).toHaveLength(1)
  })

  it('counts anew from a new assignment', async () => {
    await desk.open('II', '2026-09-10 10:00', { under })
    await give('2026-09-10 10:05', safety)
    await giveBack('2026-09-10 10:30')
    await give('2026-09-10 12:00', safety)
    await expect(giveBack('2026-09-10 12:40')).resolves.toBeDefined()
  })

  it.each([
    ['its policy says nothing of it', 'II' as const, stagedPolicy],
    ['its grade has no limit', 'III' as const, under]
  ])('has no limit where %s', async (_, grade, policy) => {
    await desk.open(grade, '2026-09-10 10:00', { under: policy })
    await give('2026-09-10 10:05', safety)
    await expect(giveBack('2026-09-12 10:05')).resolves.toBeDefined()
  })
})
