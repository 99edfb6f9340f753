import { z } from 'zod'

/* A try must end well inside the outbox's lease of 10 s, else the row is handed out while the first try still runs. */
const timeoutMs = z.number().int().min(100).max(8000).default(8000)

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
  timeoutMs
})
export type WebhookSettings = z.infer<typeof WebhookSettings>

/** Settings of one channel, as a city writes them under its id. */
export const ChannelSettings = z.discriminatedUnion('type', [SmtpSettings, WebhookSettings])
export type ChannelSettings = z.infer<typeof ChannelSettings>
