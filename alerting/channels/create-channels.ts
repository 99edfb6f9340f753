import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Clock } from '../../core/clock.ts'
import { ConfigError } from '../../core/errors.ts'
import type { EvidenceStore } from '../../core/ports.ts'
import type { SignLinks } from '../../core/sign-link.ts'
import { isLoopback, type Channel } from './channel.ts'
import { dashboardChannel } from './dashboard.ts'
import { dingtalkRobotChannel } from './dingtalk-robot.ts'
import { feishuRobotChannel } from './feishu-robot.ts'
import { gatewayChannel } from './gateway.ts'
import { namesIn } from './gateway-template.ts'
import { ChannelSettings } from './settings.ts'
import { smtpChannel } from './smtp.ts'
import { webPushChannel, type PushBook } from './web-push.ts'
import { webhookChannel } from './webhook.ts'
import { wecomAppChannel } from './wecom-app.ts'
import { wecomRobotChannel } from './wecom-robot.ts'
import { yunzhijiaRobotChannel } from './yunzhijia-robot.ts'

export interface ChannelDeps {
  /** In a drill no notice leaves the machine. */
  readonly drill: boolean
  readonly clock: Clock
  readonly env: Readonly<Record<string, string | undefined>>
  /** Address of the page, to make links that work from a mail; null leaves the path alone. */
  readonly baseUrl: string | null
  /** 一键签收链接, for channels that reach one person alone: in a group anybody could press it. */
  readonly signLinks?: Pick<SignLinks, 'issue'> | null
  /** Where papers are kept that a mail brings. */
  readonly evidence?: Pick<EvidenceStore, 'get'>
  /** Browsers for 浏览器推送; without it nobody has switched it on. */
  readonly pushBook?: PushBook
}

interface ChannelFault {
  readonly field: string
  readonly reason: string
}

/**
 * The channels that are on, and always the dashboard. Settings as read from a file: they are checked here.
 * @throws ConfigError for an address of the page that is none, a secret that is missing or written in plain, and for a drill that
 * would reach another machine.
 */
export function createChannels(settings: Readonly<Record<string, unknown>>, deps: ChannelDeps): Readonly<Record<string, Channel>> {
  if (deps.baseUrl !== null && !/^https?:$/.test(URL.parse(deps.baseUrl)?.protocol ?? '')) {
    throw new ConfigError(`WANGLOU_PUBLIC_URL：${JSON.stringify(deps.baseUrl)} 不是网址，应为 https://…`)
  }
  const channels: Record<string, Channel> = { dashboard: dashboardChannel() }
  for (const [id, raw] of Object.entries(settings)) {
    const parsed = ChannelSettings.safeParse(raw)
    if (!parsed.success) throw new ConfigError(`channels.${id}: ${z.prettifyError(parsed.error)}`)
    if (id === 'dashboard') throw new ConfigError('channels.dashboard: 这个名字留给工作台')
    if (parsed.data.enabled) channels[id] = createChannel(id, parsed.data, deps)
  }
  return channels
}

/**
 * Every channel that is on and cannot be used, as where a secret is not there; nothing is sent. `field` as it is written in the
 * configuration, `channels.sms.secret`. What does not fit its schema, and the address of the page, are told elsewhere.
 */
export async function channelFaults(settings: Readonly<Record<string, unknown>>, deps: ChannelDeps): Promise<readonly ChannelFault[]> {
  const faults: ChannelFault[] = []
  for (const [id, raw] of Object.entries(settings).filter(([, one]) => ChannelSettings.safeParse(one).success)) {
    try {
      await Promise.all(Object.values(createChannels({ [id]: raw }, { ...deps, baseUrl: null })).map((channel) => channel.close()))
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      const [field = '', ...reason] = error.message.split(': ')
      faults.push({ field, reason: reason.join(': ') })
    }
  }
  return faults
}

