import { FakeService, type Asked, type Said } from './fake-service.ts'

/** 云之家: one robot; 3,000 characters. */
export class FakeYunzhijia extends FakeService {
  readonly token = 'yzj-token'
  readonly group: { readonly content: string; readonly notifyParams: unknown }[] = []

  protected answer({ url, body }: Asked): Said {
    if (url.pathname !== '/gateway/robot/webhook/send' || url.searchParams.get('yzjtype') !== '0') return { status: 404, body: '' }
    if (url.searchParams.get('yzjtoken') !== this.token) return { body: { success: false, errorCode: 1101003, error: 'token 无效', data: null } }
    const message = JSON.parse(body) as FakeYunzhijia['group'][number]
    if (message.content.length > 3000) return { body: { success: false, errorCode: 1101004, error: 'content 过长', data: null } }
    this.group.push(message)
    return { body: { success: true, errorCode: 0, error: null, data: {} } }
  }
}
