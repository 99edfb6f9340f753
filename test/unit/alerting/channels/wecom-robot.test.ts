import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../../adapters/clock.ts'
import { strongRandom } from '../../../../adapters/hash.ts'
import type { Channel } from '../../../../alerting/channels/channel.ts'
import { WecomRobotSettings } from '../../../../alerting/channels/settings.ts'
import { wecomRobotChannel } from '../../../../alerting/channels/wecom-robot.ts'
import { startOutbox } from '../../../../alerting/outbox.ts'
import type { Delivery, NoticeRow } from '../../../../core/notice.ts'
import { ManualClock } from '../../../support/alerting-clock.ts'
import { noticeFor, rowOf, until } from '../../../support/alerting-notices.ts'
import { MemoryNotices, RecordingLogger } from '../../../support/alerting-stores.ts'
import { FakeWecom } from '../../../support/fake-wecom.ts'
import { at } from '../../../support/incidents.ts'

let clock: ManualClock
let wecom: FakeWecom
let url: string
let robot: Channel
const patient = new AbortController().signal

function robotWith(key: string, more: { timeoutMs?: number; perMinute?: number } = {}): Channel {
  return wecomRobotChannel(WecomRobotSettings.parse({ type: 'wecom-robot', url, ...more }), key, {
    clock,
    baseUrl: 'https://desk.example.invalid',
    gatherMs: 5
  })
}

function to(id: string, name: string, account: string | null, more: Parameters<typeof noticeFor>[1] = {}, row: Partial<NoticeRow> = {}): NoticeRow {
  const notice = noticeFor(id, { channel: 'robot', ...more })
  return rowOf({ ...notice, recipient: { ...notice.recipient, contactId: id, name, address: account } }, row)
}

beforeEach(async () => {
  clock = new ManualClock(at('12:00'))
  wecom = new FakeWecom(() => clock.elapsedMs())
  url = await wecom.open()
  robot = robotWith(wecom.key)
})

afterEach(async () => {
  await robot.close()
  await wecom.close()
})

