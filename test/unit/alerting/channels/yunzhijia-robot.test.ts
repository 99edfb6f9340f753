import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Channel } from '../../../../alerting/channels/channel.ts'
import { YunzhijiaRobotSettings } from '../../../../alerting/channels/settings.ts'
import { yunzhijiaRobotChannel } from '../../../../alerting/channels/yunzhijia-robot.ts'
import { ManualClock } from '../../../support/alerting-clock.ts'
import { noticeFor, rowOf } from '../../../support/alerting-notices.ts'
import { FakeYunzhijia } from '../../../support/fake-yunzhijia.ts'
import { at } from '../../../support/incidents.ts'

let yunzhijia: FakeYunzhijia
let url: string
const open: Channel[] = []
const patient = new AbortController().signal

function robot(token: string): Channel {
  const made = yunzhijiaRobotChannel(YunzhijiaRobotSettings.parse({ type: 'yunzhijia-robot', url }), token, {
    clock: new ManualClock(at('12:00')),
    baseUrl: 'https://desk.example.invalid',
    gatherMs: 1
  })
  open.push(made)
  return made
}

beforeEach(async () => {
  yunzhijia = new FakeYunzhijia()
  url = await yunzhijia.open()
})

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
  await yunzhijia.close()
})

describe('a 云之家 group robot', () => {
  test('says the notice as plain text, and calls nobody whom the public names', async () => {
    const channel = robot(yunzhijia.token)
    const rows = [noticeFor('a', { address: '13800000000', title: '爆炸@ALL' }), noticeFor('b', { address: '5b6527ceea', title: '爆炸@ALL' })]
    const deliveries = await Promise.all(rows.map((notice) => channel.send(rowOf(notice), patient)))
    expect(deliveries.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted'])
    expect(yunzhijia.group).toEqual([
      {
        content: '爆炸＠ALL\n正文\n查看：https://desk.example.invalid/incidents/inc-test\n通知：值班室、值班室',
        notifyParams: [
          { type: 'mobiles', values: ['13800000000'] },
          { type: 'openIds', values: ['5b6527ceea'] }
        ]
      }
    ])
  })

  test('splits at 3,000 characters', async () => {
    await robot(yunzhijia.token).send(rowOf(noticeFor('a', { body: '核实之中的情况如下\n'.repeat(700) })), patient)
    expect(yunzhijia.group.map(({ content }) => content.slice(0, 5))).toEqual(['（1/3）', '（2/3）', '（3/3）'])
  })

  test('takes a refusal within a 200 for what it is, and shows its words without the token', async () => {
    const delivery = await robot('geheim').send(rowOf(noticeFor('a')), patient)
    expect(delivery).toEqual({ outcome: 'retry', reason: '平台未受理：1101003 token 无效' })
  })
})
