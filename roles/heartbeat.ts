import type { HeartbeatSettings } from '../alerting/heartbeat.ts'
import type { HeartbeatConfig } from '../config/heartbeat.ts'
import { readSecret } from '../config/secret.ts'
import { isLoopback } from '../alerting/channels/channel.ts'
import { ConfigError } from '../core/errors.ts'

/** Where the heartbeat goes; null: nowhere. @throws ConfigError for an address that is none, and for a drill that would leave the machine */
export function heartbeatSettings(
  config: HeartbeatConfig | null,
  { drill, env }: { readonly drill: boolean; readonly env: Readonly<Record<string, string | undefined>> }
): HeartbeatSettings | null {
  if (config === null) return null
  const url = config.url ?? readSecret('heartbeat.url', { file: config.urlFile, env: config.urlEnv }, env)
  const parsed = url === null ? null : URL.parse(url)
  if (url === null || parsed === null || !/^https?:$/.test(parsed.protocol)) throw new ConfigError('heartbeat.url: 不是网址，应为 https://…')
  if (drill && !isLoopback(parsed.hostname)) throw new ConfigError('heartbeat.url: 演练中心跳不得离开本机')
  return { url, method: config.method, everySeconds: config.everySeconds }
}