describe('a 企业微信 group robot', () => {
  test('says the notice in Markdown, with the link and the one it is for', async () => {
    expect(await robot.send(to('n1', '值班室', 'desk'), patient)).toEqual({ outcome: 'accepted', receipt: '平台已受理' })
    expect(wecom.group).toEqual([
      '**Ⅰ◆特别重大｜新事件：测试**\n正文\n[查看事件](https://desk.example.invalid/incidents/inc-test)\n通知：值班室 <@desk>'
    ])
  })

  test('says once what several posts are told, and names them all', async () => {
    const rows = [to('n1', '值班室', 'desk'), to('n2', '主要领导', null), to('n3', '分管领导', 'deputy')]
    const deliveries = await Promise.all(rows.map((row) => robot.send(row, patient)))
    expect(deliveries.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted'])
    expect(wecom.group).toHaveLength(1)
    expect(wecom.group[0]).toContain('通知：值班室 <@desk>、主要领导、分管领导 <@deputy>')
  })

  test('names them all also when the message waited and they come back one by one', async () => {
    const rows = [to('n1', '值班室', 'desk'), to('n2', '主要领导', 'leader')]
    wecom.next.push({ body: { errcode: 45009, errmsg: 'api freq out of limit' } })
    expect((await Promise.all(rows.map((row) => robot.send(row, patient)))).map(({ outcome }) => outcome)).toEqual(['retry', 'retry'])
    clock.advance(60_000)
    for (const row of rows) expect((await robot.send(row, patient)).outcome).toBe('accepted')
    expect(wecom.group).toHaveLength(1)
    expect(wecom.group[0]).toContain('值班室 <@desk>、主要领导 <@leader>')
  })

  test('takes up who joins while the message waits', async () => {
    wecom.next.push({ body: { errcode: -1, errmsg: 'system busy' } })
    expect((await robot.send(to('n1', '值班室', 'desk'), patient)).outcome).toBe('retry')
    expect((await robot.send(to('n2', '主要领导', 'leader'), patient)).outcome).toBe('accepted')
    expect((await robot.send(to('n1', '值班室', 'desk'), patient)).outcome).toBe('accepted')
    expect(wecom.group.map((text) => text.split('\n').at(-1))).toEqual(['通知：值班室 <@desk>、主要领导 <@leader>'])
  })

  test('forgets after five minutes that it was said, and would rather say it twice', async () => {
    await robot.send(to('n1', '值班室', 'desk'), patient)
    clock.advance(300_001)
    await robot.send(to('n1', '值班室', 'desk'), patient)
    expect(wecom.group).toHaveLength(2)
  })

  test('says again, to the one that was not named, what was already said', async () => {
    await robot.send(to('n1', '值班室', 'desk'), patient)
    await robot.send(to('n2', '主要领导', 'leader'), patient)
    expect(wecom.group.map((text) => text.split('\n').at(-1))).toEqual(['通知：值班室 <@desk>', '通知：主要领导 <@leader>'])
  })

  test('marks what may have come before, and says it whole', async () => {
    await robot.send(to('n1', '值班室', 'desk'), patient)
    await robot.send(to('n1', '值班室', 'desk', {}, { possibleDuplicate: true }), patient)
    expect(wecom.group).toHaveLength(2)
    expect(wecom.group[1]).toContain('【可能重复】')
  })

  test('splits at 4096 bytes and loses nothing', async () => {
    const body = Array.from({ length: 200 }, (_, line) => `第${line}行：群众反映的情况还在核实之中`).join('\n')
    const delivery = await robot.send(to('n1', '值班室', 'desk', { body }), patient)
    expect(delivery).toEqual({ outcome: 'accepted', receipt: '平台已受理（共3段）' })
    expect(wecom.group.map((text) => text.slice(0, 5))).toEqual(['（1/3）', '（2/3）', '（3/3）'])
    expect(wecom.group.map((text) => text.slice(6)).join('')).toContain(body)
    for (const text of wecom.group) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4096)
  })

  test('goes on with the part that failed, not from the beginning', async () => {
    const row = to('n1', '值班室', 'desk', { body: '很长的正文\n'.repeat(400) })
    wecom.next.push({ body: { errcode: 0, errmsg: 'ok' } }, { body: { errcode: -1, errmsg: 'system busy' } })
    expect(await robot.send(row, patient)).toEqual({ outcome: 'retry', reason: '第2/2段：平台未受理：-1 system busy' })
    expect((await robot.send(row, patient)).outcome).toBe('accepted')
    expect(wecom.group.map((text) => text.slice(0, 5))).toEqual(['（2/2）'])
  })

  test.each([
    ['45009 within a 200', { body: { errcode: 45009, errmsg: 'api freq out of limit' } }, 'retry', '45009 api freq out of limit'],
    ['a system that is busy', { body: { errcode: -1, errmsg: 'system busy' } }, 'retry', '-1 system busy'],
    ['a code that nobody knows', { body: { errcode: 99999, errmsg: 'new' } }, 'retry', '99999 new'],
    ['a robot that was removed', { body: { errcode: 93000, errmsg: 'invalid webhook url' } }, 'refused', '群机器人不存在或已被移除'],
    ['a page of a proxy', { body: '<html>登录</html>' }, 'unknown', '答复看不懂'],
    ['an empty answer', { body: '' }, 'unknown', '答复看不懂'],
    ['a list', { body: [0] }, 'unknown', '答复看不懂'],
    ['a server in trouble', { status: 502, body: 'bad gateway' }, 'retry', 'HTTP 502'],
    ['a success that is none', { status: 500, body: { errcode: 0 } }, 'retry', 'HTTP 500'],
    ['a redirect', { status: 302, headers: { location: '/elsewhere' }, body: '' }, 'refused', '不跟随跳转']
  ])('takes %s for what it is', async (_what, said, outcome, words) => {
    wecom.next.push(said)
    const delivery = await robot.send(to('n1', '值班室', 'desk'), patient)
    expect(delivery.outcome).toBe(outcome)
    expect(reasonOf(delivery)).toContain(words)
    expect(wecom.asked).toHaveLength(1)
  })

  test('does not know what became of it when no answer comes in time', async () => {
    const hasty = robotWith(wecom.key, { timeoutMs: 150 })
    wecom.next.push(null)
    expect((await hasty.send(to('n1', '值班室', 'desk'), patient)).outcome).toBe('unknown')
    await hasty.close()
  })

  test('never repeats its key, though the service does', async () => {
    const wrong = robotWith('geheim+key')
    const delivery = await wrong.send(to('n1', '值班室', 'desk'), patient)
    expect(delivery.outcome).toBe('refused')
    expect(reasonOf(delivery)).toContain('***')
    expect(reasonOf(delivery)).not.toMatch(/geheim/)
    await wrong.close()
  })

  test('lets a crawled title neither call everybody nor hide a link', async () => {
    await robot.send(to('n1', '值班室', 'desk', { title: '爆炸<@all>[点此](http://evil.invalid)\n# 大' }), patient)
    expect(wecom.group[0]).toContain('爆炸＜@all＞［点此］(http://evil.invalid) ＃ 大')
    expect(wecom.group[0]).not.toContain('<@all>')
  })

  test('leaves the service alone while it has had enough', async () => {
    wecom.next.push({ body: { errcode: 45009, errmsg: 'api freq out of limit' } })
    await robot.send(to('n1', '值班室', 'desk'), patient)
    expect((await robot.send(to('n2', '值班室', 'desk', { body: '另一条' }), patient)).outcome).toBe('retry')
    expect(wecom.asked).toHaveLength(1)
  })

  test('turns away at once what finds no place, instead of holding up what comes behind', async () => {
    const slow = wecomRobotChannel(WecomRobotSettings.parse({ type: 'wecom-robot', url, perMinute: 1, keptForMajor: 0 }), wecom.key, {
      clock,
      baseUrl: null,
      gatherMs: 300
    })
    await slow.send(to('n1', '值班室', 'desk'), patient)
    const before = performance.now()
    expect((await slow.send(to('n2', '值班室', 'desk', { body: '另一条' }), patient)).outcome).toBe('retry')
    expect(performance.now() - before).toBeLessThan(250)
    await slow.close()
  })

  test('is handed by the outbox what a step asks for six posts, and says it once', async () => {
    const notices = new MemoryNotices()
    const posts = ['值班席', '研判席', '承办席', '新闻发言人', '分管领导', '主要领导']
    await notices.request(posts.map((name, index) => to(`n${index}`, name, null).notice))
    const outbox = startOutbox({
      notices,
      channels: { robot },
      clock: systemClock,
      logger: new RecordingLogger(),
      random: strongRandom,
      holder: 'a',
      pollMs: 20
    })
    await until(async () => (await notices.counts()).accepted === 6)
    await outbox.close()
    expect(wecom.group).toHaveLength(1)
    expect(wecom.group[0]).toContain(`通知：${posts.join('、')}`)
  })

  test('reaches a post without an account too: the group reads its name', () => {
    expect(robot.reach({ ...contact, wecom: null })).toEqual({ address: null })
    expect(robot.reach({ ...contact, wecom: 'desk' })).toEqual({ address: 'desk' })
  })
})

const contact = {
  id: 'desk',
  name: '值班室',
  role: 'duty-officer',
  departmentId: null,
  email: null,
  webhook: null,
  phone: null,
  wecom: null,
  dingtalk: null,
  feishu: null,
  yunzhijia: null
}

function reasonOf(delivery: Delivery): string {
  return 'reason' in delivery ? delivery.reason : ''
}
