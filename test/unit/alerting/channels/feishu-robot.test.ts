import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Channel } from '../../../../alerting/channels/channel.ts'
import { feishuRobotChannel } from '../../../../alerting/channels/feishu-robot.ts'
import { FeishuRobotSettings } from '../../../../alerting/channels/settings.ts'
import type { Delivery, NoticeRow } from '../../../../core/notice.ts'
import { ManualClock } from '../../../support/alerting-clock.ts'
import { noticeFor, rowOf } from '../../../support/alerting-notices.ts'
import { FakeFeishu } from '../../../support/fake-feishu.ts'
import { at } from '../../../support/incidents.ts'

let clock: ManualClock
let feishu: FakeFeishu
let url: string
const open: Channel[] = []
const patient = new AbortController().signal

function robot(more: { key?: string; secret?: string } = {}): Channel {
  const made = feishuRobotChannel(
    FeishuRobotSettings.parse({ type: 'feishu-robot', url }),
    { key: more.key ?? feishu.key, secret: more.secret ?? feishu.secret },
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
  feishu = new FakeFeishu(() => clock.elapsedMs())
  url = await feishu.open()
})

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
  await feishu.close()
})

describe('a 飞书 group robot', () => {
  test('signs, and says the notice as a card where the words of the public are plain text', async () => {
    const title = 'Ⅰ◆特别重大｜新事件：<at id=all></at>爆炸'
    expect(await robot().send(row({ address: 'ou_1', title }), patient)).toEqual({ outcome: 'accepted', receipt: '平台已受理' })
    expect(feishu.group[0]?.card.header).toEqual({ title: { tag: 'plain_text', content: title }, template: 'red' })
    expect(feishu.group[0]?.card.elements).toEqual([
      { tag: 'div', text: { tag: 'plain_text', content: `${title}\n正文` } },
      { tag: 'div', text: { tag: 'lark_md', content: '通知：值班室 <at id=ou_1></at>' } },
      {
        tag: 'action',
        actions: [
          {
            tag: 'button',
            text: { tag: 'plain_text', content: '查看事件' },
            url: 'https://desk.example.invalid/incidents/inc-test',
            type: 'primary'
          }
        ]
      }
    ])
  })

  test.each([
    ['signature key', { secret: 'geheim' }, '签名校验未通过'],
    ['address', { key: 'geheim' }, 'webhook 地址无效']
  ])('gives up at once on a wrong %s, says what to mend, and does not repeat it', async (_what, more, words) => {
    const delivery = await robot(more).send(row(), patient)
    expect(delivery.outcome).toBe('refused')
    expect(reasonOf(delivery)).toContain(words)
    expect(reasonOf(delivery)).not.toContain('geheim')
  })

  test('comes later when the service says 9499, and leaves it alone for a minute', async () => {
    const channel = robot()
    feishu.next.push({ body: { code: 9499, msg: 'too many request' } })
    expect(await channel.send(row(), patient)).toMatchObject({ outcome: 'retry', reason: '平台限流：9499 too many request' })
    expect((await channel.send(row(), patient)).outcome).toBe('retry')
    expect(feishu.asked).toHaveLength(1)
    clock.advance(60_000)
    expect((await channel.send(row(), patient)).outcome).toBe('accepted')
  })

  test('reads the older form of an answer too', async () => {
    const channel = robot()
    feishu.next.push({ body: { StatusCode: 0, StatusMessage: 'success' } }, { body: { StatusCode: 19022, StatusMessage: 'ip' } })
    expect((await channel.send(row(), patient)).outcome).toBe('accepted')
    expect((await channel.send(row({}, 'n2'), patient)).outcome).toBe('refused')
  })

  test('says five a second at most', async () => {
    const channel = robot()
    const outcomes = await Promise.all(Array.from({ length: 8 }, (_, index) => channel.send(row({ body: `第${index}条` }, `n${index}`), patient)))
    expect(outcomes.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(5)
    clock.advance(1100)
    expect((await channel.send(row({ body: '第7条' }, 'n7'), patient)).outcome).toBe('accepted')
  })

  test('splits so that no request is longer than 20 kB', async () => {
    expect((await robot().send(row({ body: '核实之中的情况如下\n'.repeat(1000) }), patient)).outcome).toBe('accepted')
    expect(feishu.group).toHaveLength(3)
    for (const { body } of feishu.asked) expect(Buffer.byteLength(body)).toBeLessThan(20_480)
  })
})

function reasonOf(delivery: Delivery): string {
  return 'reason' in delivery ? delivery.reason : ''
}
