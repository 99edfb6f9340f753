import { afterEach, describe, expect, test } from 'vitest'
import { createHeartbeat } from '../../../alerting/heartbeat.ts'
import { createWatch, repeat } from '../../../alerting/watch.ts'
import { noteSweep } from '../../../core/last-sweep.ts'
import { hourMs, minuteMs } from '../../../core/instant.ts'
import { unfiredOf } from '../../../core/unfired.ts'
import { readHeartbeat, readWatch } from '../../../core/watch-record.ts'
import { SweepWorld } from '../../support/alerting-engine.ts'
import { opened } from '../../support/alerting-ladder.ts'
import { until } from '../../support/alerting-notices.ts'
import { answer, WebhookSink } from '../../support/alerting-sinks.ts'
import { SettableCrawl } from '../../support/alerting-stores.ts'
import { anchor, at, document } from '../../support/incidents.ts'

const noon = at('12:00')
const closing: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of closing.splice(0)) await one.close()
})

function world(): SweepWorld {
  const made = new SweepWorld(noon)
  made.put(document(opened('I', [anchor('occurred', noon)]), noon))
  return made
}

function unfired(here: SweepWorld): string[] {
  const requested = here.notices.notices().map(({ reason }) => reason)
  return unfiredOf(here.get(), requested, here.clock.now()).map(({ what }) => what)
}

describe('the second path', () => {
  test('counts nothing through 48 hours of a sweep that works, minute by minute', async () => {
    const here = world()
    const engine = here.engine()
    for (let minute = 0; minute <= 48 * 60; minute++) {
      await engine.all()
      expect(unfired(here)).toEqual([])
      here.clock.advance(minuteMs)
    }
  })

  test('counts what nobody told while no sweep ran, by kind and phase, and nothing once it was told', async () => {
    const here = world()
    await here.engine().all()
    here.clock.advance(4 * hourMs)
    expect(unfired(here)).toEqual(['authoritative-release p50', 'authoritative-release p75', 'unsigned unacknowledged'])
    await here.engine().all()
    expect(unfired(here)).toEqual([])
  })

  test('gives what has just come a minute', () => {
    const here = world()
    here.clock.advance(59_000)
    expect(unfired(here)).toEqual([])
    here.clock.advance(1000)
    expect(unfired(here)).toEqual(['opened'])
  })

  test('a timeline that says it told somebody, with no notice to show for it, is counted', async () => {
    const here = world()
    await here.engine().all()
    here.clock.advance(2.5 * hourMs)
    await here.engine().all()
    here.clock.advance(minuteMs)
    here.notices.held.clear()
    expect(unfired(here)).toContain('authoritative-release p50')
  })

  test('a clock that was stopped, an incident that ended and a step that reached nobody owe nothing', async () => {
    const here = new SweepWorld(noon, [])
    here.put(document(opened('I', [anchor('occurred', noon)]), noon))
    here.clock.advance(10 * hourMs)
    await here.engine().all()
    here.clock.advance(minuteMs)
    expect(here.notices.notices()).toEqual([])
    expect(unfired(here)).toEqual([])
    const { state } = here.get()
    here.put({ ...here.get(), state: { ...state, status: 'closed' } })
    here.clock.advance(30 * hourMs)
    expect(unfired(here)).toEqual([])
  })
})

function watchOf(here: SweepWorld, crawl = new SettableCrawl()) {
  return { crawl, watch: createWatch({ incidents: here.incidents, notices: here.notices, crawl, clock: here.clock, logger: here.logger }) }
}

