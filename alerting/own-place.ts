import type { Outlet } from '../core/department.ts'
import { RefusedError } from '../core/errors.ts'
import type { ReportingMedium } from '../core/reporting-media.ts'

/**
 * Whether the page lies under the prefix, part by part: the same scheme, host and port, and a path below it. A comparison of the
 * raw text would take `https://ours.example.evil.example/` for ours. Encoded separators could climb out of the path.
 */
export function standsUnder(url: URL, urlPrefix: string): boolean {
  const prefix = new URL(urlPrefix)
  if (url.origin !== prefix.origin || /%2f|%5c|%00/i.test(url.pathname)) return false
  const path = prefix.pathname.endsWith('/') ? prefix.pathname : `${prefix.pathname}/`
  return url.pathname === prefix.pathname || url.pathname.startsWith(path)
}

export function outletAt(outlets: readonly Outlet[], url: URL): Outlet | null {
  return outlets.find(({ urlPrefix }) => standsUnder(url, urlPrefix)) ?? null
}

/** What lies below a host belongs to the same house. */
export function mediumAt(media: readonly ReportingMedium[], url: URL): ReportingMedium | null {
  return media.find(({ host }) => url.hostname === host || url.hostname.endsWith(`.${host}`)) ?? null
}

/** @throws RefusedError for what is no address of a page. */
export function readPageUrl(text: string): URL {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new RefusedError('请填写完整网址，以 http:// 或 https:// 开头', { metadata: { url: text.slice(0, 300) } })
  }
  if (url.username !== '' || url.password !== '') throw new RefusedError('网址中不能带用户名或密码', { metadata: { url: url.host } })
  url.hash = ''
  return url
}
