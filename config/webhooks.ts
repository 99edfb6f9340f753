import { z } from 'zod'

/** 事件推送 to another system: what happens to incidents, as it happens, signed. Its secret stands in a file or a variable. */
export const WebhookConfig = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]{1,40}$/, '应为小写字母、数字、横线'),
    name: z.string().min(1).max(100),
    url: z.url({ protocol: /^https?$/, error: '应为 http:// 或 https:// 开头的网址' }),
    secretFile: z.string().min(1).optional(),
    secretEnv: z.string().min(1).optional(),
    /** Types of events of the timeline, as `opened`, `grade-confirmed`; left out: all. */
    events: z.array(z.string().min(1).max(60)).min(1).optional(),
    /** The receiver stands in our own network. Else addresses that are not public are refused, that of the name too. */
    allowPrivate: z.boolean().default(false)
  })
  .refine(({ secretFile, secretEnv }) => (secretFile === undefined) !== (secretEnv === undefined), 'secretFile、secretEnv 须写且只写一个')
export type WebhookConfig = z.infer<typeof WebhookConfig>

export const Webhooks = z
  .array(WebhookConfig)
  .max(50)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'id 不能重复')