describe('the watch', () => {
  test('writes down how much is due and not fired; once it lasts says so in the log, and when it is over', async () => {
    const here = world()
    const { watch, crawl } = watchOf(here)
    here.clock.advance(3 * hourMs)
    expect(await watch.look()).toBe(3)
    expect(here.logger.lines).toEqual([])
    here.clock.advance(15_000)
    expect(await watch.look()).toBe(3)
    expect(await watch.look()).toBe(3)
    expect(await readWatch(crawl)).toMatchObject({
      unfired: 3,
      complete: true,
      example: expect.stringContaining('inc-test authoritative-release p50') as string
    })
    await here.engine().all()
    expect(await watch.look()).toBe(0)
    expect(here.logger.lines.map(({ level }) => level)).toEqual(['error', 'warn'])
  })

  test('says nothing of what a start finds overdue and tells at once', async () => {
    const here = world()
    const { watch } = watchOf(here)
    here.clock.advance(3 * hourMs)
    await watch.look()
    await here.engine().all()
    here.clock.advance(15_000)
    expect(await watch.look()).toBe(0)
    expect(here.logger.lines).toEqual([])
  })

  test('of many incidents looks at a share each time, and says that it is not through yet', async () => {
    const here = world()
    const { watch, crawl } = watchOf(here)
    for (let number = 0; number < 450; number++) here.put({ ...here.get(), id: `inc-${number}` })
    here.clock.advance(3 * hourMs)
    await watch.look()
    expect(await readWatch(crawl)).toMatchObject({ complete: false })
    await watch.look()
    await watch.look()
    expect(await readWatch(crawl)).toMatchObject({ complete: true, unfired: 451 * 3 })
  })

  test('goes on while a look hangs no longer than that look, and after one that failed', async () => {
    const here = world()
    let looks = 0
    const running = repeat(
      () => {
        looks += 1
        return looks === 1 ? Promise.reject(new Error('away')) : Promise.resolve()
      },
      here.logger,
      'watch',
      5
    )
    await until(() => looks >= 3)
    await running.close()
    expect(here.logger.lines.map(({ message }) => message)).toEqual(['a part of the watchdog failed'])
  })
})

async function beating(method: 'GET' | 'POST' = 'GET') {
  const here = world()
  const { watch, crawl } = watchOf(here)
  const sink = new WebhookSink()
  const url = await sink.open()
  const heartbeat = createHeartbeat({ settings: { url, method, everySeconds: 60 }, crawl, clock: here.clock, logger: here.logger })
  closing.push(heartbeat, sink)
  await here.engine().all()
  await noteSweep(crawl, here.clock.elapsedMs())
  await watch.look()
  return { here, watch, crawl, sink, heartbeat }
}

describe('the heartbeat to the outside', () => {
  test('goes each minute while a sweep runs and nothing is owed', async () => {
    const { here, watch, crawl, sink, heartbeat } = await beating('POST')
    const engine = here.engine()
    for (let second = 0; second < 180; second++) {
      await engine.all()
      await noteSweep(crawl, here.clock.elapsedMs())
      await watch.look()
      await heartbeat.beat()
      here.clock.advance(1000)
    }
    expect(sink.posts).toHaveLength(3)
    expect(await readHeartbeat(crawl)).toMatchObject({ state: 'sent', reason: null })
  })

  test('is withheld while something that was due was not told, and says what', async () => {
    const { here, watch, crawl, sink, heartbeat } = await beating()
    here.clock.advance(3 * hourMs)
    await noteSweep(crawl, here.clock.elapsedMs())
    await watch.look()
    await heartbeat.beat()
    expect(sink.posts).toEqual([])
    expect((await readHeartbeat(crawl))?.reason).toMatch(/^有 2 项到期未触发（inc-test authoritative-release p50/)
  })

  test('is withheld while nobody sweeps, or nobody counts', async () => {
    const { here, watch, crawl, sink, heartbeat } = await beating()
    here.clock.advance(31_000)
    await watch.look()
    await heartbeat.beat()
    expect((await readHeartbeat(crawl))?.reason).toBe('没有督时进程在运行（上次巡检 31 秒前）')
    here.clock.advance(61_000)
    await noteSweep(crawl, here.clock.elapsedMs())
    await heartbeat.beat()
    expect((await readHeartbeat(crawl))?.reason).toBe('没有人清点到期未触发的事项')
    expect(sink.posts).toEqual([])
  })

  test('one that the other side refuses, or that does not arrive, is written down and not called sent', async () => {
    const { here, crawl, sink, heartbeat } = await beating()
    sink.behave = answer(404)
    await heartbeat.beat()
    expect(await readHeartbeat(crawl)).toMatchObject({ state: 'failed', reason: '对方答 404' })
    expect(here.logger.lines.at(-1)).toMatchObject({ level: 'error', fields: { state: 'failed' } })
  })
})
