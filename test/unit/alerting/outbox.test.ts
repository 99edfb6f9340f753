import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../adapters/clock.ts'
import { strongRandom } from '../../../adapters/hash.ts'
import type { Channel } from '../../../alerting/channels/channel.ts'
import { dashboardChannel } from '../../../alerting/channels/dashboard.ts'
import { webhookChannel } from '../../../alerting/channels/webhook.ts'
import { outcomeOf, startOutbox, type Outbox } from '../../../alerting/outbox.ts'
import { UnreachableError } from '../../../core/errors.ts'
import type { Delivery, NoticeRow } from '../../../core/notice.ts'
import type { NoticeStore } from '../../../core/ports.ts'
import { dayMs } from '../../../core/instant.ts'
import { ManualClock } from '../../support/alerting-clock.ts'
import { defined, noticeFor, rowOf, until } from '../../support/alerting-notices.ts'
import { answer, dropConnection, hang, WebhookSink } from '../../support/alerting-sinks.ts'
import { MemoryNotices, RecordingLogger } from '../../support/alerting-stores.ts'
import { at } from '../../support/incidents.ts'

const closing: { close(): Promise<void> }[] = []
const clock = systemClock

function outboxOn(
  notices: NoticeStore,
  channels: Readonly<Record<string, Channel>>,
  more: { holder?: string; leaseMs?: number; pollMs?: number; concurrency?: number } = {}
): Outbox {
  const outbox = startOutbox({ notices, channels, clock, logger: new RecordingLogger(), random: strongRandom, holder: 'a', pollMs: 20, ...more })
  closing.unshift(outbox)
  return outbox
}

async function webhook(timeoutMs = 2000): Promise<{ sink: WebhookSink; hook: Channel }> {
  const sink = new WebhookSink()
  const url = await sink.open()
  const hook = webhookChannel({ url, timeoutMs }, 'geheim', { clock, drill: true, baseUrl: null })
  closing.push(hook, sink)
  return { sink, hook }
}

/** A channel that notes what it is given and answers as told. */
function noting(answerWith: (row: NoticeRow) => Delivery | Promise<Delivery>): { channel: Channel; sent: NoticeRow[] } {
  const sent: NoticeRow[] = []
  const channel: Channel = {
    reach: () => ({ address: null }),
    send(row) {
      sent.push(row)
      return Promise.resolve(answerWith(row))
    },
    close: () => Promise.resolve()
  }
  return { channel, sent }
}

const taken: Delivery = { outcome: 'accepted', receipt: 'ok' }

afterEach(async () => {
  for (const one of closing.splice(0)) await one.close()
})

