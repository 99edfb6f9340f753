import { describe, expect, test } from 'vitest'
import type { Leases } from '../../core/ports.ts'
import { sharedStores, type NewPlace } from './place.ts'

export function leasesContract(name: string, newPlace: NewPlace<{ readonly leases: Leases }>): void {
  describe(`${name}: leases`, () => {
    const stores = sharedStores(newPlace)

    test('one holder at a time, until it runs out; the fence grows with each new holder', async () => {
      const { leases } = stores()
      const first = await leases.acquire('sweep', 'a', 1000, 500)
      expect(await leases.acquire('sweep', 'b', 1499, 500)).toBeNull()
      const second = await leases.acquire('sweep', 'b', 1500, 500)
      expect(second?.fence).toBeGreaterThan(first?.fence ?? Infinity)
      expect(await leases.acquire('sweep', 'a', 1501, 500)).toBeNull()
    })

    test('its holder renews it under the same fence', async () => {
      const { leases } = stores()
      const first = await leases.acquire('renewed', 'a', 1000, 500)
      expect(await leases.acquire('renewed', 'a', 1400, 500)).toEqual(first)
      expect(await leases.acquire('renewed', 'b', 1600, 500)).toBeNull()
    })

    test('given back, it is free at once; only its holder can give it back', async () => {
      const { leases } = stores()
      const first = await leases.acquire('given', 'a', 1000, 500)
      await leases.release('given', 'b')
      expect(await leases.acquire('given', 'b', 1001, 500)).toBeNull()
      await leases.release('given', 'a')
      const second = await leases.acquire('given', 'b', 1002, 500)
      expect(second?.fence).toBeGreaterThan(first?.fence ?? Infinity)
    })

    test('of many at once, one gets it', async () => {
      const { leases } = stores()
      const tries = await Promise.all(Array.from({ length: 12 }, (_, index) => leases.acquire('race', `holder-${index}`, 0, 1000)))
      expect(tries.filter((lease) => lease !== null)).toHaveLength(1)
    })

    test('is not for longer than thirty seconds', async () => {
      await expect(stores().leases.acquire('long', 'a', 0, 30_001)).rejects.toThrow('30000')
    })
  })
}
