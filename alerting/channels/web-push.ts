import { createECDH, createPrivateKey, randomBytes, type KeyObject } from 'node:crypto'
import type { Clock } from '../../core/clock.ts'
import { ConfigError } from '../../core/errors.ts'
import { isMajor } from '../../core/grade.ts'
import type { Delivery, NoticeRow } from '../../core/notice.ts'
import { isPushService, type PushSubscription } from '../../core/push-subscription.ts'
import { shownTitle, type Channel, type ChannelAbout } from './channel.ts'
import { httpClient, type HttpAnswer, type NoAnswer } from './http-client.ts'
import { encryptPush, mostPushBytes, vapidHeader } from './push-encryption.ts'
import type { WebPushSettings } from './settings.ts'

/** One browser that a notice goes to. */
export interface PushTarget extends PushSubscription {
  readonly accountId: string
}

/** Who has switched it on, and in which browsers. */
export interface PushBook {
  /** Browsers of the persons whom the notice is for. */
  targets(row: NoticeRow): Promise<readonly PushTarget[]>
  /** The service knows this browser no more. */
  forget(target: PushTarget): Promise<void>
}

export const webPushAbout: ChannelAbout = {
  words: '浏览器推送',
  reach: () => ({ address: null }),
  accepted: '推送服务答复 2xx，已收下',
  proof: '本人的浏览器显示了它，为已送到（登录未过期时）；打开了事件，为已读'
}

const lifeSeconds = 12 * 3600

/** 浏览器推送 to every browser in which a person whom the notice is for has switched it on. Each shows it once, however often it comes. */
export function webPushChannel(
  settings: Pick<WebPushSettings, 'publicKey' | 'subject' | 'services' | 'timeoutMs'>,
  secret: string,
  { id, clock, book }: { readonly id: string; readonly clock: Clock; readonly book: PushBook }
): Channel {
  const client = httpClient(settings.timeoutMs, [secret])
  const privateKey = vapidKey(id, settings.publicKey, secret)
  const nowSeconds = (): number => Math.floor(clock.elapsedMs() / 1000)

  async function sendTo(target: PushTarget, row: NoticeRow, signal: AbortSignal): Promise<Delivery> {
    if (!isPushService(target.endpoint, settings.services)) return { outcome: 'refused', reason: '推送服务不在 services 名单内' }
    const keys = { p256dh: Buffer.from(target.p256dh, 'base64url'), auth: Buffer.from(target.auth, 'base64url') }
    const own = createECDH('prime256v1')
    own.generateKeys()
    const text = messageOf(row)
    let body: Buffer
    try {
      body = encryptPush(text, keys, { privateKey: own.getPrivateKey(), salt: randomBytes(16) })
    } catch {
      // Its key is no point of the curve: nobody can ever send there, and the others must have theirs.
      await book.forget(target)
      return { outcome: 'refused', reason: '浏览器的公钥无效' }
    }
    const headers = {
      'content-encoding': 'aes128gcm',
      'content-type': 'application/octet-stream',
      ttl: String(lifeSeconds),
      urgency: isMajor(row.notice.grade) ? 'high' : 'normal',
      authorization: vapidHeader(target.endpoint, { ...settings, privateKey }, nowSeconds() + lifeSeconds)
    }
    const answer = await client.send({ url: target.endpoint, headers, body, statusOnly: true }, signal)
    if ('status' in answer && (answer.status === 404 || answer.status === 410)) await book.forget(target)
    return deliveryOf(answer)
  }

  return {
    reach: webPushAbout.reach,
    async send(row, signal) {
      const targets = await book.targets(row)
      if (targets.length === 0) return { outcome: 'refused', reason: '没有人在浏览器里开启推送' }
      return together(await Promise.all(targets.map((target) => sendTo(target, row, signal))))
    },
    close: () => client.close()
  }
}

/** One browser that took it is enough; those that did not may be at home. */
function together(deliveries: readonly Delivery[]): Delivery {
  const taken = deliveries.filter(({ outcome }) => outcome === 'accepted').length
  if (taken > 0) return { outcome: 'accepted', receipt: `推送服务已收下（${taken}/${deliveries.length} 个浏览器）` }
  const worth = (['unknown', 'retry', 'refused'] as const).map((outcome) => deliveries.find((one) => one.outcome === outcome))
  return worth.find((one) => one !== undefined) ?? { outcome: 'refused', reason: '没有浏览器收下' }
}

function deliveryOf(answer: HttpAnswer | NoAnswer): Delivery {
  if ('outcome' in answer) return answer
  const { status } = answer
  if (status >= 200 && status < 300) return { outcome: 'accepted', receipt: `HTTP ${status}` }
  if (status === 404 || status === 410) return { outcome: 'refused', reason: '浏览器已取消推送' }
  return { outcome: status === 429 || status >= 500 ? 'retry' : 'refused', reason: `推送服务答复 HTTP ${status}` }
}

/** Title and way: the whole text is on the page, and the lock screen of a telephone is no place for it. */
function messageOf(row: NoticeRow): Buffer {
  const { id, link, grade } = row.notice
  const of = (title: string): Buffer => Buffer.from(JSON.stringify({ id, title, link: link ?? '/', major: isMajor(grade) }))
  const title = shownTitle(row)
  const whole = of(title)
  return whole.length <= mostPushBytes ? whole : of(`${Array.from(title).slice(0, 400).join('')}…（全文见工作台）`)
}

/** The private half as a key, when it belongs to the public one. @throws ConfigError */
function vapidKey(id: string, publicKey: string, secret: string): KeyObject {
  const point = Buffer.from(publicKey, 'base64url')
  const pair = createECDH('prime256v1')
  try {
    pair.setPrivateKey(Buffer.from(secret, 'base64url'))
  } catch (error) {
    throw new ConfigError(`channels.${id}.key: 私钥应为 32 字节的 base64url`, { cause: error })
  }
  if (!pair.getPublicKey().equals(point)) throw new ConfigError(`channels.${id}.key: 私钥与 publicKey 不是一对`)
  const coordinate = (from: number): string => point.subarray(from, from + 32).toString('base64url')
  const key = { kty: 'EC', crv: 'P-256', x: coordinate(1), y: coordinate(33), d: pair.getPrivateKey().toString('base64url') }
  return createPrivateKey({ format: 'jwk', key })
}
