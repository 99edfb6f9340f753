import { describe, expect, test } from 'vitest'
import { sha256 } from '../../adapters/hash.ts'
import { machine } from '../../core/actor.ts'
import { canonicalJson } from '../../core/canonical-json.ts'
import { chainStart } from '../../core/incident/chain.ts'
import type { AuditLog } from '../../core/ports.ts'
import { at, officer } from '../support/incidents.ts'
import { freshPlace, type NewPlace } from './place.ts'

export function auditLogContract(name: string, newPlace: NewPlace<{ readonly audit: AuditLog }>): void {
  describe(`${name}: audit log`, () => {
    test('chains its entries over batches, processes and restarts', async () => {
      const place = await freshPlace(newPlace)
      const [one, other] = [await place.open(), await place.open()]
      await one.audit.append([entry('a'), entry('b')])
      await Promise.all([one.audit.append([entry('c')]), other.audit.append([entry('d'), entry('e')])])
      await one.close()
      await other.close()
      const again = await place.open()
      await again.audit.append([entry('f')])

      const entries = await again.audit.read(0, 100)
      expect(entries.map((one) => one.seq)).toEqual([1, 2, 3, 4, 5, 6])
      expect(entries.map((one) => one.subject).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
      let previous = chainStart
      for (const { hash, ...rest } of entries) {
        expect(rest.previous).toBe(previous)
        expect(sha256(canonicalJson(rest))).toBe(hash)
        previous = hash
      }
    })

    test('keeps the whole entry and reads page by page', async () => {
      const { audit } = await (await freshPlace(newPlace)).open()
      await audit.append([entry('甲'), { ...entry('乙'), actor: machine('alerting') }, entry('丙')])
      const page = await audit.read(1, 1)
      expect(page).toHaveLength(1)
      expect(page[0]).toMatchObject({ seq: 2, at: at('08:00'), actor: machine('alerting'), action: '办理', subject: '乙', detail: '说明 "引号"' })
      expect(await audit.read(3, 10)).toEqual([])
    })

    test('knows its head, the start of the chain while it is empty', async () => {
      const { audit } = await (await freshPlace(newPlace)).open()
      expect(await audit.head()).toEqual({ seq: 0, hash: chainStart })
      await audit.append([entry('甲'), entry('乙')])
      const [, second] = await audit.read(0, 10)
      expect(await audit.head()).toEqual({ seq: 2, hash: second?.hash })
    })
  })
}

function entry(subject: string): Parameters<AuditLog['append']>[0][number] {
  return { at: at('08:00'), actor: officer, action: '办理', subject, detail: '说明 "引号"' }
}
