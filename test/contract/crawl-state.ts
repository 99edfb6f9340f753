import { describe, expect, test } from 'vitest'
import type { CrawlState, FrontierItem } from '../../core/ports.ts'
import type { SourceHealth } from '../../core/source.ts'
import { at } from '../support/incidents.ts'
import { freshPlace, sharedStores, type NewPlace } from './place.ts'

export function crawlStateContract(name: string, newPlace: NewPlace<{ readonly crawl: CrawlState }>): void {
  describe(`${name}: crawl state`, () => {
    const stores = sharedStores(newPlace)

    test('queues a page once a source, oldest first', async () => {
      const { crawl } = stores()
      expect(await crawl.enqueue('portal', [item('a'), item('b'), item('a')])).toEqual([item('a'), item('b')])
      expect(await crawl.enqueue('portal', [item('b'), item('c')])).toEqual([item('c')])
      expect(await crawl.enqueue('feed', [item('a')])).toEqual([item('a')])
      expect(await crawl.pending('portal', 0, 2)).toEqual([item('a'), item('b')])
    })

    test('keeps a page waiting until it is finished, and never queues it again', async () => {
      const { crawl } = stores()
      await crawl.enqueue('finish', [item('a'), item('b')])
      await crawl.finish('finish', 'a')
      expect(await crawl.pending('finish', 0, 10)).toEqual([item('b')])
      expect(await crawl.enqueue('finish', [item('a')])).toEqual([])
      await crawl.finish('finish', 'never-queued')
      expect(await crawl.enqueue('finish', [item('never-queued')])).toEqual([])
    })

    test('waits with a postponed page and counts the try', async () => {
      const { crawl } = stores()
      await crawl.enqueue('postpone', [item('a')])
      await crawl.postpone('postpone', 'a', 5000)
      expect(await crawl.pending('postpone', 4999, 10)).toEqual([])
      expect(await crawl.pending('postpone', 5000, 10)).toEqual([{ ...item('a'), tries: 1 }])
    })

    test('remembers everything over a restart', async () => {
      const place = await freshPlace(newPlace)
      const before = await place.open()
      await before.crawl.enqueue('s', [item('a'), item('b')])
      await before.crawl.finish('s', 'a')
      await before.crawl.setCursor('s', 'since', '41')
      await before.crawl.setCursor('s', 'since', '42')
      await before.crawl.putHealth(health('s', 2))
      await before.close()

      const { crawl } = await place.open()
      expect(await crawl.pending('s', 0, 10)).toEqual([item('b')])
      expect(await crawl.cursor('s', 'since')).toBe('42')
      expect(await crawl.cursor('s', 'other')).toBeNull()
      await crawl.putHealth(health('r', 0))
      await crawl.putHealth(health('s', 3))
      expect((await crawl.health()).toSorted((a, b) => a.sourceId.localeCompare(b.sourceId))).toEqual([health('r', 0), health('s', 3)])
      expect(await crawl.healthOf('s')).toEqual(health('s', 3))
      expect(await crawl.healthOf('never-put')).toBeNull()
    })

    test('refuses the health that comes from a lease which was lost meanwhile', async () => {
      const { crawl } = stores()
      const under = (fence: number, name = 'crawl:portal.example') => ({ ...health('leased', fence), lease: { name, fence } })
      expect(await crawl.putHealth(under(2))).toBe(true)
      expect(await crawl.putHealth(under(1))).toBe(false)
      expect(await crawl.healthOf('leased')).toEqual(under(2))
      expect(await crawl.putHealth(under(2))).toBe(true)
      // An address on another host has a lease of its own.
      expect(await crawl.putHealth(under(1, 'crawl:other.example'))).toBe(true)
    })
  })
}

function item(key: string): FrontierItem {
  return { key, url: `https://portal.example/${key}`, hint: '{"title":"标题"}', tries: 0 }
}

function health(sourceId: string, consecutiveFailures: number): SourceHealth {
  return {
    sourceId,
    state: consecutiveFailures === 0 ? 'ok' : 'degraded',
    lastTriedAt: at('08:00'),
    lastOkAt: null,
    lastNewAt: null,
    consecutiveFailures,
    lastError: '连接超时',
    lastErrorCode: 'unreachable',
    fetched: 1,
    parsed: 0,
    mentionsTotal: 9
  }
}
