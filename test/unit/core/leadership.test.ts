import { describe, expect, it } from 'vitest'
import { close } from '../../../core/incident/close.ts'
import { instruct } from '../../../core/incident/instruct.ts'
import { unfinishedMatters } from '../../../core/incident/unfinished.ts'
import { Policy } from '../../../core/policy.ts'
import { leader as deputy, person } from '../../support/incidents.ts'
import { moment, StagedDesk, stagedPolicy } from '../../support/staged-desk.ts'

const mayor = person('主要领导戊', ['leader'])
const under = Policy.parse({ ...stagedPolicy, leadership: { grades: ['I'], source: '测试政策第4条' } })
const missing = '特别重大事件尚无主要领导批示（测试政策第4条）'

const says = (desk: StagedDesk, by: typeof mayor) =>
  desk.act('2026-09-10 10:30', by, (state, context) =>
    instruct(state, { text: '全力救治', tasks: [{ text: '成立指挥部', owner: { kind: 'lead' }, dueAt: moment('2026-09-10 12:00') }] }, context)
  )

const matters = (desk: StagedDesk): string[] => unfinishedMatters(desk.document.state, moment('2026-09-10 11:00'))

describe('主要领导负责', () => {
  it('a matter of the highest grade is unfinished until a 主要领导, not a deputy, gave a 批示', async () => {
    const desk = new StagedDesk()
    await desk.open('I', '2026-09-10 10:00', { under })
    expect(matters(desk)).toContain(missing)
    await says(desk, deputy)
    expect(matters(desk)).toContain(missing)
    await says(desk, mayor)
    expect(matters(desk)).not.toContain(missing)
  })

  it('a matter without is not closed, unless a leader says why', async () => {
    const desk = new StagedDesk()
    await desk.open('I', '2026-09-10 10:00', { under })
    const done = { ...desk.document.state, countdowns: [] }
    const context = { now: moment('2026-09-10 11:00'), actor: mayor }
    expect(() => close(done, { reason: '处置完毕' }, context)).toThrow(missing)
    expect(close(done, { reason: '处置完毕', despite: '已当面指挥' }, context)).toMatchObject([
      { waived: { matters: expect.arrayContaining([missing]) as string[] } }
    ])
  })

  it('other grades ask for none, nor does a policy that says nothing of it', async () => {
    for (const [grade, policy] of [
      ['II', under],
      ['I', stagedPolicy]
    ] as const) {
      const desk = new StagedDesk()
      await desk.open(grade, '2026-09-10 10:00', { under: policy })
      expect(matters(desk)).not.toContain(missing)
    }
  })
})
