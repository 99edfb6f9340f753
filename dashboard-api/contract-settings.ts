/** 设置: what the system runs by, and what other systems hang on it. */
import { z } from 'zod'
import { Instant } from '../core/instant.ts'

export const settingsPaths = {
  /** GET SettingsView. */
  settings: '/api/settings',
  /** GET WebhookList. */
  webhooks: '/api/webhooks',
  /** POST → WebhookList: a test delivery is asked for. */
  testWebhook: (id: string) => `/api/webhooks/${encodeURIComponent(id)}/test`
} as const

export const SettingsView = z.object({
  now: Instant,
  directory: z.string(),
  parts: z.array(
    z.object({
      id: z.string(),
      words: z.string(),
      settings: z.array(z.object({ field: z.string(), value: z.string(), origin: z.string().nullable() }))
    })
  )
})
export type SettingsView = z.infer<typeof SettingsView>

export const WebhookRow = z.object({
  id: z.string(),
  name: z.string(),
  /** Without what opens it. */
  url: z.string(),
  /** Types of events; null: all. */
  events: z.array(z.string()).nullable(),
  /** Of the newest deliveries: how many were taken, wait or are tried again, were given up. */
  taken: z.number(),
  waiting: z.number(),
  failed: z.number(),
  state: z.enum(['ok', 'failing', 'unused']),
  stateWords: z.string(),
  last: z.object({ at: Instant, title: z.string(), stateWords: z.string(), detail: z.string().nullable(), attempts: z.number() }).nullable()
})
export type WebhookRow = z.infer<typeof WebhookRow>

export const WebhookList = z.object({ now: Instant, counted: z.number(), rows: z.array(WebhookRow) })
export type WebhookList = z.infer<typeof WebhookList>
