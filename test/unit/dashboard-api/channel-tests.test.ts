import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Contact } from '../../../core/department.ts'
import { ChannelTests, NoticeView } from '../../../dashboard-api/contract-notices.ts'
import { Problem } from '../../../dashboard-api/contract.ts'
import type { ChannelAbout } from '../../../dashboard-api/deps.ts'
import { startApp, type Answer, type TestApp } from '../../support/api-app.ts'

const contacts = [
  Contact.parse({ id: 'desk', name: '值班室', role: 'duty-officer', email: 'desk@example.invalid' }),
  Contact.parse({ id: 'chief', name: '主要领导', role: 'leader' })
]
const mail: ChannelAbout = {
  words: '邮件',
  accepted: '邮件服务器答复 250',
  proof: null,
  reach: ({ email }) => (email === null ? { unreachable: '没有邮箱地址' } : { address: email })
}

let one: TestApp
let duty: string

beforeEach(async () => {
  one = await startApp({ contacts, channels: () => Promise.resolve(new Map([['mail', mail]])) })
  duty = await one.signIn(['duty-officer'])
})
afterEach(() => one.close())

const send = (body: unknown, key = 'one'): Promise<Answer> => one.call(duty, 'POST', '/api/channel-tests', body, { 'idempotency-key': key })

describe('a test message', () => {
  it('goes to the chosen post over the chosen channel by the same outbox as every notice, says that it is one, and is audited', async () => {
    const view = NoticeView.parse((await send({ channel: 'mail', contactId: 'desk' })).body)
    expect(view).toMatchObject({ state: 'queued', stateWords: '待发送', channel: 'mail', recipient: '值班室', title: '【测试】望楼通知渠道测试' })
    const row = await one.stores.notices.get(view.id)
    expect(row?.notice.recipient.address).toBe('desk@example.invalid')
    expect(row?.notice.body).toContain('不涉及任何事件，不必处理')
    expect((await one.stores.audit.read(0, 9)).slice(-1).map(({ action, subject, detail }) => [action, subject, detail])).toEqual([
      ['channel.test', 'mail', '已办;desk']
    ])
    const shown = ChannelTests.parse((await one.call(duty, 'GET', '/api/channel-tests')).body)
    expect(shown.recent.map(({ id }) => id)).toEqual([view.id])
    expect(shown.channels).toMatchObject([
      {
        id: 'mail',
        words: '邮件',
        proof: null,
        contacts: [
          { id: 'desk', unreachable: null },
          { id: 'chief', unreachable: '没有邮箱地址' }
        ]
      }
    ])
  })

  it('is one, however often its button is pressed for the same intent', async () => {
    await send({ channel: 'mail', contactId: 'desk' })
    await send({ channel: 'mail', contactId: 'desk' })
    await send({ channel: 'mail', contactId: 'desk' }, 'two')
    expect((await one.stores.notices.counts()).requested).toBe(2)
  })

  it('is refused in words where the channel is off, the post unknown, or not reached by it', async () => {
    const words = async (channel: string, contactId: string): Promise<string> => Problem.parse((await send({ channel, contactId })).body).detail
    expect(await words('sms', 'desk')).toBe('渠道 sms 没有启用')
    expect(await words('mail', 'nobody')).toBe('没有编号为 nobody 的岗位')
    expect(await words('mail', 'chief')).toBe('主要领导：没有邮箱地址')
    expect((await one.stores.notices.counts()).requested).toBe(0)
  })
})
