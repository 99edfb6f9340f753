import { systemClock } from '../adapters/clock.ts'
import { strongRandom } from '../adapters/hash.ts'
import { createChannels } from '../alerting/channels/create-channels.ts'
import { InvalidInputError, RefusedError, UnreachableError } from '../core/errors.ts'
import type { Delivery, NoticeRow } from '../core/notice.ts'
import { requestedRow } from '../core/notice-row.ts'
import { testNotice } from '../core/test-notice.ts'
import { loadProductConfig } from '../system.ts'
import { result, UsageError } from './exit.ts'
import { configDirectory, type Place } from './place.ts'

const patienceMs = 30_000

/** `channels test CHANNEL CONTACT`: one marked message, sent at once and by itself; no store is touched and nothing need run. */
export async function channels(
  action: string,
  channel: string | undefined,
  contactId: string | undefined,
  options: Place & { json?: boolean }
): Promise<void> {
  if (action !== 'test') throw new UsageError(`channels 没有动作 ${action}；可用：test`)
  if (channel === undefined || contactId === undefined) throw new UsageError('用法：channels test 渠道 岗位，两者都是配置里的编号')
  const { row, delivery } = await sendTest(channel, contactId, options)
  const { name } = row.notice.recipient
  await result(options.json === true ? { channel, contact: contactId, ...delivery } : `${channel} → ${name}：${wordsOf(delivery)}`)
  if (delivery.outcome === 'accepted') return
  if (delivery.outcome === 'retry') throw new UnreachableError(`测试消息没有发出：${delivery.reason}`)
  if (delivery.outcome === 'unknown') throw new RefusedError(`测试消息是否送达不明：${delivery.reason}`)
  throw new RefusedError(`测试消息没有发成：${delivery.reason}`)
}

async function sendTest(channel: string, contactId: string, options: Place): Promise<{ row: NoticeRow; delivery: Delivery }> {
  const config = await loadProductConfig(configDirectory(options))
  const contact = config.contacts.find(({ id }) => id === contactId)
  if (contact === undefined) throw new InvalidInputError(`contacts 里没有岗位 ${contactId}；有：${config.contacts.map(({ id }) => id).join('、')}`)
  const baseUrl = process.env['WANGLOU_PUBLIC_URL'] || null
  const opened = createChannels(config.channels, { drill: false, clock: systemClock, env: process.env, baseUrl })
  try {
    const used = opened[channel]
    if (used === undefined) throw new InvalidInputError(`渠道 ${channel} 没有启用；已启用：${Object.keys(opened).join('、')}`)
    // Which browsers there are stands in the store, which is not opened here.
    if ((config.channels[channel] as { readonly type?: unknown } | undefined)?.type === 'web-push')
      throw new InvalidInputError(`渠道 ${channel} 是浏览器推送，命令行测不了：请登录工作台，在“通知渠道”页发测试消息`)
    const way = used.reach(contact)
    if ('unreachable' in way) throw new InvalidInputError(`${contact.name}：${way.unreachable}`)
    const id = Buffer.from(strongRandom(16)).toString('hex')
    const row = requestedRow(testNotice({ id, contact, channel, address: way.address, by: '命令行', now: systemClock.now(), drill: false }))
    return { row, delivery: await used.send(row, AbortSignal.timeout(patienceMs)) }
  } finally {
    await Promise.all(Object.values(opened).map((one) => one.close()))
  }
}

function wordsOf(delivery: Delivery): string {
  switch (delivery.outcome) {
    case 'accepted':
      return `渠道已收下（${delivery.receipt}）；本人是否收到，请向本人核实`
    case 'retry':
      return `没有发出：${delivery.reason}`
    case 'refused':
      return `无法送达：${delivery.reason}`
    case 'unknown':
      return `是否送达不明：${delivery.reason}`
    default:
      return delivery satisfies never
  }
}