describe('the outbox', () => {
  test('hands over what was requested and keeps the receipt and the moment', async () => {
    const { sink, hook } = await webhook()
    const notices = new MemoryNotices()
    const outbox = outboxOn(notices, { hook, dashboard: dashboardChannel() })
    const before = clock.elapsedMs()
    await notices.request([noticeFor('n1'), noticeFor('n2', { channel: 'dashboard' })])
    outbox.wake()
    await until(async () => (await notices.counts()).accepted === 2)
    const row = await notices.get('n1')
    expect(row).toMatchObject({ state: 'accepted', detail: 'HTTP 200', possibleDuplicate: false })
    expect(row?.handedElapsedMs ?? 0).toBeGreaterThanOrEqual(before)
    expect((await notices.get('n2'))?.detail).toBe('工作台')
    expect(sink.posts).toHaveLength(1)
  })

  test('finds by itself what nobody told it of', async () => {
    const { channel, sent } = noting(() => taken)
    const notices = new MemoryNotices()
    outboxOn(notices, { hook: channel })
    await notices.request([noticeFor('n1')])
    await until(() => sent.length > 0)
    expect(sent.map(({ notice }) => notice.id)).toEqual(['n1'])
  })

  test('gives a try no longer than its lease when the clock is set back while the row is in hand', async () => {
    const manual = new ManualClock(at('12:00'))
    const notices = new MemoryNotices()
    const claim = notices.claim.bind(notices)
    notices.claim = async (options) => {
      const claimed = await claim(options)
      if (claimed.length > 0) manual.setElapsed(manual.elapsedMs() - 60 * dayMs)
      return claimed
    }
    const { channel } = noting(() => new Promise<Delivery>(() => {}))
    closing.unshift(
      startOutbox({
        notices,
        channels: { hook: channel },
        clock: manual,
        logger: new RecordingLogger(),
        random: strongRandom,
        holder: 'a',
        pollMs: 20,
        leaseMs: 300
      })
    )
    await notices.request([noticeFor('n1', { grade: 'III' })])
    await until(async () => (await notices.get('n1'))?.state === 'dead')
    expect((await notices.get('n1'))?.detail).toContain('超过租约仍无结果')
  })

  test('tries a failing receiver again until it takes the notice', async () => {
    const { sink, hook } = await webhook()
    sink.behave = answer(500)
    const notices = new MemoryNotices()
    outboxOn(notices, { hook })
    await notices.request([noticeFor('n1')])
    await until(async () => (await notices.get('n1'))?.detail === 'HTTP 500')
    expect((await notices.get('n1'))?.state).toBe('queued')
    sink.behave = answer(200)
    await until(async () => (await notices.get('n1'))?.state === 'accepted')
    expect(sink.posts.map(({ headers }) => headers['x-wanglou-notice-id'])).toEqual(['n1', 'n1'])
    expect(sink.posts.map(({ headers }) => headers['x-wanglou-possible-duplicate'])).toEqual(['false', 'false'])
  })

  test('sends a major notice of unknown fate again, marked; a lesser one not', async () => {
    const { sink, hook } = await webhook()
    sink.behave = dropConnection
    const notices = new MemoryNotices()
    outboxOn(notices, { hook })
    await notices.request([noticeFor('major', { grade: 'II' }), noticeFor('minor', { grade: 'III' })])
    await until(() => sink.posts.length === 2)
    sink.behave = answer(200)
    await until(async () => (await notices.get('major'))?.state === 'accepted')
    expect(await notices.get('major')).toMatchObject({ state: 'accepted', possibleDuplicate: true, attempts: 2 })
    expect(await notices.get('minor')).toMatchObject({ state: 'dead', attempts: 1 })
    expect((await notices.get('minor'))?.detail).toContain('是否送达不明，此等级不重发')
    expect(sink.posts.map(({ headers }) => [headers['x-wanglou-notice-id'], headers['x-wanglou-possible-duplicate']]).slice(2)).toEqual([
      ['major', 'true']
    ])
    expect((await notices.counts()).possibleDuplicates).toBe(1)
  })

  test('gives up at once what the receiver refuses for good', async () => {
    const { sink, hook } = await webhook()
    sink.behave = answer(400)
    const notices = new MemoryNotices()
    outboxOn(notices, { hook })
    await notices.request([noticeFor('n1')])
    await until(async () => (await notices.get('n1'))?.state === 'dead')
    expect(sink.posts).toHaveLength(1)
  })

  test('a channel that hangs holds up no other', async () => {
    const { sink, hook } = await webhook()
    sink.behave = hang
    const notices = new MemoryNotices()
    outboxOn(notices, { hook, dashboard: dashboardChannel() }, { concurrency: 2, leaseMs: 1000 })
    await notices.request([
      ...['h1', 'h2', 'h3'].map((id) => noticeFor(id)),
      ...['d1', 'd2', 'd3'].map((id) => noticeFor(id, { channel: 'dashboard' }))
    ])
    await until(async () => (await notices.counts()).accepted === 3)
    expect(await notices.list({ channel: 'hook', state: 'accepted', limit: 9 })).toEqual([])
  })

  test('a sender killed between sending and settling: sent once more when the lease ends, marked and counted', async () => {
    const notices = new MemoryNotices()
    await notices.request([noticeFor('n1', { grade: 'III' })])
    const { sink, hook } = await webhook()
    const [claimed] = await notices.claim({ holder: 'killed', channels: ['hook'], nowElapsedMs: clock.elapsedMs(), leaseMs: 200, limit: 1 })
    expect((await hook.send(defined(claimed).row, new AbortController().signal)).outcome).toBe('accepted')
    outboxOn(notices, { hook })
    await until(async () => (await notices.get('n1'))?.state === 'accepted')
    expect(sink.posts.map(({ headers }) => headers['x-wanglou-possible-duplicate'])).toEqual(['false', 'true'])
    expect(JSON.parse(sink.posts[1]?.body ?? '')).toMatchObject({ title: '【可能重复】Ⅰ◆特别重大｜新事件：测试' })
    expect((await notices.counts()).possibleDuplicates).toBe(1)
  })

  test('two outboxes that fight over a thousand rows send each once', async () => {
    const { channel, sent } = noting(() => new Promise((resolve) => setImmediate(() => resolve(taken))))
    const notices = new MemoryNotices()
    const both = [outboxOn(notices, { hook: channel }, { holder: 'a' }), outboxOn(notices, { hook: channel }, { holder: 'b' })]
    await notices.request(Array.from({ length: 1000 }, (_, index) => noticeFor(`n${index}`)))
    for (const outbox of both) outbox.wake()
    await until(async () => (await notices.counts()).accepted === 1000)
    expect(sent).toHaveLength(1000)
    expect(new Set(sent.map(({ notice }) => notice.id)).size).toBe(1000)
    expect((await notices.counts()).possibleDuplicates).toBe(0)
  })

  test('a late holder cannot settle over the one who has the row now', async () => {
    let release = (_delivery: Delivery): void => {}
    const stuck = noting(
      () =>
        new Promise((resolve) => {
          release = resolve
        })
    )
    const notices = new MemoryNotices()
    await notices.request([noticeFor('n1')])
    const slow = outboxOn(notices, { hook: stuck.channel }, { holder: 'slow', leaseMs: 2000 })
    await until(() => stuck.sent.length === 1)
    /* The lease is taken over as if it had run out, while the first try still hangs. */
    const [taken] = await notices.claim({ holder: 'next', channels: ['hook'], nowElapsedMs: clock.elapsedMs() + 5000, leaseMs: 2000, limit: 1 })
    release({ outcome: 'refused', reason: 'too late to say' })
    await until(() => !slow.busy())
    expect((await notices.get('n1'))?.state).toBe('sending')
    await notices.settle('n1', defined(taken).fence, { state: 'accepted', receipt: 'ok', handedElapsedMs: 1, at: at('12:00') })
    expect(await notices.get('n1')).toMatchObject({ state: 'accepted', possibleDuplicate: true })
  })

  test('a channel that never answers loses its row before the lease does', async () => {
    const { channel } = noting(() => new Promise(() => {}))
    const notices = new MemoryNotices()
    await notices.request([noticeFor('n1', { grade: 'IV' })])
    outboxOn(notices, { hook: channel }, { leaseMs: 300 })
    await until(async () => (await notices.get('n1'))?.state === 'dead')
    expect((await notices.get('n1'))?.detail).toContain('超过租约')
  })

  test('a store that is away for a moment after the sending is told of it when it is back, and nothing is sent twice', async () => {
    const notices = new MemoryNotices()
    let away = 2
    const blinking: NoticeStore = {
      hold: (...asked) => notices.hold(...asked),
      release: (...asked) => notices.release(...asked),
      request: (asked) => notices.request(asked),
      claim: (options) => notices.claim(options),
      get: (id) => notices.get(id),
      list: (filter) => notices.list(filter),
      counts: () => notices.counts(),
      advance: (ids, stage, mark) => notices.advance(ids, stage, mark),
      toStepUp: (now, limit) => notices.toStepUp(now, limit),
      endStepUp: (ids) => notices.endStepUp(ids),
      settle(id, fence, outcome) {
        if (away-- > 0) throw new UnreachableError('store: away')
        return notices.settle(id, fence, outcome)
      }
    }
    const { channel, sent } = noting(() => taken)
    await notices.request([noticeFor('a')])
    outboxOn(blinking, { hook: channel })
    await until(async () => (await notices.get('a'))?.state === 'accepted')
    expect(sent).toHaveLength(1)
    expect(await notices.get('a')).toMatchObject({ attempts: 1, possibleDuplicate: false })
  })

  test.each([
    ['desk@example.invalid', '550 5.1.1 <Desk@example.invalid>: Recipient address rejected', '550 5.1.1 <***>: Recipient address rejected'],
    ['+86 138-0000-5678', '号码 13800005678 是空号；+8613800005678；138 0000 5678', '号码 *** 是空号；***；***'],
    ['13800005678', 'HTTP 200，但答复看不懂："mobile=138000"', 'HTTP 200，但答复看不懂："mobile=***"'],
    ['https://hook.example.invalid/x?key=geheim', 'fetch https://hook.example.invalid/x?key=geheim failed', 'fetch *** failed'],
    ['li', '成员 li 不在 limit 内', '成员 *** 不在 limit 内']
  ])('never writes down the address %s, which a service repeats', async (address, said, written) => {
    const notices = new MemoryNotices()
    const refusing = noting(() => ({ outcome: 'refused', reason: said })).channel
    const taking = noting(() => ({ outcome: 'accepted', receipt: said })).channel
    outboxOn(notices, { refusing, taking })
    await notices.request(['refusing', 'taking'].map((channel) => noticeFor(channel, { channel, address })))
    await until(async () => (await notices.get('refusing'))?.state === 'dead' && (await notices.get('taking'))?.state === 'accepted')
    expect([(await notices.get('refusing'))?.detail, (await notices.get('taking'))?.detail]).toEqual([written, written])
  })

  test('never takes a lease longer than half a minute', () => {
    expect(() =>
      startOutbox({
        notices: new MemoryNotices(),
        channels: {},
        clock,
        logger: new RecordingLogger(),
        random: strongRandom,
        holder: 'a',
        leaseMs: 30_001
      })
    ).toThrow(RangeError)
  })

  test('waits for the try in hand when it is closed', async () => {
    let release = (_delivery: Delivery): void => {}
    const { channel, sent } = noting(
      () =>
        new Promise((resolve) => {
          release = resolve
        })
    )
    const notices = new MemoryNotices()
    await notices.request([noticeFor('n1')])
    const outbox = outboxOn(notices, { hook: channel })
    await until(() => sent.length === 1)
    const closed = outbox.close()
    release(taken)
    await closed
    expect((await notices.get('n1'))?.state).toBe('accepted')
  })
})

