import { guardedLookup, checkUrl, resolveByDns } from '../adapters/web/guard.ts'
import type { Channel } from '../alerting/channels/channel.ts'
import { eventWebhookChannel } from '../alerting/channels/event-webhook.ts'
import type { EventWebhook } from '../alerting/event-webhooks.ts'
import { eventChannelOf } from '../core/event-webhook.ts'
import { readSecret } from '../config/secret.ts'
import type { WebhookConfig } from '../config/webhooks.ts'
import type { Clock } from '../core/clock.ts'
import { ConfigError } from '../core/errors.ts'

const timeoutMs = 8_000

/** 事件推送 as configured: who is told, and a channel each. @throws ConfigError for a secret that is not there */
export function eventWebhooksOf(
  configs: readonly WebhookConfig[],
  { clock, drill, env }: { readonly clock: Clock; readonly drill: boolean; readonly env: Readonly<Record<string, string | undefined>> }
): { readonly webhooks: readonly EventWebhook[]; readonly channels: Readonly<Record<string, Channel>> } {
  const guard = { check: (url: string) => void checkUrl(url, false), lookup: guardedLookup(resolveByDns) }
  const channels = configs.map((config, index) => {
    const field = `webhooks.${index}.secret`
    const secret = readSecret(field, { file: config.secretFile, env: config.secretEnv }, env)
    if (secret === null || secret.length < 16) throw new ConfigError(`${field}: 签名密钥至少 16 个字符`)
    const settings = { url: config.url, secret, timeoutMs, guard: config.allowPrivate ? null : guard }
    return [eventChannelOf(config.id), eventWebhookChannel(settings, { clock, drill })] as const
  })
  const webhooks = configs.map(({ id, name, events }) => ({ id, name, events: events === undefined ? null : new Set(events) }))
  return { webhooks, channels: Object.fromEntries(channels) }
}
