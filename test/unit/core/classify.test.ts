import { describe, expect, it } from 'vitest'
import { sha256 } from '../../../adapters/hash.ts'
import { machine } from '../../../core/actor.ts'
import { Checklist } from '../../../core/checklist.ts'
import { classify, type Classify } from '../../../core/incident/classify.ts'
import { followChecklists } from '../../../core/incident/follow-checklists.ts'
import { create, update, type IncidentWriter } from '../../../core/incident/update.ts'
import { workOf } from '../../../core/incident/work.ts'
import { analyst, anchor, at, openingOf } from '../../support/incidents.ts'
import { RacingIncidentStore } from '../../support/racing-incident-store.ts'

const item = { id: 'solve', text: '对外公布解决情况', owner: 'lead-department', withinMinutes: 60 }
const listOf = (id: string, sorts: readonly string[]): Checklist =>
  Checklist.parse({ id, words: id, grades: ['II', 'IV'], sorts, source: '测试', items: [item] })
/** The last one is of no sort: a word on the sort starts none of those. */
const lists = [listOf('difficulty', ['difficulty']), listOf('mistaken', ['mistaken']), listOf('any', [])]

/** A matter of which the machine thought that it need only be watched. */
class Watched {
  readonly incidents = new RacingIncidentStore()
  #causes = 0

  get writer(): IncidentWriter {
    return { store: this.incidents, sha256, announce: () => Promise.resolve(), follow: followChecklists(lists) }
  }

  async open(): Promise<this> {
    const [opening] = openingOf('II', [anchor('first-published', at('08:00'))])
    if (opening?.type !== 'opened') throw new Error('an incident begins with its opening')
    const bodies = [
      { ...opening, responseValue: 'observe' as const },
      { type: 'anchor-set' as const, anchor: anchor('first-published', at('08:00')) }
    ]
    await create(this.writer, 'inc-1', { at: at('09:00'), actor: machine('pipeline'), cause: 'open' }, bodies, null)
    return this
  }

  async says(command: Partial<Classify>) {
    const whole: Classify = { sort: 'difficulty', focus: [], reason: '多户反映停水', ...command }
    const change = { at: at('09:10'), actor: analyst, cause: `act-${++this.#causes}` }
    return await update(this.writer, 'inc-1', change, (state) => classify(state, whole, { now: change.at, actor: analyst }))
  }
}

describe('研判定性', () => {
  it('is a person’s word on the sort, with the reason, and the newest counts', async () => {
    const matter = await new Watched().open()
    await matter.says({})
    const { state, events } = await matter.says({ sort: 'mistaken', reason: '经核系谣言' })
    expect(workOf(state).classification).toMatchObject({ sort: 'mistaken', focus: [], reason: '经核系谣言', by: analyst, at: at('09:10') })
    expect((await matter.says({ sort: 'mistaken', reason: '经核系谣言' })).events).toHaveLength(events.length)
    await expect(matter.says({ reason: ' ' })).rejects.toThrow(/理由/)
  })

  it('as one of the five kinds makes it one that must be answered, and its clock starts; a later word withdraws none', async () => {
    const matter = await new Watched().open()
    const before = await matter.says({})
    expect([before.state.responseValue, before.state.countdowns]).toEqual(['observe', []])
    const { state } = await matter.says({ focus: ['vital-interest', 'vital-interest'] })
    expect(state.responseValue).toBe('must-respond')
    expect(state.responseReason).toBe('重点回应：涉及公众切身利益且影响较大（国办发〔2016〕61号）；多户反映停水')
    expect(state.countdowns.map(({ kind, settled }) => [kind, settled])).toEqual([['reply', null]])
    const after = await matter.says({ reason: '影响不大' })
    expect(after.state.countdowns.map(({ kind, settled }) => [kind, settled])).toEqual([['reply', null]])
  })

  it('starts the checklist of its sort, once', async () => {
    const matter = await new Watched().open()
    await matter.says({ sort: 'mistaken', focus: ['emergency'] })
    const { state } = await matter.says({ sort: 'mistaken', focus: ['emergency'], reason: '补充理由' })
    expect(workOf(state).tasks.map(({ checklistId }) => checklistId)).toEqual(['mistaken'])
  })
})
