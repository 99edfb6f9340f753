import { assert, asyncProperty, array, constantFrom, integer, record } from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { createLedgers } from '../../../alerting/surge-ledger.ts'
import { SurgePolicy } from '../../../core/surge.ts'
import { hourMs, minuteMs, msBetween } from '../../../core/instant.ts'
import { opened } from '../../support/alerting-ladder.ts'
import { noticeFor } from '../../support/alerting-notices.ts'
import { SurgeWorld, type Sent } from '../../support/alerting-surge.ts'
import { anchor, at, document } from '../../support/incidents.ts'

const policy = SurgePolicy.parse({ perPersonPerHour: 5, keptForMajor: 2, source: '测试' })
const worlds: SurgeWorld[] = []

function world(surge: SurgePolicy | null = policy): SurgeWorld {
  const made = new SurgeWorld(surge)
  worlds.push(made)
  return made
}

afterEach(async () => {
  for (const one of worlds.splice(0)) await one.close()
})

/** The most that one person got within any hour, 特别重大 left out. */
function mostInAnHour(sent: readonly Sent[]): number {
  const ordinary = sent.filter(({ row }) => row.notice.grade !== 'I')
  return Math.max(0, ...ordinary.map((one) => ordinary.filter(({ at: then }) => then <= one.at && msBetween(then, one.at) < hourMs).length))
}

