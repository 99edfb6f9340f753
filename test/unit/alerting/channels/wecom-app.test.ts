import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Channel } from '../../../../alerting/channels/channel.ts'
import { WecomAppSettings } from '../../../../alerting/channels/settings.ts'
import { wecomAppChannel } from '../../../../alerting/channels/wecom-app.ts'
import { Contact } from '../../../../core/department.ts'
import type { Delivery, NoticeRow } from '../../../../core/notice.ts'
import { ManualClock } from '../../../support/alerting-clock.ts'
import { noticeFor, rowOf } from '../../../support/alerting-notices.ts'
import { FakeWecom } from '../../../support/fake-wecom.ts'
import { at } from '../../../support/incidents.ts'

let clock: ManualClock
let wecom: FakeWecom
let url: string
const open: Channel[] = []
const patient = new AbortController().signal

function app(more: { secret?: string; corpId?: string; baseUrl?: string | null } = {}): Channel {
  const { baseUrl = 'https://desk.example.invalid', secret = wecom.secret, corpId = wecom.corpId } = more
  const made = wecomAppChannel(WecomAppSettings.parse({ type: 'wecom-app', url, corpId, agentId: 1000002 }), secret, { clock, baseUrl })
  open.push(made)
  return made
}

function row(more: Parameters<typeof noticeFor>[1] = {}, id = 'n1'): NoticeRow {
  return rowOf(noticeFor(id, { channel: 'app', address: 'desk', ...more }))
}

beforeEach(async () => {
  clock = new ManualClock(at('12:00'))
  wecom = new FakeWecom(() => clock.elapsedMs())
  url = await wecom.open()
})

afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
  await wecom.close()
})

describe('a message of a 企业微信 application', () => {
  test('is a card with the link, for one account', async () => {
    expect(await app().send(row(), patient)).toEqual({ outcome: 'accepted', receipt: '平台已受理 msg-1' })
    expect(wecom.messages).toEqual([
      {
        touser: 'desk',
        message: {
          agentid: 1000002,
          msgtype: 'textcard',
          textcard: { title: 'Ⅰ◆特别重大｜新事件：测试', description: '正文', url: 'https://desk.example.invalid/incidents/inc-test', btntxt: '查看' }
        }
      }
    ])
  })

  test('fetches one token for many, and keeps it until shortly before its end', async () => {
    const channel = app()
    await Promise.all(['a', 'b', 'c'].map((id) => channel.send(row({}, id), patient)))
    clock.advance(6_800_000)
    await channel.send(row({}, 'd'), patient)
    expect(wecom.tokensGiven).toBe(1)
    clock.advance(200_000)
    await channel.send(row({}, 'e'), patient)
    expect(wecom.tokensGiven).toBe(2)
    expect(wecom.messages).toHaveLength(5)
  })

  test.each(['40014', '42001'])('fetches another when the service says %s, and the message goes', async (code) => {
    const channel = app()
    await channel.send(row({}, 'a'), patient)
    if (code === '42001') wecom.endToken()
    else wecom.next.push({ body: { errcode: 40014, errmsg: 'invalid access_token' } })
    expect((await channel.send(row({}, 'b'), patient)).outcome).toBe('accepted')
    expect(wecom.tokensGiven).toBe(2)
    expect(wecom.messages).toHaveLength(2)
  })

  test('does not go round for ever when no token holds', async () => {
    const over = { body: { errcode: 42001, errmsg: 'access_token expired' } }
    const token = { body: { errcode: 0, errmsg: 'ok', access_token: 't', expires_in: 7200 } }
    wecom.next.push(token, over, token, over)
    expect(await app().send(row(), patient)).toEqual({ outcome: 'retry', reason: 'access_token 刚取到就失效' })
    expect(wecom.asked).toHaveLength(4)
  })

  test.each([
    ['secret', { secret: 'geheim' }, '企业微信应用的 secret 不对'],
    ['corporation', { corpId: 'other' }, '企业微信的 corpId 不对']
  ])('says at once that the %s is wrong, without repeating the secret', async (_what, more, words) => {
    const delivery = await app(more).send(row(), patient)
    expect(delivery.outcome).toBe('refused')
    expect(reasonOf(delivery)).toContain(words)
    expect(reasonOf(delivery)).not.toContain('geheim')
  })

  test('that found no token was sent to nobody, and is tried again', async () => {
    wecom.next.push({ body: '<html>' })
    expect((await app().send(row(), patient)).outcome).toBe('retry')
    wecom.next.push({ status: 503, body: '' })
    expect((await app().send(row(), patient)).outcome).toBe('retry')
  })

  test('is not delivered by an errcode of 0 that names the account as invalid', async () => {
    const delivery = await app().send(row({ address: 'nobody' }), patient)
    expect(delivery.outcome).toBe('refused')
    expect(reasonOf(delivery)).toContain('invaliduser')
  })

  test('puts into the card what fits, and sends the rest after it: nothing is cut off', async () => {
    const title = `Ⅰ◆特别重大｜新事件：${'某路段发生事故'.repeat(12)}`
    const body = Array.from({ length: 120 }, (_, line) => `第${line}行：群众反映的情况还在核实之中`).join('\n')
    expect(await app().send(row({ title, body }), patient)).toMatchObject({ outcome: 'accepted', receipt: '平台已受理 msg-4（共4段）' })
    const [card, ...rest] = wecom.messages.map(
      ({ message }) => message as { textcard?: { title: string; description: string }; text?: { content: string } }
    )
    expect(card?.textcard?.title).toBe('Ⅰ◆特别重大｜新事件')
    expect(Buffer.byteLength(card?.textcard?.description ?? '')).toBeLessThanOrEqual(512)
    for (const { text } of rest) expect(Buffer.byteLength(text?.content ?? '')).toBeLessThanOrEqual(2048)
    const said = (card?.textcard?.description ?? '') + rest.map(({ text }) => text?.content.replace(/^（接上）（\d+\/\d+）\n/, '')).join('')
    expect(said).toBe(`${title}\n${body}`)
  })

  test('is plain text where no link is known that a phone could open', async () => {
    await app({ baseUrl: null }).send(row(), patient)
    expect(wecom.messages[0]?.message).toEqual({ agentid: 1000002, msgtype: 'text', text: { content: 'Ⅰ◆特别重大｜新事件：测试\n正文' } })
  })

  test('stays below thirty a minute for one person, beyond which the service drops without a word', async () => {
    const channel = app()
    const outcomes = await Promise.all(Array.from({ length: 40 }, (_, index) => channel.send(row({}, `n${index}`), patient)))
    expect(outcomes.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(30)
    expect((await channel.send(row({ address: 'leader' }, 'other'), patient)).outcome).toBe('accepted')
  })

  test('cannot reach a contact without an account, nor call everybody', () => {
    expect(app().reach(Contact.parse({ id: 'x', name: 'x', role: 'leader' }))).toEqual({ unreachable: '没有企业微信账号' })
    expect(Contact.safeParse({ id: 'x', name: 'x', role: 'leader', wecom: '@all' }).success).toBe(false)
  })
})

function reasonOf(delivery: Delivery): string {
  return 'reason' in delivery ? delivery.reason : ''
}
