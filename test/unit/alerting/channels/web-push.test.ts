import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Channel } from '../../../../alerting/channels/channel.ts'
import { createChannels } from '../../../../alerting/channels/create-channels.ts'
import type { PushTarget } from '../../../../alerting/channels/web-push.ts'
import type { NoticeRow } from '../../../../core/notice.ts'
import { ManualClock } from '../../../support/alerting-clock.ts'
import { defined, noticeFor, rowOf } from '../../../support/alerting-notices.ts'
import { FakePushService, vapidPair } from '../../../support/fake-push-service.ts'
import { at } from '../../../support/incidents.ts'

const patient = new AbortController().signal
let service: FakePushService
let targets: PushTarget[]
let forgotten: string[]
let push: Channel

beforeEach(async () => {
  service = new FakePushService()
  await service.open()
  targets = []
  forgotten = []
  push = channelWith()
})
afterEach(async () => {
  await push.close()
  await service.close()
})

function channelWith(more: Record<string, unknown> = {}): Channel {
  const settings = { type: 'web-push', enabled: true, ...vapidPair(), subject: 'mailto:desk@example.invalid', services: ['127.0.0.1'], ...more }
  const pushBook = {
    targets: () => Promise.resolve(targets),
    forget: ({ endpoint }: PushTarget) => Promise.resolve(void forgotten.push(endpoint.split('/').at(-1) ?? ''))
  }
  return defined(createChannels({ push: settings }, { drill: true, clock: new ManualClock(at('12:00')), env: {}, baseUrl: null, pushBook })['push'])
}

function browser(name: string): void {
  targets.push({ ...service.subscription(name), accountId: 'person-1' })
}

const row = (more: Partial<NoticeRow> = {}): NoticeRow => rowOf(noticeFor('n1', { channel: 'push' }), more)

describe('浏览器推送', () => {
  test('is read by the person’s browsers and by nobody between, and goes before others when it is red', async () => {
    browser('desk')
    browser('home')
    expect(await push.send(row(), patient)).toEqual({ outcome: 'accepted', receipt: '推送服务已收下（2/2 个浏览器）' })
    expect(service.arrived.map(({ browser: name }) => name).sort()).toEqual(['desk', 'home'])
    expect(service.arrived[0]?.message).toEqual({ id: 'n1', title: 'Ⅰ◆特别重大｜新事件：测试', link: '/incidents/inc-test', major: true })
    expect(service.arrived[0]?.headers).toMatchObject({ urgency: 'high', ttl: '43200', 'content-encoding': 'aes128gcm' })
    expect(service.arrived[0]?.headers.authorization).toMatch(/^vapid t=.+\..+\..+, k=.{87}$/)
  })

  test('says 可能重复 where it may have come before, and shows a title of any length', async () => {
    browser('desk')
    const long = rowOf(noticeFor('n1', { channel: 'push', title: '长'.repeat(5000) }), { possibleDuplicate: true })
    expect((await push.send(long, patient)).outcome).toBe('accepted')
    const { title } = defined(service.arrived[0]).message as { title: string }
    expect(title).toMatch(/^【可能重复】长{394}…（全文见工作台）$/)
  })

  test('forgets a browser that the service knows no more, and refuses when none is left, so that the notice steps up', async () => {
    browser('gone')
    service.answers.set('gone', 410)
    expect(await push.send(row(), patient)).toEqual({ outcome: 'refused', reason: '浏览器已取消推送' })
    expect(forgotten).toEqual(['gone'])
    targets = []
    expect(await push.send(row(), patient)).toEqual({ outcome: 'refused', reason: '没有人在浏览器里开启推送' })
  })

  test('is taken when one of several browsers took it', async () => {
    browser('gone')
    browser('desk')
    service.answers.set('gone', 404)
    expect(await push.send(row(), patient)).toEqual({ outcome: 'accepted', receipt: '推送服务已收下（1/2 个浏览器）' })
  })

  test('forgets a browser whose key is no point of the curve, and brings the notice to the others', async () => {
    targets.push({ ...service.subscription('spoilt'), p256dh: Buffer.alloc(65).toString('base64url'), accountId: 'person-1' })
    expect(await push.send(row(), patient)).toEqual({ outcome: 'refused', reason: '浏览器的公钥无效' })
    expect(forgotten).toEqual(['spoilt'])
    browser('desk')
    expect(await push.send(row(), patient)).toEqual({ outcome: 'accepted', receipt: '推送服务已收下（1/2 个浏览器）' })
  })

  test.each([
    [429, 'retry'],
    [503, 'retry'],
    [400, 'refused'],
    [413, 'refused']
  ])('believes a service that answers %i: %s', async (status, outcome) => {
    browser('desk')
    service.answers.set('desk', status)
    expect(await push.send(row(), patient)).toMatchObject({ outcome })
  })

  test.each(['http://10.0.0.8/x', 'http://127.0.0.1.evil.example/x', 'https://user@127.0.0.1/x', 'http://localhost/x', 'file:///etc/passwd'])(
    'never calls %s, whoever gave it',
    async (endpoint) => {
      targets = [{ ...service.subscription('desk'), endpoint, accountId: 'person-1' }]
      expect(await push.send(row(), patient)).toEqual({ outcome: 'refused', reason: '推送服务不在 services 名单内' })
    }
  )

  test('is not opened with keys that are no pair, nor in a drill that would leave the machine', () => {
    expect(() => channelWith({ key: vapidPair().key })).toThrow('不是一对')
    expect(() => channelWith({ key: '!' })).toThrow('私钥应为 32 字节')
    expect(() => channelWith({ services: ['127.0.0.1', 'fcm.googleapis.com'] })).toThrow('演练中通知不得离开本机')
  })
})
