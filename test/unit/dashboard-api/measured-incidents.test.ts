import { beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '../../../adapters/hash.ts'
import { measuresOf } from '../../../core/measures/measures.ts'
import type { IncidentStamps, IncidentStore } from '../../../core/ports.ts'
import { MeasuredIncidents } from '../../../dashboard-api/measured-incidents.ts'
import { moment, safety, StagedDesk } from '../../support/staged-desk.ts'

/** A store of one desk that says which documents were read of it. */
class CountedStore implements Pick<IncidentStore, 'get'>, IncidentStamps {
  readonly read: string[] = []
  readonly #desk: StagedDesk
  /** What happens between the stamps and the documents. */
  meanwhile: (() => Promise<unknown>) | null = null

  constructor(desk: StagedDesk) {
    this.#desk = desk
  }

  async stamps(): Promise<{ id: string; stamp: string }[]> {
    const stamps = [...this.#desk.incidents.documents.values()].map(({ id, version }) => ({ id, stamp: String(version) }))
    const meanwhile = this.meanwhile
    this.meanwhile = null
    await meanwhile?.()
    return stamps
  }

  get(id: string) {
    this.read.push(id)
    return this.#desk.incidents.get(id)
  }
}

let desk: StagedDesk
let store: CountedStore
let measured: MeasuredIncidents
beforeEach(async () => {
  desk = new StagedDesk()
  store = new CountedStore(desk)
  measured = new MeasuredIncidents(store, sha256)
  await desk.open('III', '2026-09-10 10:00')
})

const assign = () => desk.write('2026-09-10 10:01', { type: 'assigned', departments: [safety], instruction: '' })
const ofSafety = async () =>
  measuresOf(await measured.read(), { month: '2026-09', departmentId: 'safety' }, moment('2026-09-10 15:00')).total.onTime.of

describe('what figures need of every incident', () => {
  it('is read once, and again only where something was written since', async () => {
    await measured.read()
    await measured.read()
    expect(store.read).toEqual(['inc-test'])
    await assign()
    expect(await ofSafety()).toBe(1)
    expect(store.read).toEqual(['inc-test', 'inc-test'])
  })

  it('has what was stored before it was asked for, also while another reading is under way', async () => {
    store.meanwhile = assign
    const first = measured.read()
    await new Promise((resolve) => setImmediate(resolve))
    const [second, third] = [measured.read(), measured.read()]
    expect(second).toBe(third)
    await Promise.all([first, second])
    expect(await ofSafety()).toBe(1)
  })

  it('forgets what is gone, and a reading that failed is no reading', async () => {
    await measured.read()
    store.meanwhile = () => Promise.reject(new Error('the store is away'))
    await expect(measured.read()).rejects.toThrow('the store is away')
    desk.incidents.documents.clear()
    expect(await measured.read()).toEqual([])
  })
})
