import { z } from 'zod'
import type { CrawlState } from './ports.ts'

const bytes = (count: number, what: string) =>
  z
    .string()
    .max(200)
    .regex(/^[A-Za-z0-9_-]+$/, `${what}应为 base64url`)
    .refine((text) => Math.floor((text.length * 3) / 4) === count, `${what}应为 ${count} 字节`)

/** 浏览器推送: one browser of one person, as the browser itself gave it. */
export const PushSubscription = z.strictObject({
  endpoint: z.url({ protocol: /^https?$/ }).max(1000),
  p256dh: bytes(65, '公钥'),
  auth: bytes(16, '口令')
})
export type PushSubscription = z.infer<typeof PushSubscription>

type Kept = Pick<CrawlState, 'cursor' | 'setCursor'>

const place = 'web-push'
/** A person's newest browsers; the oldest goes. */
const most = 10

/** Browsers of an account. They stand among the cursors, one entry an account, so that no engine needs a table for them. */
export async function readPushSubscriptions(crawl: Pick<Kept, 'cursor'>, accountId: string): Promise<readonly PushSubscription[]> {
  const stored = await crawl.cursor(place, accountId)
  return stored === null ? [] : z.array(PushSubscription).parse(JSON.parse(stored))
}

export async function addPushSubscription(crawl: Kept, accountId: string, subscription: PushSubscription): Promise<void> {
  const others = (await readPushSubscriptions(crawl, accountId)).filter(({ endpoint }) => endpoint !== subscription.endpoint)
  await crawl.setCursor(place, accountId, JSON.stringify([subscription, ...others].slice(0, most)))
}

export async function removePushSubscription(crawl: Kept, accountId: string, endpoint: string): Promise<void> {
  const before = await readPushSubscriptions(crawl, accountId)
  const others = before.filter((one) => one.endpoint !== endpoint)
  if (others.length < before.length) await crawl.setCursor(place, accountId, JSON.stringify(others))
}

/**
 * Whether the address is one of a push service that the configuration names. Browsers give addresses, and a page could give any:
 * without this it could make the server call whom it likes.
 */
export function isPushService(endpoint: string, services: readonly string[]): boolean {
  const url = URL.parse(endpoint)
  if (url === null || url.username !== '' || url.password !== '') return false
  const known = services.some((service) => url.hostname === service || url.hostname.endsWith(`.${service}`))
  return known && (url.protocol === 'https:' || url.hostname === '127.0.0.1')
}
