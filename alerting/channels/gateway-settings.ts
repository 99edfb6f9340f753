import { z } from 'zod'
import { isPlaceholder, namesIn, placeholders, type Template } from './gateway-template.ts'
import { timeoutMs } from './timeout.ts'

const Filled: z.ZodType<Template> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(Filled), z.record(z.string(), Filled)])
)
const Fields = z.record(z.string(), Filled)

/** How a cloud's own interface is signed; the key is the channel's secret. */
const Signature = z.discriminatedUnion('kind', [
  z.strictObject({
    /** 阿里云 ACS3-HMAC-SHA256. */
    kind: z.literal('aliyun'),
    keyId: z.string().min(1),
    action: z.string().min(1),
    version: z.string().min(1)
  }),
  z.strictObject({
    /** 腾讯云 TC3-HMAC-SHA256. */
    kind: z.literal('tencent'),
    keyId: z.string().min(1),
    service: z.string().min(1),
    action: z.string().min(1),
    version: z.string().min(1),
    region: z.string().min(1)
  })
])
export type Signature = z.infer<typeof Signature>

/** Where an answer says what became of it. Paths are dotted; the first that is there counts. */
const AnswerFields = z.strictObject({
  code: z.array(z.string().min(1)).min(1),
  /** Codes that mean that the gateway took it. */
  ok: z.array(z.string()).min(1),
  message: z.array(z.string().min(1)).default([]),
  receipt: z.array(z.string().min(1)).default([]),
  limited: z.array(z.string()).default([]),
  /** Codes that no second try can help, with what a person has to mend. */
  fatal: z.record(z.string(), z.string().min(1)).default({})
})

/** 短信或语音，经由一个 HTTP 网关: one request a message, written as a template. */
export const GatewaySettings = z
  .strictObject({
    type: z.literal('gateway'),
    enabled: z.boolean().default(false),
    url: z.url({ protocol: /^https?$/ }),
    method: z.enum(['GET', 'POST']).default('POST'),
    query: Fields.default({}),
    headers: z.record(z.string(), z.string()).default({}),
    body: Fields.default({}),
    encoding: z.enum(['json', 'form']).default('json'),
    sign: Signature.nullable().default(null),
    secretFile: z.string().min(1).optional(),
    secretEnv: z.string().min(1).optional(),
    /** In a drill only, for its own sink. */
    secret: z.string().optional(),
    /** `http-status`: the gateway says nothing but its status. */
    answer: z.union([AnswerFields, z.literal('http-status')]),
    /** What `{text}` says: the title alone, or the whole notice. */
    says: z.enum(['title', 'all']).default('title'),
    /** Most characters of `{text}` in one message. */
    mostCharacters: z.number().int().min(20).max(5000).default(200),
    perMinute: z.number().int().min(1).max(10_000).nullable().default(null),
    keptForMajor: z.number().int().min(0).max(1000).default(5),
    timeoutMs
  })
  .superRefine(({ method, query, headers, body }, context) => {
    if (method === 'GET' && Object.keys(body).length > 0)
      context.addIssue({ code: 'custom', path: ['body'], message: 'GET 没有 body，请写在 query 里' })
    for (const [field, template] of Object.entries({ query, headers, body })) {
      for (const name of namesIn(template)) {
        if (!isPlaceholder(name))
          context.addIssue({ code: 'custom', path: [field], message: `没有 {${name}}，可用的是 ${placeholders.map((one) => `{${one}}`).join(' ')}` })
      }
    }
    const names = namesIn([query, headers, body])
    for (const needed of ['phone', 'text']) {
      if (!names.includes(needed)) context.addIssue({ code: 'custom', path: ['body'], message: `模板中没有 {${needed}}` })
    }
  })
export type GatewaySettings = z.infer<typeof GatewaySettings>
