import { describe, expect, test } from 'vitest'
import { sha256 } from '../../../adapters/hash.ts'
import { createBlindSources } from '../../../alerting/blind-sources.ts'
import { minuteMs } from '../../../core/instant.ts'
import type { HealthState, SourceHealth } from '../../../core/source.ts'
import { ManualClock } from '../../support/alerting-clock.ts'
import { contacts, ways } from '../../support/alerting-ladder.ts'
import { MemoryNotices, RecordingLogger, SettableCrawl } from '../../support/alerting-stores.ts'
import { at } from '../../support/incidents.ts'

class World {
  readonly crawl = new SettableCrawl()
  readonly notices = new MemoryNotices()
  readonly logger = new RecordingLogger()
  readonly clock = new ManualClock(at('12:00'))
  drill = false
  watch = this.start()

  start(): ReturnType<typeof createBlindSources> {
    return createBlindSources({
      crawl: this.crawl,
      notices: this.notices,
      contacts,
      channels: Object.fromEntries(Object.entries(ways).map(([id, reach]) => [id, { reach }])),
      to: { roles: ['duty-officer'], channels: ['dashboard'] },
      sourceName: (id) => `来源${id}`,
      clock: this.clock,
      logger: this.logger,
      sha256,
      drill: this.drill,
      requested: () => {}
    })
  }

  async is(state: HealthState): Promise<void> {
    this.crawl.sources = [health(state)]
    await this.watch.look()
    this.clock.advance(minuteMs)
  }

  titles(): string[] {
    return this.notices.notices().map(({ title }) => title)
  }
}

function health(state: HealthState): SourceHealth {
  return {
    sourceId: 'portal',
    state,
    lastTriedAt: at('11:59'),
    lastOkAt: at('08:00'),
    lastNewAt: at('07:00'),
    consecutiveFailures: 3,
    lastError: 'HTTP 403',
    lastErrorCode: 'blocked',
    fetched: 0,
    parsed: 0,
    mentionsTotal: 10
  }
}

describe('a blind source', () => {
  test('is told once for each time that it goes blind, and once when it sees again', async () => {
    const world = new World()
    for (const state of ['ok', 'degraded', 'blind', 'blind', 'degraded', 'blind', 'ok', 'quiet', 'blind', 'blind'] as const) await world.is(state)
    expect(world.titles()).toEqual(['采集源失明：来源portal', '采集源恢复：来源portal', '采集源失明：来源portal'])
    const [first, back] = world.notices.notices()
    expect(first).toMatchObject({
      subject: { kind: 'source', id: 'portal' },
      recipient: { contactId: 'desk' },
      channel: 'dashboard',
      grade: null,
      link: '/sources'
    })
    expect(first?.body).toContain('上次成功：2031-03-12 08:00（+08:00）')
    expect(first?.body).toContain('HTTP 403')
    expect(back?.body).toContain('失明时段：2031-03-12 12:02（+08:00） 至 2031-03-12 12:06')
  })

  test('is told with the others where many go blind at once, and sees again with them', async () => {
    const world = new World()
    const all = async (state: HealthState) => {
      world.crawl.sources = Array.from({ length: 30 }, (_, n) => ({ ...health(state), sourceId: `s${n}` }))
      await world.watch.look()
      await world.watch.look()
    }
    await all('blind')
    await all('ok')
    expect(world.titles()).toEqual(['30 个采集源同时失明', '30 个采集源恢复'])
    expect(world.notices.notices()[0]?.body).toContain('来源s0、来源s1')
    expect(world.notices.notices()[0]?.body).toContain('等 30 个')
  })

  test('is not blamed on our own network where the reasons are not of it', async () => {
    const bodyOf = async (classes: readonly ('network' | 'blocked')[]): Promise<string> => {
      const world = new World()
      world.crawl.sources = classes.map((faultClass, n) => ({ ...health('blind'), sourceId: `s${n}`, faultClass }))
      await world.watch.look()
      return world.notices.notices()[0]?.body ?? ''
    }
    expect(await bodyOf(Array.from({ length: 5 }, () => 'network'))).toContain('多半是本机网络')
    expect(await bodyOf(['blocked', 'blocked', 'blocked', 'blocked', 'network'])).not.toContain('本机网络')
  })

  test('is not told again after a restart, and its recovery is', async () => {
    const world = new World()
    await world.is('blind')
    world.watch = world.start()
    await world.is('blind')
    expect(world.titles()).toHaveLength(1)
    world.watch = world.start()
    await world.is('ok')
    expect(world.titles()).toEqual(['采集源失明：来源portal', '采集源恢复：来源portal'])
  })

  test('a crash before it was noted as told makes no second notice', async () => {
    const world = new World()
    await world.is('blind')
    world.crawl.cursors.clear()
    world.watch = world.start()
    await world.is('blind')
    expect(world.titles()).toHaveLength(1)
  })

  test('a note that cannot be read is said in the log and stops nothing', async () => {
    const world = new World()
    world.crawl.cursors.set('portal/alerting:told', '{"state":')
    await world.is('blind')
    expect(world.titles()).toHaveLength(1)
    expect(world.logger.lines.map(({ level }) => level)).toEqual(['warn'])
  })

  test('silence within the rhythm is no alert', async () => {
    const world = new World()
    for (const state of ['never', 'ok', 'quiet', 'degraded', 'quiet'] as const) await world.is(state)
    expect(world.titles()).toEqual([])
  })

  test('carries the drill mark in a drill', async () => {
    const world = new World()
    world.drill = true
    world.watch = world.start()
    await world.is('blind')
    expect(world.titles()).toEqual(['【演练】采集源失明：来源portal'])
  })
})
