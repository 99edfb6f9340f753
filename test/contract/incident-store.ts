import { describe, expect, test } from 'vitest'
import { ConflictError } from '../../core/errors.ts'
import type { Grade } from '../../core/grade.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import type { IncidentStore } from '../../core/ports.ts'
import { anchor, at, document, openingOf } from '../support/incidents.ts'
import { freshPlace, type NewPlace } from './place.ts'

export function incidentStoreContract(name: string, newPlace: NewPlace<{ readonly incidents: IncidentStore }>): void {
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
  })
}

/** An incident whose clocks count from a time of occurrence. */
function incident(id: string, grade: Grade, occurred = '08:00'): IncidentDocument {
  const opened = document(openingOf(grade, [anchor('occurred', at(occurred), 'person')]), at(occurred))
  return { ...opened, id, state: { ...opened.state, id } }
}

function withoutCountdowns(one: IncidentDocument): IncidentDocument {
  return { ...one, state: { ...one.state, countdowns: [] } }
}
