import type { AllowPrivate } from '../core/ports.ts'
import type { Source } from '../core/source.ts'

type Allowed = Pick<Source, 'url' | 'settings' | 'allowPrivate' | 'privateHosts'>

/**
 * Which private addresses a source may ask: the very origins that its configuration names. What its lists, feeds and redirects name is text
 * of strangers, and could lead anywhere in our network.
 */
export function privateOf(source: Allowed): AllowPrivate {
  if (!source.allowPrivate) return false
  const origins = new Set([source.url, ...webAddressesIn(source.settings)].map((address) => new URL(address).origin))
  const hosts = new Set(source.privateHosts?.map((host) => host.toLowerCase()))
  return (url) => origins.has(url.origin) || hosts.has(url.host)
}

/** All addresses of the web that stand in settings, however deep. */
export function webAddressesIn(value: unknown): string[] {
  if (typeof value === 'string') return /^https?:\/\//i.test(value) && URL.canParse(value) ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(webAddressesIn) : []
}
