import { describe, expect, test } from 'vitest'
import { sha256OfBytes } from '../../adapters/hash.ts'
import type { EvidenceStore } from '../../core/ports.ts'
import { at } from '../support/incidents.ts'
import { freshPlace, type NewPlace } from './place.ts'

const about = { url: 'https://gov.example/notice', contentType: 'text/html', at: at('08:00') }

export function evidenceStoreContract(name: string, newPlace: NewPlace<{ readonly evidence: EvidenceStore }>): void {
  describe(`${name}: evidence store`, () => {
    test('gives bytes back under their hash, also after a restart', async () => {
      const place = await freshPlace(newPlace)
      const before = await place.open()
      const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256)
      const key = await before.evidence.put(bytes, about)
      await before.close()
      const found = await (await place.open()).evidence.get(key)

      expect(key).toBe(sha256OfBytes(bytes))
      expect(found).toMatchObject(about)
      expect(Buffer.from(found?.bytes ?? []).equals(bytes)).toBe(true)
    })

    test('keeps the first account of the same bytes, also when both come at once', async () => {
      const { evidence } = await (await freshPlace(newPlace)).open()
      const bytes = new TextEncoder().encode('情况通报')
      const key = await evidence.put(bytes, about)
      await Promise.all(Array.from({ length: 5 }, (_, index) => evidence.put(bytes, { ...about, url: `https://copy.example/${index}` })))
      expect((await evidence.get(key))?.url).toBe(about.url)
    })

    test('takes empty bytes and unknown origin; knows nothing of other keys', async () => {
      const { evidence } = await (await freshPlace(newPlace)).open()
      const key = await evidence.put(new Uint8Array(), { url: null, contentType: null, at: at('08:00') })
      expect((await evidence.get(key))?.bytes).toHaveLength(0)
      expect(await evidence.get('0'.repeat(64))).toBeNull()
      expect(await evidence.get('../../etc/passwd')).toBeNull()
    })
  })
}
