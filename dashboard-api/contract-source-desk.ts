/** 采集源 on the screen: paused, gone on with, looked at, added. */
import { z } from 'zod'
import { Instant } from '../core/instant.ts'

const part = encodeURIComponent

export const sourceDeskPaths = {
  /** GET SourceDeskView. */
  desk: '/api/source-desk',
  /** POST SourceTrialRequest → SourceTrialView: one visit. */
  trials: '/api/source-desk/trials',
  /** POST SourceAddRequest → SourceDeskView, 201. */
  add: '/api/source-desk/sources',
  /** POST ReasonRequest → SourceDeskView. */
  pause: (id: string) => `/api/source-desk/sources/${part(id)}/pause`,
  resume: (id: string) => `/api/source-desk/sources/${part(id)}/resume`,
  remove: (id: string) => `/api/source-desk/sources/${part(id)}/remove`
} as const

export const SourceDeskView = z.object({
  now: Instant,
  mayManage: z.boolean(),
  paused: z.array(z.object({ id: z.string(), by: z.string(), at: Instant, reason: z.string() })),
  added: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      url: z.string(),
      by: z.string(),
      at: Instant,
      /** It is visited after the next start. */
      awaitsRestart: z.boolean()
    })
  ),
  templates: z.array(z.object({ id: z.string(), name: z.string(), url: z.string(), kindWords: z.string() }))
})
export type SourceDeskView = z.infer<typeof SourceDeskView>

export const SourceTrialRequest = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: '应为 http:// 或 https:// 开头的网址' })
    .max(2000)
    .refine((url) => !URL.canParse(url) || (new URL(url).username === '' && new URL(url).password === ''), '网址里不能写用户名和密码')
})
export type SourceTrialRequest = z.infer<typeof SourceTrialRequest>

export const SourceTrialView = z.object({
  /** Names what was found, for a while, so that it can be added; null: it cannot. */
  trial: z.string().nullable(),
  family: z.string().nullable(),
  because: z.string(),
  fault: z.string().nullable(),
  missing: z.string().nullable(),
  id: z.string().nullable(),
  name: z.string().nullable(),
  intervalMinutes: z.number().nullable(),
  stanza: z.string(),
  visited: z.object({ fetched: z.number(), parsed: z.number() }).nullable(),
  items: z.array(z.object({ title: z.string(), at: Instant.nullable(), text: z.string() })),
  refused: z.array(z.string())
})
export type SourceTrialView = z.infer<typeof SourceTrialView>

export const SourceAddRequest = z.strictObject({
  /** What is added: what a trial found, or a source that comes with the program. Never what a page says by itself. */
  from: z.union([z.strictObject({ trial: z.string().min(1).max(100) }), z.strictObject({ template: z.string().min(1).max(100) })]),
  name: z.string().trim().min(1, '请填写名称').max(60).optional(),
  intervalMinutes: z.number().min(1, '间隔至少 1 分钟').max(1440, '间隔至多一天').optional()
})
export type SourceAddRequest = z.infer<typeof SourceAddRequest>
