import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PushView } from '../../../dashboard-api/contract-notices.ts'
import { Problem } from '../../../dashboard-api/contract.ts'
import { pushBookOn } from '../../../roles/push-book.ts'
import { webPushAbout } from '../../../alerting/channels/web-push.ts'
import { rowOf } from '../../support/alerting-notices.ts'
import { startApp, type TestApp } from '../../support/api-app.ts'
import { noticeFor, openIncident } from '../../support/api-incidents.ts'
import { FakePushService, vapidPair } from '../../support/fake-push-service.ts'
import { at } from '../../support/incidents.ts'

const { publicKey } = vapidPair()
const service = new FakePushService()
const browserOf = (name: string) => ({ ...service.subscription(name), endpoint: `https://fcm.googleapis.com/send/${name}` })

let one: TestApp
let duty: string

beforeEach(async () => {
  one = await startApp({
    push: { publicKey, services: ['fcm.googleapis.com'] },
    channels: () => Promise.resolve(new Map([['push', webPushAbout]]))
  })
  duty = await one.signIn(['duty-officer'])
  await openIncident(one, 'inc-1', 'I', at('08:00'))
})
afterEach(() => one.close())

const mine = async (cookie = duty): Promise<PushView> => PushView.parse((await one.call(cookie, 'GET', '/api/push')).body)

describe('浏览器推送', () => {
  it('is switched on in a browser, and off again, by each for themselves', async () => {
    const leader = await one.signIn(['leader'])
    expect(await mine()).toEqual({ publicKey, endpoints: [] })
    for (const name of ['desk', 'home', 'desk']) expect((await one.call(duty, 'POST', '/api/push', browserOf(name))).status).toBe(204)
    expect((await mine()).endpoints).toEqual(['https://fcm.googleapis.com/send/desk', 'https://fcm.googleapis.com/send/home'])
    expect((await mine(leader)).endpoints).toEqual([])
    await one.call(duty, 'POST', '/api/push/end', { endpoint: 'https://fcm.googleapis.com/send/desk' })
    expect((await mine()).endpoints).toEqual(['https://fcm.googleapis.com/send/home'])
  })

  it('goes with a browser to who switched it on last: whoever used it before has it no more', async () => {
    const leader = await one.signIn(['leader'])
    for (const cookie of [duty, leader]) expect((await one.call(cookie, 'POST', '/api/push', browserOf('desk'))).status).toBe(204)
    expect([(await mine()).endpoints, (await mine(leader)).endpoints]).toEqual([[], ['https://fcm.googleapis.com/send/desk']])
  })

  it('goes to those whom the notice is for, as their roles are when it is sent', async () => {
    const leader = await one.signIn(['leader'])
    await one.call(duty, 'POST', '/api/push', browserOf('desk'))
    await one.call(leader, 'POST', '/api/push', browserOf('chief'))
    const targets = await pushBookOn(one.stores).targets(rowOf(noticeFor('leader', 'inc-1', at('08:00'))))
    expect(targets.map(({ endpoint }) => endpoint)).toEqual(['https://fcm.googleapis.com/send/chief'])
  })

  it('takes no address but those of the push services that are named, and no keys that are none', async () => {
    const refused = async (body: unknown): Promise<string> => Problem.parse((await one.call(duty, 'POST', '/api/push', body)).body).detail
    for (const endpoint of ['https://10.0.0.8/x', 'http://fcm.googleapis.com/x', 'https://evilfcm.googleapis.com.example/x']) {
      expect(await refused({ ...browserOf('desk'), endpoint })).toContain('不在本系统的名单内')
    }
    expect(await refused({ ...browserOf('desk'), p256dh: 'AAAA' })).toContain('公钥应为 65 字节')
    const zeros = await one.call(duty, 'POST', '/api/push', { ...browserOf('desk'), p256dh: Buffer.alloc(65).toString('base64url') })
    expect([zeros.status, Problem.parse(zeros.body).detail]).toEqual([400, '公钥无效：不是 P-256 曲线上的点'])
    expect((await mine()).endpoints).toEqual([])
  })

  it('is delivered when the person’s browser says that it showed it', async () => {
    const notice = { ...noticeFor('duty-officer', 'inc-1', at('08:00')), channel: 'push' }
    await one.stores.notices.request([notice])
    await one.call(duty, 'POST', '/api/notices/shown', { ids: [notice.id] })
    expect((await one.stores.notices.get(notice.id))?.state).toBe('delivered')
    await one.call(duty, 'POST', '/api/incidents/inc-1/opened')
    expect((await one.stores.notices.get(notice.id))?.state).toBe('read')
  })
})
