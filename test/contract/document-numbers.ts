import { describe, expect, test } from 'vitest'
import type { DocumentNumbers } from '../../core/ports.ts'
import { freshPlace, sharedStores, type NewPlace } from './place.ts'

export function documentNumbersContract(name: string, newPlace: NewPlace<{ readonly documentNumbers: DocumentNumbers }>): void {
  describe(`${name}: document numbers`, () => {
    const stores = sharedStores(newPlace)

    test('begin at 1 in each series and go up by one', async () => {
      const { documentNumbers } = stores()
      expect(await documentNumbers.assign('order/2031', 'a')).toBe(1)
      expect(await documentNumbers.assign('order/2031', 'b')).toBe(2)
      expect(await documentNumbers.assign('order/2032', 'c')).toBe(1)
      expect(await documentNumbers.assign('reminder/2031', 'a')).toBe(1)
      expect(await documentNumbers.list('order/2031')).toEqual(['a', 'b'])
      expect(await documentNumbers.list('summons/2031')).toEqual([])
      expect(await documentNumbers.series()).toEqual(expect.arrayContaining(['order/2031', 'order/2032', 'reminder/2031']))
    })

    test('a document keeps its number, however often it asks', async () => {
      const { documentNumbers } = stores()
      expect(await documentNumbers.assign('again', 'a')).toBe(1)
      expect(await documentNumbers.assign('again', 'b')).toBe(2)
      expect(await documentNumbers.assign('again', 'a')).toBe(1)
      expect(await documentNumbers.list('again')).toEqual(['a', 'b'])
    })

    test('two processes that number forty documents at once, each of them twice, leave no gap and no double', async () => {
      const place = await freshPlace(newPlace)
      const one = await place.open()
      const other = await place.open()
      const ids = Array.from({ length: 40 }, (_, index) => `document-${index}`)
      const asked = await Promise.all(
        ids.flatMap((id, index) => {
          const [first, second] = index % 2 === 0 ? [one, other] : [other, one]
          return [first.documentNumbers.assign('race', id), second.documentNumbers.assign('race', id)]
        })
      )
      const numbers = ids.map((_, index) => asked[index * 2])
      expect(numbers.toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(ids.map((_, index) => index + 1))
      expect(ids.map((_, index) => asked[index * 2 + 1])).toEqual(numbers)
      const listed = await one.documentNumbers.list('race')
      expect(ids.map((id) => listed.indexOf(id) + 1)).toEqual(numbers)
    })

    test('are still there after a restart', async () => {
      const place = await freshPlace(newPlace)
      const before = await place.open()
      await before.documentNumbers.assign('kept', 'a')
      await before.close()
      const after = await place.open()
      expect(await after.documentNumbers.assign('kept', 'b')).toBe(2)
      expect(await after.documentNumbers.assign('kept', 'a')).toBe(1)
    })
  })
}
