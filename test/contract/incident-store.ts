import { describe, expect, test } from 'vitest'
import { ConflictError } from '../../core/errors.ts'
import type { Grade } from '../../core/grade.ts'
import { queuePlaceOf } from '../../core/incident/queue-place.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import type { IncidentLooks, IncidentStamps, IncidentStore } from '../../core/ports.ts'
import { anchor, at, document, openingOf } from '../support/incidents.ts'
import { freshPlace, type NewPlace } from './place.ts'

export function incidentStoreContract(
  name: string,
  newPlace: NewPlace<{ readonly incidents: IncidentStore & IncidentLooks & IncidentStamps }>
): void {
  describe(`${name}: incident store`, () => {
    test('gives back the whole document, also after a restart', async () => {
      const place = await freshPlace(newPlace)
      const before = await place.open()
      const stored = incident('a', 'I')
      await before.incidents.put(stored, 0)
      await before.close()
      const after = await place.open()
      expect(await after.incidents.get('a')).toEqual(stored)
      expect(await after.incidents.get('b')).toBeNull()
    })

    test('refuses to create what exists and to change what is not at the expected version', async () => {
      const { incidents } = await (await freshPlace(newPlace)).open()
      const first = incident('a', 'III')
      await incidents.put(first, 0)
      await expect(incidents.put(incident('a', 'I'), 0)).rejects.toThrow(ConflictError)
      await incidents.put({ ...first, version: 2 }, 1)
      await expect(incidents.put({ ...first, version: 2 }, 1)).rejects.toThrow(ConflictError)
      await expect(incidents.put({ ...incident('b', 'I'), version: 4 }, 3)).rejects.toThrow(ConflictError)
      expect((await incidents.get('a'))?.version).toBe(2)
    })

    test('lets one of many racing writers win, and harms no other write', async () => {
      const place = await freshPlace(newPlace)
      const [one, other] = [await place.open(), await place.open()]
      const first = incident('race', 'II')
      await one.incidents.put(first, 0)
      const tries = Array.from({ length: 10 }, (_, index) =>
        (index % 2 === 0 ? one : other).incidents.put({ ...first, version: 2, state: { ...first.state, title: `第${index}个` } }, 1)
      )
      const bystanders = Array.from({ length: 10 }, (_, index) => one.incidents.put(incident(`bystander-${index}`, 'IV'), 0))
      const outcomes = await Promise.allSettled(tries)
      await Promise.all(bystanders)

      expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
      const winner = outcomes.findIndex((outcome) => outcome.status === 'fulfilled')
      expect((await other.incidents.get('race'))?.state.title).toBe(`第${winner}个`)
    })

    test('lists by grade, then next deadline, then newest', async () => {
      const { incidents } = await (await freshPlace(newPlace)).open()
      const documents = [
        incident('iv', 'IV'),
        incident('ii-late', 'II', '09:00'),
        incident('ii-soon', 'II', '07:00'),
        incident('i', 'I'),
        withoutCountdowns(incident('ii-none-old', 'II', '06:00')),
        withoutCountdowns(incident('ii-none-new', 'II', '06:30'))
      ]
      for (const one of documents) await incidents.put(one, 0)

      const listed = await incidents.list({ limit: 10 })
      expect(listed.map((one) => one.id)).toEqual(['i', 'ii-soon', 'ii-late', 'ii-none-new', 'ii-none-old', 'iv'])
      expect((await incidents.list({ limit: 2 })).map((one) => one.id)).toEqual(['i', 'ii-soon'])
      expect((await incidents.list({ grades: ['IV', 'I'], limit: 10 })).map((one) => one.id)).toEqual(['i', 'iv'])
    })

    test('lists what stands behind any place, as a whole list does', async () => {
      const { incidents } = await (await freshPlace(newPlace)).open()
      const documents = [
        incident('iv', 'IV'),
        incident('ii-late', 'II', '09:00'),
        incident('ii-a', 'II', '07:00'),
        incident('ii-b', 'II', '07:00'),
        incident('i', 'I'),
        withoutCountdowns(incident('ii-none-a', 'II', '06:00')),
        withoutCountdowns(incident('ii-none-b', 'II', '06:00')),
        withoutCountdowns(incident('ii-none-new', 'II', '06:30'))
      ]
      for (const one of documents) await incidents.put(one, 0)
      const all = await incidents.list({ limit: 10 })
      for (const [index, one] of all.entries()) {
        const behind = await incidents.list({ after: queuePlaceOf(one), limit: 10 })
        expect([one.id, behind.map(({ id }) => id)]).toEqual([one.id, all.slice(index + 1).map(({ id }) => id)])
      }
      const [first] = await incidents.list({ after: queuePlaceOf(all[0] as IncidentDocument), grades: ['II'], limit: 1 })
      expect(first?.id).toBe(all[1]?.id)
    })

    test('has a stamp of each incident, another after each write', async () => {
      const { incidents } = await (await freshPlace(newPlace)).open()
      expect(await incidents.stamps()).toEqual([])
      const first = incident('a', 'III')
      await incidents.put(first, 0)
      await incidents.put(incident('b', 'I'), 0)
      const before = new Map((await incidents.stamps()).map(({ id, stamp }) => [id, stamp]))
      await incidents.put({ ...first, version: 2 }, 1)
      const after = new Map((await incidents.stamps()).map(({ id, stamp }) => [id, stamp]))
      expect([...after.keys()].toSorted()).toEqual(['a', 'b'])
      expect(after.get('a')).not.toBe(before.get('a'))
      expect(after.get('b')).toBe(before.get('b'))
    })

    test('filters by status and by no grade; sweeps only what is open', async () => {
      const { incidents } = await (await freshPlace(newPlace)).open()
      const open = incident('open', 'III')
      const closed = incident('closed', 'III')
      const ungraded = incident('ungraded', 'III')
      await incidents.put(open, 0)
      await incidents.put({ ...closed, state: { ...closed.state, status: 'closed' } }, 0)
      await incidents.put({ ...ungraded, state: { ...ungraded.state, grade: null } }, 0)

      expect((await incidents.list({ status: ['closed'], limit: 10 })).map((one) => one.id)).toEqual(['closed'])
      expect(await incidents.list({ status: ['open', 'closed'], limit: 10 })).toHaveLength(3)
      expect((await incidents.list({ grades: [null], limit: 10 })).map((one) => one.id)).toEqual(['ungraded'])
      expect((await incidents.openIds()).toSorted()).toEqual(['open', 'ungraded'])
    })

    test('tells what a sweep must look at by a moment, most urgent first, as the newest version has it', async () => {
      const place = await freshPlace(newPlace)
      const [one, other] = [await place.open(), await place.open()]
      for (const [id, grade, occurred] of [
        ['iii', 'III', '08:00'],
        ['ii', 'II', '08:00'],
        ['i', 'I', '08:30'],
        ['later', 'I', '09:00']
      ] as const) {
        await one.incidents.put(told(incident(id, grade, occurred)), 0)
      }
      // Half of five hours from 08:30; of 48 hours nothing is due yet.
      expect(await other.incidents.dueIds(at('11:00'))).toEqual(['i', 'ii'])
      expect(await other.incidents.dueIds(at('10:29'))).toEqual([])
      const first = told(incident('ii', 'II'))
      await other.incidents.put({ ...first, version: 2, state: { ...first.state, status: 'closed' } }, 1)
      expect(await one.incidents.dueIds(at('11:00'))).toEqual(['i'])
    })

    test('goes over what is open by id, a part at a time, with the moment of the next look', async () => {
      const { incidents } = await (await freshPlace(newPlace)).open()
      for (const id of ['c', 'a', 'd', 'b']) await incidents.put(told(incident(id, 'II')), 0)
      const closed = told(incident('aa', 'II'))
      await incidents.put({ ...closed, state: { ...closed.state, status: 'closed' } }, 0)
      const first = await incidents.openAfter(null, 2)
      const second = await incidents.openAfter('b', 3)
      expect([...first, ...second].map(({ document: { id } }) => id)).toEqual(['a', 'b', 'c', 'd'])
      expect(first[0]).toEqual({ document: told(incident('a', 'II')), lookAt: at('10:30') })
    })

    test('notes when to look at the version that it has, and at no other', async () => {
      const { incidents } = await (await freshPlace(newPlace)).open()
      const stored = told(incident('a', 'II'))
      await incidents.put(stored, 0)
      const sooner = incident('a', 'II')
      await incidents.noteLookAt({ ...sooner, version: 2 })
      expect(await incidents.dueIds(at('09:00'))).toEqual([])
      await incidents.noteLookAt(sooner)
      expect(await incidents.dueIds(at('09:00'))).toEqual(['a'])
      expect(await incidents.get('a')).toEqual(stored)
      await incidents.put({ ...stored, version: 2 }, 1)
      expect(await incidents.dueIds(at('09:00'))).toEqual([])
    })
  })
}

/** Its opening was told: the next to come is half of its time. */
function told(one: IncidentDocument): IncidentDocument {
  const policy = { ...one.state.policy, escalation: one.state.policy.escalation.filter(({ on }) => on === 'phase') }
  return { ...one, state: { ...one.state, policy } }
}

/** An incident whose clocks count from a time of occurrence. */
function incident(id: string, grade: Grade, occurred = '08:00'): IncidentDocument {
  const opened = document(openingOf(grade, [anchor('occurred', at(occurred), 'person')]), at(occurred))
  return { ...opened, id, state: { ...opened.state, id } }
}

function withoutCountdowns(one: IncidentDocument): IncidentDocument {
  return { ...one, state: { ...one.state, countdowns: [] } }
}