function createChannel(id: string, settings: ChannelSettings, deps: ChannelDeps): Channel {
  const host = hostsOf(settings).find((one) => !isLoopback(one))
  if (deps.drill && host !== undefined) throw new ConfigError(`channels.${id}: 演练中通知不得离开本机，而此渠道指向 ${host}`)
  const secretOf = <Name extends string>(name: Name, from: SecretFields<Name>): string | null =>
    readSecret(`channels.${id}.${name}`, { file: from[`${name}File`], env: from[`${name}Env`], plain: from[name] }, deps)
  const needed = <Name extends string>(name: Name, from: SecretFields<Name>, what: string): string => {
    const secret = secretOf(name, from)
    if (secret === null) throw new ConfigError(`channels.${id}: 需要 ${name}File 或 ${name}Env，${what}`)
    return secret
  }
  switch (settings.type) {
    case 'smtp': {
      const password = secretOf('password', settings)
      if (settings.user !== null && password === null) throw new ConfigError(`channels.${id}: 有 user，但没有 passwordFile 或 passwordEnv`)
      return smtpChannel(settings, password, deps)
    }
    case 'webhook':
      return webhookChannel(settings, needed('secret', settings, '用来签名'), deps)
    case 'wecom-robot':
      return wecomRobotChannel(settings, needed('key', settings, '即机器人地址中的 key'), deps)
    case 'wecom-app':
      return wecomAppChannel(settings, needed('secret', settings, '即应用的 Secret'), deps)
    case 'dingtalk-robot': {
      const token = needed('token', settings, '即机器人地址中的 access_token')
      return dingtalkRobotChannel(settings, { token, secret: needed('secret', settings, '即加签的密钥') }, deps)
    }
    case 'feishu-robot': {
      const key = needed('key', settings, '即机器人地址的最后一段')
      return feishuRobotChannel(settings, { key, secret: needed('secret', settings, '即签名校验的密钥') }, deps)
    }
    case 'yunzhijia-robot':
      return yunzhijiaRobotChannel(settings, needed('token', settings, '即机器人地址中的 yzjtoken'), deps)
    case 'web-push':
      return webPushChannel(settings, needed('key', settings, '即 VAPID 私钥'), { ...deps, id, book: deps.pushBook ?? nobody })
    case 'gateway': {
      const secret = secretOf('secret', settings)
      if (secret === null && settings.sign !== null) throw new ConfigError(`channels.${id}: 有 sign，但没有 secretFile 或 secretEnv`)
      if (secret === null && namesIn([settings.query, settings.headers, settings.body]).includes('secret'))
        throw new ConfigError(`channels.${id}: 模板中有 {secret}，但没有 secretFile 或 secretEnv`)
      return gatewayChannel(settings, secret, deps)
    }
    default:
      return settings satisfies never
  }
}

const nobody: PushBook = { targets: () => Promise.resolve([]), forget: () => Promise.resolve() }

/** Hosts that a channel speaks to. */
function hostsOf(settings: ChannelSettings): readonly string[] {
  switch (settings.type) {
    case 'smtp':
      return [settings.host]
    case 'web-push':
      return settings.services
    default:
      return [new URL(settings.url).hostname]
  }
}

/** Where a secret stands in the settings of a channel: `tokenFile`, `tokenEnv`, and in a drill `token`. */
type SecretFields<Name extends string> = { readonly [Field in `${Name}File` | `${Name}Env` | Name]?: string | undefined }

function readSecret(
  field: string,
  from: { file: string | undefined; env: string | undefined; plain: string | undefined },
  { drill, env }: ChannelDeps
): string | null {
  if (from.plain !== undefined) {
    if (!drill) throw new ConfigError(`${field}: 密码或密钥不能写在配置里，请写 ${field.split('.').at(-1)}File 或 ${field.split('.').at(-1)}Env`)
    return from.plain
  }
  if (from.file !== undefined) return readSecretFile(field, from.file)
  if (from.env === undefined) return null
  const value = env[from.env]
  if (value === undefined || value === '') throw new ConfigError(`${field}: 环境变量 ${from.env} 是空的`)
  return value
}

function readSecretFile(field: string, path: string): string {
  let text: string
  try {
    text = readFileSync(path, 'utf8').trim()
  } catch (error) {
    throw new ConfigError(`${field}: 无法读取 ${path}（${error instanceof Error && 'code' in error ? String(error.code) : '未知原因'}）`, {
      cause: error
    })
  }
  if (text === '') throw new ConfigError(`${field}: ${path} 是空的`)
  return text
}
