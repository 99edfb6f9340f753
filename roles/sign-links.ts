import { createSignLinks } from '../adapters/sign-links.ts'
import { readSecret } from '../config/secret.ts'
import type { Config } from '../config/schema.ts'
import { ConfigError } from '../core/errors.ts'
import type { SignLinks } from '../core/sign-link.ts'

const shortestKey = 32

/** 一键签收链接 as the configuration has them; null where it has none, or no address that a telephone could open. @throws ConfigError */
export function signLinksOf({ signLinks }: Pick<Config, 'signLinks'>, publicUrl: string | null): SignLinks | null {
  if (signLinks === null) return null
  const key = readSecret('signLinks.key', { file: signLinks.keyFile, env: signLinks.keyEnv }, process.env)
  if (key === null) throw new ConfigError('signLinks: 需要 keyFile 或 keyEnv，用来给一键签收链接签名')
  if (key.length < shortestKey) throw new ConfigError(`signLinks.key: 至少 ${shortestKey} 个字符，可用 openssl rand -hex 32 生成`)
  return publicUrl === null ? null : createSignLinks({ key, validHours: signLinks.validHours, publicUrl })
}
