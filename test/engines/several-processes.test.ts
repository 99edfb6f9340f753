import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../adapters/clock.ts'
import { addMs, instantFromMs, minuteMs } from '../../core/instant.ts'
import type { System } from '../../system.ts'
import type { LivePage } from '../support/api-live.ts'
import { clusterSystems, livePageAt, type ClusterSystems } from '../support/cluster-systems.ts'
import { kafkaBrokers } from '../support/kafka-place.ts'
import { publishTo } from '../support/running-system.ts'

/** Nothing that one could take for the other. */
const unlike = [
  '白塘镇一养老院发生火灾已致15人死亡',
  '北环高速两辆客车相撞已致13人死亡',
  '翠湖公园灯会发生踩踏已致11人死亡',
  '望海区一小学食物中毒已致10人死亡'
]
const patience = { timeout: 60_000, interval: 100 }

describe.skipIf(kafkaBrokers.length === 0)('two processes of every role', () => {
  let systems: ClusterSystems
  let one: System
  let other: System
  let pages: LivePage[]

  beforeAll(async () => {
    systems = await clusterSystems()
    one = await systems.start('pipeline', 'alerting', 'dashboard')
    other = await systems.start('pipeline', 'alerting', 'dashboard')
    pages = [await livePageAt(one), await livePageAt(other)]
  })
  afterAll(async () => {
    for (const page of pages) page.close()
    await systems.remove()
  })

  test('a new incident reaches the pages of every dashboard', async () => {
    await publish('滨河路一饭店发生燃气爆炸已致12人死亡')
    for (const page of pages) {
      const { row } = await page.next('incident', (message) => message.row.title.includes('滨河路'))
      expect(row.grade).toBe('II')
    }
  })

  test('each notice is there once and sent once, whichever alerting process has it', async () => {
    for (const title of unlike) await publish(title)
    await expect.poll(async () => (await one.stores.incidents.openIds()).length, patience).toBe(5)
    await expect
      .poll(async () => {
        const { requested, accepted } = await other.stores.notices.counts()
        return requested > 4 && requested === accepted
      }, patience)
      .toBe(true)
    const rows = await one.stores.notices.list({ limit: 1000 })
    expect(rows.every(({ attempts, possibleDuplicate }) => attempts === 1 && !possibleDuplicate)).toBe(true)
    const opened = rows.filter(({ notice }) => notice.reason.includes('opened')).map(({ notice }) => `${notice.subject.id} ${notice.reason}`)
    expect(new Set(opened).size).toBe(opened.length)
  })

  test('when one ends, the other goes on where it stopped', async () => {
    await one.close()
    await publish('青石县一煤矿发生透水事故已致18人死亡')
    const page = pages[1]
    await page?.next('incident', (message) => message.row.title.includes('青石县'))
    expect(await other.stores.incidents.openIds()).toHaveLength(6)
  })

  function publish(title: string): Promise<void> {
    const publishedAt = addMs(instantFromMs(Date.now()), -5 * minuteMs)
    const line = { id: `fixture-${title}`, sourceKind: 'portal', source: '临江网', url: null, title, text: `${title}，救援正在进行。`, publishedAt }
    return publishTo(other.stores, line, systemClock)
  }
})