describe('what becomes of a try', () => {
  const now = { at: at('12:00'), elapsedMs: 1000, jitter: 1 }

  test('a retry keeps the mark and backs off from 2 s to a minute', () => {
    const again = (attempts: number): unknown =>
      outcomeOf({ outcome: 'retry', reason: 'busy' }, rowOf(noticeFor('n'), { attempts, possibleDuplicate: true }), now)
    expect(again(1)).toEqual({ state: 'queued', reason: 'busy', nextTryElapsedMs: 3000, possibleDuplicate: true })
    expect(again(30)).toEqual({ state: 'queued', reason: 'busy', nextTryElapsedMs: 61_000, possibleDuplicate: true })
  })

  test('of unknown outcome: sent again, marked, for 重大 and above and where there is no grade; a lesser one is given up', () => {
    const states = ([`I`, `II`, `III`, `IV`, null] as const).map((grade) => {
      const outcome = outcomeOf({ outcome: 'unknown', reason: '断开' }, rowOf(noticeFor('n', { grade }), { attempts: 1 }), now)
      return outcome.state === 'queued' ? `queued ${outcome.possibleDuplicate}` : outcome.state
    })
    expect(states).toEqual(['queued true', 'queued true', 'dead', 'dead', 'queued true'])
  })

  test('after a day of tries a person has to look', () => {
    expect(outcomeOf({ outcome: 'retry', reason: 'busy' }, rowOf(noticeFor('n'), { attempts: 1500 }), now)).toEqual({
      state: 'dead',
      reason: '重试1500次仍未送达：busy',
      at: now.at
    })
  })
})
