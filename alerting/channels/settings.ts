import { z } from 'zod'
import { GatewaySettings } from './gateway-settings.ts'
import { timeoutMs } from './timeout.ts'

export const SmtpSettings = z.strictObject({
  type: z.literal('smtp'),
  enabled: z.boolean().default(false),
  host: z.string().min(1),
  port: z.number().int().min(1).max(65_535).default(465),
  /** TLS from the first byte; false begins in plain text and demands STARTTLS, except on this very machine. */
  secure: z.boolean().default(true),
  from: z.email(),
  user: z.string().min(1).nullable().default(null),
  passwordFile: z.string().min(1).optional(),
  passwordEnv: z.string().min(1).optional(),
  /** In a drill only, for its own mail sink. */
  password: z.string().optional(),
  timeoutMs
})
export type SmtpSettings = z.infer<typeof SmtpSettings>

export const WebhookSettings = z.strictObject({
  type: z.literal('webhook'),
  enabled: z.boolean().default(false),
  /** Where notices go; a contact's own `webhook` goes before it. */
  url: z.url({ protocol: /^https?$/ }),
  secretFile: z.string().min(1).optional(),
  secretEnv: z.string().min(1).optional(),
  /** In a drill only, for its own sink. */
  secret: z.string().optional(),
  /** Which field of the answer says whether it was taken, as a dotted path, and which values mean yes. Without it the usual names are looked at. */
  accepted: z
    .strictObject({
      field: z.string().min(1).max(100),
      values: z.array(z.union([z.string(), z.number(), z.boolean()]).transform(String)).min(1)
    })
    .optional(),
  timeoutMs
})
export type WebhookSettings = z.infer<typeof WebhookSettings>

/** Base of the service, up to the path that its documents give. A deployment of one's own has another. */
const service = (url: string) =>
  z
    .url({ protocol: /^https?$/ })
    .refine((address) => !/[?#]|\/\/[^/]*@/.test(address), '只写平台的地址；密钥写在文件或环境变量里')
    .default(url)
const perMinute = (most: number) => z.number().int().min(1).max(1000).default(most)
/** Of these messages a minute so many are for grades I and II alone. */
const keptForMajor = z.number().int().min(0).max(1000).default(5)

/* A robot's address holds its key, so it is not written whole: a file or a variable holds the key. */
const key = { keyFile: z.string().min(1).optional(), keyEnv: z.string().min(1).optional(), key: z.string().optional() }
const token = { tokenFile: z.string().min(1).optional(), tokenEnv: z.string().min(1).optional(), token: z.string().optional() }
const secret = { secretFile: z.string().min(1).optional(), secretEnv: z.string().min(1).optional(), secret: z.string().optional() }

export const WecomRobotSettings = z.strictObject({
  type: z.literal('wecom-robot'),
  enabled: z.boolean().default(false),
  url: service('https://qyapi.weixin.qq.com/'),
  ...key,
  perMinute: perMinute(20),
  keptForMajor,
  timeoutMs
})
export type WecomRobotSettings = z.infer<typeof WecomRobotSettings>

export const WecomAppSettings = z.strictObject({
  type: z.literal('wecom-app'),
  enabled: z.boolean().default(false),
  url: service('https://qyapi.weixin.qq.com/'),
  corpId: z.string().min(1),
  agentId: z.number().int().positive(),
  ...secret,
  timeoutMs
})
export type WecomAppSettings = z.infer<typeof WecomAppSettings>

export const DingtalkRobotSettings = z.strictObject({
  type: z.literal('dingtalk-robot'),
  enabled: z.boolean().default(false),
  url: service('https://oapi.dingtalk.com/'),
  ...token,
  ...secret,
  perMinute: perMinute(20),
  keptForMajor,
  timeoutMs
})
export type DingtalkRobotSettings = z.infer<typeof DingtalkRobotSettings>

export const FeishuRobotSettings = z.strictObject({
  type: z.literal('feishu-robot'),
  enabled: z.boolean().default(false),
  url: service('https://open.feishu.cn/'),
  ...key,
  ...secret,
  perMinute: perMinute(100),
  keptForMajor,
  timeoutMs
})
export type FeishuRobotSettings = z.infer<typeof FeishuRobotSettings>

export const YunzhijiaRobotSettings = z.strictObject({
  type: z.literal('yunzhijia-robot'),
  enabled: z.boolean().default(false),
  url: service('https://www.yunzhijia.com/'),
  ...token,
  perMinute: perMinute(20),
  keptForMajor,
  timeoutMs
})
export type YunzhijiaRobotSettings = z.infer<typeof YunzhijiaRobotSettings>

export const WebPushSettings = z.strictObject({
  type: z.literal('web-push'),
  enabled: z.boolean().default(false),
  /** VAPID: the public half, 65 bytes as base64url; browsers are given it. */
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{87}$/, '应为 65 字节公钥的 base64url，87 个字符'),
  /** The private half. */
  ...key,
  /** Whom a push service may write to when something is wrong. */
  subject: z.string().regex(/^(mailto:.+@.+|https:\/\/.+)$/, '应为 mailto:… 或 https://…'),
  /** Hosts of push services, those below them included: browsers give addresses, and no other is called. */
  services: z
    .array(z.string().regex(/^[a-z0-9.-]+$/))
    .min(1)
    .default(['fcm.googleapis.com', 'updates.push.services.mozilla.com', 'push.apple.com', 'notify.windows.com']),
  timeoutMs
})
export type WebPushSettings = z.infer<typeof WebPushSettings>

/** Settings of one channel, as a city writes them under its id. */
export const ChannelSettings = z.discriminatedUnion(
  'type',
  [
    SmtpSettings,
    WebhookSettings,
    WecomRobotSettings,
    WecomAppSettings,
    DingtalkRobotSettings,
    FeishuRobotSettings,
    YunzhijiaRobotSettings,
    WebPushSettings,
    GatewaySettings
  ],
  { error: '没有这种渠道，type 应为 smtp、webhook、wecom-robot、wecom-app、dingtalk-robot、feishu-robot、yunzhijia-robot、web-push 或 gateway' }
)
export type ChannelSettings = z.infer<typeof ChannelSettings>
