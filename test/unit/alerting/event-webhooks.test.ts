import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkUrl, guardedLookup } from '../../../adapters/web/guard.ts'
import { sha256 } from '../../../adapters/hash.ts'
import { eventWebhookChannel, type EventWebhookSettings } from '../../../alerting/channels/event-webhook.ts'
import { createEventWebhooks, type EventWebhook } from '../../../alerting/event-webhooks.ts'
import { eventChannelOf } from '../../../core/event-webhook.ts'
import type { IncidentDocument } from '../../../core/incident/state.ts'
import { dayMs } from '../../../core/instant.ts'
import { ManualClock } from '../../support/alerting-clock.ts'
import { rowOf } from '../../support/alerting-notices.ts'
import { MemoryNotices } from '../../support/alerting-stores.ts'
import { FakeService, type Said } from '../../support/fake-service.ts'
import { anchor, at, document, openingOf } from '../../support/incidents.ts'

class Receiver extends FakeService {
  protected answer(): Said {
    return { status: 204, body: '' }
  }
}

const receiver = new Receiver()
let url: string
beforeAll(async () => {
  url = await receiver.open()
})
afterAll(() => receiver.close())

const clock = new ManualClock(at('09:00'))
const all: EventWebhook = { id: 'brain', name: '城市大脑', events: null }
const opened = document(openingOf('II', [anchor('detected', at('08:00'))]), at('08:00'))

function follower(webhooks: readonly EventWebhook[], notices: MemoryNotices, now = clock): ReturnType<typeof createEventWebhooks> {
  return createEventWebhooks({ webhooks, notices, clock: now, sha256, requested: () => undefined })
}

async function told(webhooks: ReturnType<typeof createEventWebhooks>, one: IncidentDocument): Promise<void> {
  webhooks.note(one)
  await webhooks.flush()
}

function channel(more: Partial<EventWebhookSettings> = {}): ReturnType<typeof eventWebhookChannel> {
  return eventWebhookChannel({ url, secret: 'a-secret-of-24-characters', timeoutMs: 2_000, guard: null, ...more }, { clock, drill: false })
}

describe('what happens to an incident', () => {
  it('is told to each system that wants it, once, however often it is read and after a restart too', async () => {
    const notices = new MemoryNotices()
    const some: EventWebhook = { id: 'oa', name: '办公系统', events: new Set(['opened']) }
    const webhooks = follower([all, some], notices)
    await told(webhooks, opened)
    await told(webhooks, opened)
    await told(follower([all, some], notices), opened)
    const rows = notices.notices()
    expect(rows.filter((row) => row.channel === eventChannelOf('brain'))).toHaveLength(opened.events.length)
    expect(rows.filter((row) => row.channel === eventChannelOf('oa')).map(({ body }) => JSON.parse(body).event.type)).toEqual(['opened'])
    expect(JSON.parse(rows[0]?.body ?? '')).toMatchObject({
      schema: 1,
      incident: { id: opened.id, grade: 'II' },
      event: { seq: 1, hash: opened.events[0]?.hash }
    })
  })

  it('of long ago is told to nobody', async () => {
    const [notices, later] = [new MemoryNotices(), new ManualClock(at('09:00'))]
    later.advance(2 * dayMs)
    await told(follower([all], notices, later), opened)
    expect(notices.notices()).toEqual([])
  })

  it('waits for the next time when the outbox cannot take it', async () => {
    const notices = new MemoryNotices()
    let broken = true
    const webhooks = createEventWebhooks({
      webhooks: [all],
      notices: { request: (rows) => (broken ? Promise.reject(new Error('away')) : notices.request(rows)) },
      clock,
      sha256,
      requested: () => undefined
    })
    webhooks.note(opened)
    await expect(webhooks.flush()).rejects.toThrow('away')
    broken = false
    await webhooks.flush()
    expect(notices.notices()).toHaveLength(opened.events.length)
  })
})

describe('the push of an event', () => {
  async function row(): Promise<ReturnType<typeof rowOf>> {
    const notices = new MemoryNotices()
    await told(follower([all], notices), opened)
    const [notice] = notices.notices()
    if (notice === undefined) throw new Error('nothing was asked for')
    return rowOf(notice)
  }

  it('is signed over its time and its body, and names the event', async () => {
    const [hook, sent] = [channel(), await row()]
    expect(await hook.send(sent, AbortSignal.timeout(2_000))).toEqual({ outcome: 'accepted', receipt: 'HTTP 204' })
    const asked = receiver.asked.at(-1)
    const signed = `${String(asked?.headers['x-wanglou-timestamp'])}.${asked?.body}`
    expect(asked?.headers['x-wanglou-signature']).toBe(`sha256=${createHmac('sha256', 'a-secret-of-24-characters').update(signed).digest('hex')}`)
    expect(asked?.headers['x-wanglou-event-id']).toBe(sent.notice.id)
    await hook.close()
  })

  it('comes again when the receiver is busy, and not when it refuses or sends elsewhere', async () => {
    const [hook, sent] = [channel(), await row()]
    for (const [status, outcome] of [
      [503, 'retry'],
      [429, 'retry'],
      [400, 'refused'],
      [302, 'refused']
    ] as const) {
      receiver.next.push({ status, headers: { location: 'http://127.0.0.1:1/' }, body: '' })
      expect([status, (await hook.send(sent, AbortSignal.timeout(2_000))).outcome]).toEqual([status, outcome])
    }
    await hook.close()
  })

  it('reaches no address of an inner network unless that was allowed, written as a number or behind a name', async () => {
    const sent = await row()
    const asked = receiver.asked.length
    const port = new URL(url).port
    const check = (address: string): void => void checkUrl(address, false)
    const numbered = channel({ guard: { check, lookup: guardedLookup(() => Promise.reject(new Error('asks no name server'))) } })
    expect(await numbered.send(sent, AbortSignal.timeout(2_000))).toMatchObject({ outcome: 'refused' })
    const lookup = guardedLookup(() => Promise.resolve([{ address: '127.0.0.1', family: 4 }]))
    const named = channel({ url: `http://receiver.example:${port}/`, guard: { check: () => undefined, lookup } })
    expect((await named.send(sent, AbortSignal.timeout(2_000))).outcome).not.toBe('accepted')
    expect(receiver.asked).toHaveLength(asked)
    await Promise.all([numbered.close(), named.close()])
  })
})