describe('a surge', () => {
  test('3,000 in one minute: at most so many to a person, the first at once, the rest waits with its reason', async () => {
    const here = world()
    await here.ask(3000)
    here.process()
    await here.settled()
    expect(here.sent.map(({ row }) => row.notice.id)).toEqual(['n1', 'n2', 'n3'])
    expect([here.count('accepted'), here.count('held')]).toEqual([3, 2997])
    expect((await here.notices.get('n4'))?.detail).toBe('一小时内已向此人发出 3 条（上限 5 条），暂扣，2031-03-12 13:00 起汇总发出')
  })

  test('when the hour ends one message tells all that was held back', async () => {
    const here = world()
    await here.ask(10)
    const process = here.process()
    await here.settled()
    here.clock.advance(59 * minuteMs)
    expect(await process.look()).toBe(0)
    here.clock.advance(minuteMs)
    await process.look()
    await here.settled()
    const digest = here.sent.at(-1)?.row.notice
    expect(digest?.title).toBe('【汇总】暂扣的 7 条通知，涉及 1 件')
    expect(digest?.body).toContain('Ⅲ●较大｜第 10 条（共 7 条）')
    expect([here.sent.length, here.count('held'), here.count('digested')]).toEqual([4, 0, 7])
    expect((await here.notices.get('n7'))?.detail).toContain('已并入汇总')
  })

  test('what waits is said in the next message that goes', async () => {
    const here = world()
    await here.ask(5)
    here.process()
    await here.settled()
    await here.ask(1, { grade: 'II', title: 'Ⅱ▲重大｜新事件' })
    await here.settled()
    expect(here.sent.at(-1)?.row.notice.body).toContain('另有 2 条通知因一小时内条数已达上限暂扣')
  })

  test('nothing of 特别重大 is held, whatever went before', async () => {
    const here = world()
    await here.ask(20)
    await here.ask(50, { grade: 'I' })
    here.process()
    await here.settled()
    expect(here.sent.filter(({ row }) => row.notice.grade === 'I')).toHaveLength(50)
  })

  test('an incident that became 特别重大: what is asked for goes, and what waits is let go', async () => {
    const here = world()
    await here.ask(6)
    const process = here.process()
    await here.settled()
    expect(here.count('held')).toBe(3)
    here.incidents.documents.set('inc-test', document(opened('I', [anchor('occurred', at('11:00'))]), at('11:00')))
    await here.ask(1)
    await here.settled()
    here.clock.advance(10_000)
    await process.look()
    await here.settled()
    expect([here.count('accepted'), here.count('held')]).toEqual([7, 0])
  })

  test('重大 has places of its own, and does not wait behind lesser ones', async () => {
    const here = world()
    await here.ask(10)
    await here.ask(4, { grade: 'II' })
    here.process()
    await here.settled()
    expect(here.sent.map(({ row }) => row.notice.grade)).toEqual(['III', 'III', 'III', 'II', 'II'])
  })

  test('one person is not held for what another got, and the page is never held', async () => {
    const here = world()
    await here.ask(10)
    await here.ask(10, { recipient: { ...noticeFor('x').recipient, contactId: 'chief' } })
    await here.ask(10, { channel: 'dashboard' })
    here.process()
    await here.settled()
    expect([here.count('held'), here.sent.length]).toEqual([14, 6])
    expect([...here.notices.held.values()].filter(({ row }) => row.notice.channel === 'dashboard' && row.state === 'accepted')).toHaveLength(10)
  })

  test('messages over several channels are messages to the same person', async () => {
    const here = world()
    await here.ask(2)
    await here.ask(2, { channel: 'sms' })
    here.process()
    await here.settled()
    expect([here.sent.length, here.count('held')]).toEqual([3, 1])
  })

  test('a channel that refuses everything uses up nobody’s hour', async () => {
    const here = world()
    here.refusing.add('mail')
    await here.ask(30, { grade: 'II' })
    const process = here.process()
    await here.settled()
    for (let looks = 0; looks < 10; looks++) {
      here.clock.advance(5000)
      await process.look()
      await here.settled()
    }
    expect(here.count('held')).toBe(0)
    await here.ask(2, { channel: 'sms', grade: 'II' })
    await here.settled()
    expect(here.sent.map(({ row }) => row.notice.id)).toEqual(['n31', 'n32'])
  })

  test('two processes at once keep to the same number', async () => {
    const here = world()
    await here.ask(200)
    here.process('a')
    here.process('b')
    await here.settled()
    expect([here.sent.length, here.count('held')]).toEqual([3, 197])
  })

  test('a crash after a place was taken and before the message went: it goes, and no other takes its place twice', async () => {
    const here = world()
    const asked = await here.ask(4)
    await here.shelf.setCursor('@surge', 'desk', JSON.stringify({ went: [{ id: asked[0]?.id, at: here.clock.now() }], heldSince: null, held: 0 }))
    here.process()
    await here.settled()
    expect(here.sent.map(({ row }) => row.notice.id)).toEqual(['n1', 'n2', 'n3'])
  })

  test('a crash between the digest and its rows: the digest is the same one, and nothing is told twice', async () => {
    const here = world()
    await here.ask(6)
    const first = here.process('a')
    await here.settled()
    here.clock.advance(hourMs)
    const release = here.notices.release.bind(here.notices)
    here.notices.release = (ids, to) => (to.state === 'digested' ? Promise.reject(new Error('killed')) : release(ids, to))
    await expect(first.look()).rejects.toThrow('killed')
    here.notices.release = release
    await here.process('b').look()
    await here.settled()
    expect(here.sent.filter(({ row }) => row.notice.covers !== undefined)).toHaveLength(1)
    expect(here.count('held')).toBe(0)
  })

  test('a store that cannot be asked lets everything through', async () => {
    const here = world()
    here.shelf.cursor = () => Promise.reject(new Error('away'))
    await here.ask(8)
    here.process()
    await here.settled()
    expect([here.sent.length, here.count('held')]).toEqual([8, 0])
    expect(here.logger.lines.some(({ level }) => level === 'error')).toBe(true)
  })

  test('without a limit nobody is spared anything', async () => {
    const here = world(null)
    await here.ask(50)
    here.process()
    await here.settled()
    expect(here.sent).toHaveLength(50)
  })

  test('a clock that is set back two hours neither loses what waits nor sends it twice', async () => {
    const here = world()
    await here.ask(8)
    const process = here.process()
    await here.settled()
    here.clock.set(at('10:00'))
    here.clock.advance(10_000)
    await process.look()
    await here.settled()
    expect(here.sent.filter(({ row }) => row.notice.covers !== undefined)).toHaveLength(1)
    expect([here.count('held'), here.count('digested')]).toEqual([0, 5])
  })

  test('a clock that is set back by less than an hour delays what waits by no more than the hour from then', async () => {
    const here = world()
    await here.ask(8)
    const process = here.process()
    await here.settled()
    here.clock.set(at('11:10'))
    here.clock.advance(2000)
    await process.look()
    here.clock.advance(59 * minuteMs)
    await process.look()
    await here.settled()
    expect([here.count('held'), here.count('digested')]).toEqual([5, 0])
    here.clock.advance(minuteMs)
    await process.look()
    await here.settled()
    expect([here.count('held'), here.count('digested')]).toEqual([0, 5])
  })

  test('a clock that is set back while another process keeps a ledger holds no notice up', async () => {
    const here = world()
    await here.leases.acquire('@surge:desk', 'another', here.clock.elapsedMs(), 5000)
    const ledgers = createLedgers({ crawl: here.shelf, leases: here.leases, clock: here.clock, holder: 'a' })
    here.clock.setElapsed(here.clock.elapsedMs() - 3_600_000)
    expect(await ledgers.change('desk', (ledger) => ({ ledger, result: 'in hand' }))).toBeNull()
  })

  test('over any course of asking and waiting no hour has more, and everything is sent or told', async () => {
    const step = record({
      ask: integer({ min: 0, max: 6 }),
      minutes: integer({ min: 0, max: 40 }),
      grade: constantFrom('I', 'II', 'III', 'IV', null)
    })
    await assert(
      asyncProperty(array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const here = world()
        const process = here.process()
        for (const { ask, minutes, grade } of steps) {
          await here.ask(ask, { grade })
          await here.settled()
          here.clock.advance(minutes * minuteMs)
          await process.look()
          await here.settled()
        }
        for (let hours = 0; hours < 4; hours++) {
          here.clock.advance(hourMs)
          await process.look()
          await here.settled()
        }
        const told = new Set(here.sent.flatMap(({ row: { notice } }) => [notice.id, ...(notice.covers ?? [])]))
        expect(here.notices.notices().filter(({ id }) => !told.has(id))).toEqual([])
        expect(mostInAnHour(here.sent)).toBeLessThanOrEqual(policy.perPersonPerHour)
        await here.close()
      }),
      { numRuns: 25 }
    )
  })
})
