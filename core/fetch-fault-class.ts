import { z } from 'zod'
import { WanglouError } from './errors.ts'

/** Which kind of trouble keeps a source from being read, and so who has to do something about it. */
export const FetchFaultClass = z.enum(['network', 'blocked', 'gone', 'changed-layout', 'too-large', 'not-allowed'])
export type FetchFaultClass = z.infer<typeof FetchFaultClass>

const byCode: Readonly<Record<string, FetchFaultClass>> = {
  network: 'network',
  timeout: 'network',
  'robots-unreachable': 'network',
  'feed-cut-off': 'network',
  platform: 'network',
  'stale-list': 'network',
  'rate-limited': 'blocked',
  cooldown: 'blocked',
  'sign-in-expired': 'blocked',
  'login-wall': 'blocked',
  'block-page': 'blocked',
  'soft-gone': 'gone',
  'nothing-parsed': 'changed-layout',
  'wrong-content': 'changed-layout',
  'feed-unreadable': 'changed-layout',
  'unknown-charset': 'changed-layout',
  'too-large': 'too-large',
  'robots-disallowed': 'not-allowed',
  'fetch-refused-address': 'not-allowed'
}

/** What servers and walls in front of them answer to whom they do not want: 418 and 432 are risk control, 412 and 521 that of walls. */
const blockedStatuses = new Set([401, 403, 405, 406, 412, 418, 429, 432, 444, 451, 521])
const goneStatuses = new Set([404, 410])

/** The class of a failed fetch; null for what is no fault of the fetch: our own shutdown, settings or machine. */
export function fetchFaultClass(error: unknown): FetchFaultClass | null {
  if (!(error instanceof WanglouError)) return null
  // Says again what kept the items from being read before.
  if (error.code === 'articles-unread') return FetchFaultClass.safeParse(error.metadata['faultClass']).data ?? null
  if (error.code !== 'http-status') return byCode[error.code] ?? null
  const status = Number(error.metadata['status'])
  if (goneStatuses.has(status)) return 'gone'
  if (blockedStatuses.has(status)) return 'blocked'
  // A redirect without an end, or a request that the server understands no more: what stood there stands elsewhere now.
  return status >= 500 ? 'network' : 'changed-layout'
}

const words: Readonly<Record<FetchFaultClass, string>> = {
  network: '网络故障',
  blocked: '被对方拦下',
  gone: '页面已撤',
  'changed-layout': '版面已变',
  'too-large': '内容过大',
  'not-allowed': '不允许抓取'
}

export function fetchFaultClassWords(kind: FetchFaultClass): string {
  return words[kind]
}
