import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { strongRandom } from '../../../../adapters/hash.ts'
import type { Channel } from '../../../../alerting/channels/channel.ts'
import { dingtalkRobotChannel } from '../../../../alerting/channels/dingtalk-robot.ts'
import { DingtalkRobotSettings } from '../../../../alerting/channels/settings.ts'
import { startOutbox, type Outbox } from '../../../../alerting/outbox.ts'
import type { Delivery, NoticeRow } from '../../../../core/notice.ts'
import { ManualClock } from '../../../support/alerting-clock.ts'
import { noticeFor, rowOf } from '../../../support/alerting-notices.ts'
import { MemoryNotices, RecordingLogger } from '../../../support/alerting-stores.ts'
import { FakeDingtalk } from '../../../support/fake-dingtalk.ts'
import { at } from '../../../support/incidents.ts'
import { noneReached } from '../../../support/notices.ts'

let clock: ManualClock
let dingtalk: FakeDingtalk
let url: string
const open: Channel[] = []
const patient = new AbortController().signal

function robot(more: { token?: string; secret?: string } = {}): Channel {
  const made = dingtalkRobotChannel(
    DingtalkRobotSettings.parse({ type: 'dingtalk-robot', url }),
    { token: more.token ?? dingtalk.token, secret: more.secret ?? dingtalk.secret },
    { clock, baseUrl: 'https://desk.example.invalid', gatherMs: 1 }
  )
  open.push(made)
  return made
}

function row(more: Parameters<typeof noticeFor>[1] = {}, id = 'n1'): NoticeRow {
  return rowOf(noticeFor(id, { channel: 'robot', ...more }))
}

beforeEach(async () => {
  clock = new ManualClock(at('12:00'))
  dingtalk = new FakeDingtalk(() => clock.elapsedMs())
  url = await dingtalk.open()
})

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
  await dingtalk.close()
})

describe('a 钉钉 group robot', () => {
  test('signs as 加签 asks, and says the notice with the ones it is for', async () => {
    const channel = robot()
    const rows = [row({ address: '13800000000' }, 'a'), row({ address: 'user_1' }, 'b'), row({ address: null }, 'c')]
    const deliveries = await Promise.all(rows.map((one) => channel.send(one, patient)))
    expect(deliveries.every(({ outcome }) => outcome === 'accepted')).toBe(true)
    expect(dingtalk.group).toHaveLength(1)
    expect(dingtalk.group[0]?.at).toEqual({ atMobiles: ['13800000000'], atUserIds: ['user_1'], isAtAll: false })
    expect(dingtalk.group[0]?.markdown.text.split('\n\n')).toEqual([
      '**Ⅰ◆特别重大｜新事件：测试**',
      '正文',
      '[查看事件](https://desk.example.invalid/incidents/inc-test)',
      '通知：值班室 @13800000000 、值班室 @user_1 、值班室'
    ])
  })

  test.each([
    ['secret', { secret: 'geheim' }, '310000'],
    ['token', { token: 'geheim' }, '300005']
  ])('gives up at once on a wrong %s, says what to mend, and does not repeat it', async (_what, more, code) => {
    const delivery = await robot(more).send(row(), patient)
    expect(delivery.outcome).toBe('refused')
    expect(reasonOf(delivery)).toContain(code)
    expect(reasonOf(delivery)).not.toContain('geheim')
  })

  test('splits what is longer than 20,000 bytes', async () => {
    const body = '“核实”之中的情况如下\n'.repeat(900)
    expect(await robot().send(row({ body, address: '13800000000' }), patient)).toMatchObject({ outcome: 'accepted', receipt: '平台已受理（共2段）' })
    expect(dingtalk.group.map(({ markdown }) => markdown.text.slice(0, 5))).toEqual(['（1/2）', '（2/2）'])
    expect(dingtalk.group.map(({ at }) => at.atMobiles)).toEqual([[], ['13800000000']])
  })

  test('loses nothing in a storm: 45 notices and 5 red ones, at most twenty a minute, the red ones first, and never silenced', async () => {
    const notices = new MemoryNotices()
    const lesser = Array.from({ length: 45 }, (_, index) => noticeFor(`lesser-${index}`, { channel: 'robot', grade: 'III', body: `第${index}条` }))
    const outbox = startOutbox({
      notices,
      channels: { robot: robot() },
      clock,
      logger: new RecordingLogger(),
      random: strongRandom,
      holder: 'a',
      pollMs: 5,
      leaseMs: 30_000
    })
    await notices.request(lesser)
    await passing(outbox, () => dingtalk.group.length >= 15)
    const before = dingtalk.group.length
    await notices.request(Array.from({ length: 5 }, (_, index) => noticeFor(`red-${index}`, { channel: 'robot', body: `红${index}` })))
    await passing(outbox, async () => (await notices.counts()).accepted === 50)
    await outbox.close()

    const said = dingtalk.group.map(({ markdown }) => /第\d+条|红\d/.exec(markdown.text)?.[0] ?? '')
    expect(new Set(said).size).toBe(50)
    expect(said).toHaveLength(50)
    expect(said.slice(before, before + 5).every((one) => one.startsWith('红'))).toBe(true)
    expect(dingtalk.limited).toBe(0)
    expect(await notices.counts()).toEqual({ ...noneReached, requested: 50, accepted: 50 })
  })

  test('loses nothing either when others have used up what the robot may say, and is silenced for ten minutes', async () => {
    const notices = new MemoryNotices()
    const other = robot()
    await Promise.all(Array.from({ length: 20 }, (_, index) => other.send(row({ body: `他人${index}` }, `o${index}`), patient)))
    const outbox = startOutbox({
      notices,
      channels: { robot: robot() },
      clock,
      logger: new RecordingLogger(),
      random: strongRandom,
      holder: 'a',
      pollMs: 5,
      leaseMs: 30_000
    })
    await notices.request([noticeFor('red', { channel: 'robot', body: '红' })])
    await passing(outbox, () => dingtalk.limited > 0)
    expect((await notices.get('red'))?.state).not.toBe('accepted')
    await passing(outbox, async () => (await notices.get('red'))?.state === 'accepted', 5000)
    await outbox.close()
    expect(dingtalk.group.at(-1)?.markdown.text).toContain('红')
    expect(dingtalk.limited).toBeLessThan(20)
  })
})

/** Lets virtual time run while nothing is under way, until it holds; the test's own time limit ends it when it never does. */
async function passing(outbox: Outbox, holds: () => boolean | Promise<boolean>, stepMs = 1000): Promise<void> {
  while (!(await holds())) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    if (!outbox.busy()) clock.advance(stepMs)
  }
}

function reasonOf(delivery: Delivery): string {
  return 'reason' in delivery ? delivery.reason : ''
}
