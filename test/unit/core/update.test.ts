import { beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '../../../adapters/hash.ts'
import { NotFoundError } from '../../../core/errors.ts'
import { acknowledge } from '../../../core/incident/acknowledge.ts'
import { findFault } from '../../../core/incident/chain.ts'
import { note } from '../../../core/incident/note.ts'
import { create, update, updateEach, type Change } from '../../../core/incident/update.ts'
import { anchor, at, officer, openingOf } from '../../support/incidents.ts'
import { defined } from '../../support/alerting-notices.ts'
import { RacingIncidentStore } from '../../support/racing-incident-store.ts'

let store: RacingIncidentStore
let announced: number[]
const opening = openingOf('II', [anchor('first-published', at('10:00'))])
const writer = () => ({ store, sha256, announce: async ({ version }: { version: number }) => void announced.push(version) })
const change = (cause: string, now = at('10:30')): Change => ({ at: now, actor: officer, cause })

beforeEach(async () => {
  store = new RacingIncidentStore()
  announced = []
  await create(writer(), 'inc-1', change('founding'), opening, null)
})

describe('creating', () => {
  it('does nothing the second time, so a replayed record opens one incident', async () => {
    const again = await create(writer(), 'inc-1', change('founding', at('11:00')), opening, null)
    expect(again.version).toBe(1)
    expect(announced).toEqual([1])
  })
})

describe('updating', () => {
  it('appends to the chain and announces', async () => {
    const document = await update(writer(), 'inc-1', change('command:1'), (state) =>
      acknowledge(state, { note: '' }, { now: at('10:30'), actor: officer })
    )
    expect(document.version).toBe(2)
    expect(findFault(sha256, document.events)).toBeNull()
    expect(announced).toEqual([1, 2])
  })

  it('appends the same cause once', async () => {
    const say = () => update(writer(), 'inc-1', change('command:2'), (state) => note(state, { text: '已核实' }, { now: at('10:30'), actor: officer }))
    await say()
    const again = await say()
    expect(again.events.filter(({ body }) => body.type === 'noted')).toHaveLength(1)
    expect(announced).toEqual([1, 2])
  })

  it('writes several changes at once, each under its own cause, and none of them again', async () => {
    const noted = (text: string) => ({ change: change(text), decide: () => [{ type: 'noted' as const, text }] })
    const before = defined(await store.get('inc-1'))
    await updateEach(writer(), before, [noted('甲')])
    const document = await updateEach(writer(), before, [noted('甲'), noted('乙'), noted('丙')])
    expect(document.events.flatMap(({ body }) => (body.type === 'noted' ? [body.text] : []))).toEqual(['甲', '乙', '丙'])
    expect(findFault(sha256, document.events)).toBeNull()
    expect(announced).toEqual([1, 2, 3])
  })

  it('decides again on what the faster writer left', async () => {
    store.interfere = () => {
      const before = store.documents.get('inc-1')
      if (before !== undefined)
        store.documents.set('inc-1', { ...before, version: before.version + 1, state: { ...before.state, title: '改过的标题' } })
    }
    const seen: string[] = []
    const document = await update(writer(), 'inc-1', change('command:3'), (state) => {
      seen.push(state.title)
      return note(state, { text: '已核实' }, { now: at('10:30'), actor: officer })
    })
    expect(seen).toEqual(['临江区一化工厂爆炸', '改过的标题'])
    expect(document.version).toBe(3)
  })

  it('writes nothing when the verb refuses', async () => {
    await expect(
      update(writer(), 'inc-1', change('command:4'), (state) => note(state, { text: ' ' }, { now: at('10:30'), actor: officer }))
    ).rejects.toThrow('理由')
    expect(announced).toEqual([1])
  })

  it('says which incident is missing', async () => {
    await expect(update(writer(), 'inc-2', change('c'), () => [])).rejects.toThrow(NotFoundError)
  })
})
