import { z } from 'zod'
import { ConfigError } from '../core/errors.ts'
import type { Visit } from './crawler.ts'
import { SignInExpiredError } from './errors.ts'

/** Where a cookie is: a secret never stands in the configuration. */
export const CookiePlace = z
  .strictObject({ file: z.string().min(1).optional(), env: z.string().min(1).optional() })
  .refine(({ file, env }) => (file === undefined) !== (env === undefined), 'cookie: file 和 env 写且只写一个')
type CookiePlace = z.infer<typeof CookiePlace>

/** Headers that may stand in the configuration. */
export const OpenHeaders = z
  .record(z.string(), z.string())
  .refine(
    (headers) => Object.keys(headers).every((name) => !/^(?:cookie|authorization)$/i.test(name)),
    'Cookie 是秘密：放进文件或环境变量，用 cookie: {file: …} 指明'
  )
  .default({})

/** The headers of a source with its cookie, read anew at each visit, so that a fresh one needs no restart. @throws SignInExpiredError where none is there */
export function withCookie(
  visit: Visit,
  { cookie, headers }: { readonly cookie?: CookiePlace | undefined; readonly headers: Readonly<Record<string, string>> }
): Readonly<Record<string, string>> {
  if (cookie === undefined) return headers
  try {
    const text = visit.secret('settings.cookie', { file: cookie.file, env: cookie.env })
    if (text === null || /[\r\n]/.test(text)) throw new ConfigError('settings.cookie: 应是一行 Cookie')
    return { ...headers, cookie: text }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw new SignInExpiredError(visit.source.id, visit.source.url, error.message)
  }
}
