import { z } from 'zod'
import { ConfigError, WanglouError } from '../../core/errors.ts'
import type { Fetched } from '../../core/ports.ts'
import { patienceOf } from '../cooldown.ts'
import type { Visit } from '../crawler.ts'
import { NothingParsedError, PlatformError, SignInExpiredError, WrongContentError } from '../errors.ts'
import { parseJson } from '../../core/json-ids.ts'
import { WeiboConfig, WeiboEnvelope } from './schema.ts'
import type { WeiboSettings } from './settings.ts'

export interface Answer {
  /** `data` as it came; null: the platform says that there is nothing here. */
  readonly data: unknown
  readonly fetchedElapsedMs: number
}

/** What one visit asks of m.weibo.cn, with the cookie of the source and the patience that the platform wants. */
export interface WeiboSession {
  /** @throws CooldownError, SignInExpiredError, PlatformError, WrongContentError, NothingParsedError, what fetching throws */
  ask(path: string): Promise<Answer>
  /** Whether somebody's cookie is sent; some addresses answer nobody else. */
  readonly hasCookie: boolean
}

/** A cookie that was refused is not tried again for so long; a new one is, at once. */
const refusedCookieMs = 3_600_000

const Refused = z.object({ cookie: z.string(), untilElapsedMs: z.number() })

/**
 * Opens a session, asking nothing where the cookie was refused a while ago and is the same still.
 * @throws SignInExpiredError when there is no cookie where the settings say, or it has expired
 */
export async function openSession(visit: Visit, settings: WeiboSettings): Promise<WeiboSession> {
  const cookie = readCookie(visit, settings)
  const patience = patienceOf(visit)
  const state = sessionState(visit, cookie)
  await state.refuseEarly()
  const headers = {
    accept: 'application/json',
    'x-requested-with': 'XMLHttpRequest',
    ...settings.headers,
    ...(cookie === null ? {} : { cookie })
  }

  async function get(url: string): Promise<Fetched> {
    try {
      return await visit.get(url, { headers })
    } catch (error) {
      const status = error instanceof WanglouError ? error.metadata['status'] : null
      if (status === 432 || status === 418) throw await patience.coolDown(url, status)
      throw error
    }
  }

  async function ask(path: string): Promise<Answer> {
    const url = new URL(path, visit.source.url).href
    const fetched = await get(url)
    if (new URL(fetched.finalUrl).host !== new URL(url).host)
      throw await state.signInExpired(url, `it leads to ${new URL(fetched.finalUrl).host}, which wants a sign-in`)
    const { ok, msg, data } = envelopeOf(visit, url, fetched)
    if (ok === -100) throw await state.signInExpired(url, msg ?? 'ok: -100')
    await patience.calm()
    const { fetchedElapsedMs } = fetched
    // A search without a hit, an account without a post, a post without a comment answer so.
    if (ok === 0 && nothingHere.test(msg ?? '')) return { data: null, fetchedElapsedMs }
    if (ok !== 1) throw new PlatformError(visit.source.id, url, msg ?? `ok: ${ok}`)
    return { data, fetchedElapsedMs }
  }

  if (settings.cookie?.kind === 'signed-in') {
    const config = WeiboConfig.safeParse((await ask('/api/config')).data)
    if (config.data?.login !== true) throw await state.signInExpired(new URL('/api/config', visit.source.url).href, 'login: false')
  }
  return { ask, hasCookie: cookie !== null }
}

const nothingHere = /没有(?:内容|找到|结果|人)|还没有|暂无|暂时没有|快来发表|已过滤/

function envelopeOf(visit: Visit, url: string, fetched: Fetched): WeiboEnvelope {
  let json: unknown
  try {
    json = parseJson(fetched.text ?? '')
  } catch {
    throw new WrongContentError(visit.source.id, url, 'JSON', fetched.contentType)
  }
  const envelope = WeiboEnvelope.safeParse(json)
  if (!envelope.success) throw new NothingParsedError(visit.source.id, url, 'the answer has no field "ok"')
  return envelope.data
}

/** Read anew at each visit, so that a fresh one needs no restart. It is sent, and stands in no message. */
function readCookie(visit: Visit, { cookie }: WeiboSettings): string | null {
  if (cookie === undefined) return null
  try {
    const text = visit.secret('settings.cookie', { file: cookie.file, env: cookie.env })
    if (text === null || /[\r\n]/.test(text)) throw new ConfigError('settings.cookie: 应是一行 Cookie')
    return text
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw new SignInExpiredError(visit.source.id, visit.source.url, error.message)
  }
}

/** What the platform wanted of us before, kept by hash of the cookie that it was said to. */
function sessionState(visit: Visit, cookie: string | null) {
  const { source, crawl } = visit
  const hash = visit.sha256(cookie ?? '')
  return {
    async refuseEarly(): Promise<void> {
      const kept = await crawl.cursor(source.id, 'refused cookie')
      const refused = Refused.safeParse(kept === null || kept === '' ? null : JSON.parse(kept))
      if (!refused.success || refused.data.cookie !== hash || refused.data.untilElapsedMs <= visit.clock.elapsedMs()) return
      throw new SignInExpiredError(source.id, source.url, 'the same cookie was refused before; it is not tried again yet')
    },
    async signInExpired(url: string, reason: string): Promise<SignInExpiredError> {
      const refused = { cookie: hash, untilElapsedMs: visit.clock.elapsedMs() + refusedCookieMs }
      await crawl.setCursor(source.id, 'refused cookie', JSON.stringify(refused))
      return new SignInExpiredError(source.id, url, reason)
    }
  }
}
