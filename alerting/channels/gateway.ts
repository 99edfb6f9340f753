import { randomUUID } from 'node:crypto'
import type { Clock } from '../../core/clock.ts'
import { shownGrade, signLinkOf, type Channel, type PersonalLinks, type ChannelAbout } from './channel.ts'
import type { GatewaySettings } from './gateway-settings.ts'
import { signedHeaders, strictQuery, type Moment } from './gateway-sign.ts'
import { fillTemplate, type Template, type Values } from './gateway-template.ts'
import { httpClient, type HttpRequest } from './http-client.ts'
import { messageOf } from './message.ts'
import { PartsTaken } from './parts-taken.ts'
import { aMinute, SendBudget } from './send-budget.ts'
import { sendParts } from './send-parts.ts'
import { splitText } from './split-text.ts'
import { firstField, verdictOf, verdictOfStatus, type Saying } from './verdict.ts'

/** A telephone number and nothing besides. */
const numberForm = /^\+?\d{5,20}$/

export const gatewayAbout: ChannelAbout = {
  words: '短信或语音网关',
  reach: ({ phone }) => (phone === null ? { unreachable: '没有电话号码' } : { address: phone }),
  accepted: '网关答复已受理；到没到手机由运营商定',
  proof: null
}

/** 短信或语音, by whatever gateway: the request is a template of the configuration, and so is the reading of its answer. */
export function gatewayChannel(settings: GatewaySettings, secret: string | null, { clock, ...links }: { clock: Clock } & PersonalLinks): Channel {
  const { answer, mostCharacters, perMinute, keptForMajor, timeoutMs } = settings
  const client = httpClient(timeoutMs, secret === null ? [] : [secret])
  const budget = perMinute === null ? null : new SendBudget([aMinute(perMinute)], keptForMajor, clock)
  const taken = new PartsTaken()
  return {
    reach: gatewayAbout.reach,
    async send(row, signal) {
      const phone = row.notice.recipient.address?.replaceAll(/[\s-]/g, '') ?? null
      if (phone === null || !numberForm.test(phone)) return { outcome: 'refused', reason: '不是可用的电话号码' }
      const { title, body, link, major } = messageOf(row, links.baseUrl)
      const values = {
        phone,
        grade: shownGrade(row) ?? '',
        name: row.notice.recipient.name,
        link: link ?? '',
        signLink: signLinkOf(row, links) ?? '',
        id: row.notice.id,
        secret: secret ?? ''
      }
      const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
      return sendParts({
        row,
        major,
        parts: splitText(settings.says === 'title' ? title : `${title}\n${body}`, { size: (text) => text.length, most: mostCharacters }),
        taken,
        budget,
        async send(text) {
          const request = requestOf(settings, { ...values, text }, secret, { ms: clock.elapsedMs(), nonce: randomUUID() })
          const got = await client.send(request, within)
          return answer === 'http-status' ? verdictOfStatus(got) : verdictOf(got, (json) => saying(json, answer), answer)
        }
      })
    },
    close: () => client.close()
  }
}

function saying(json: unknown, answer: Exclude<GatewaySettings['answer'], string>): Saying {
  return {
    code: firstField(json, answer.code),
    message: firstField(json, answer.message) ?? '',
    receipt: firstField(json, answer.receipt) ?? ''
  }
}

function requestOf(settings: GatewaySettings, values: Values, secret: string | null, moment: Moment): HttpRequest {
  const { method } = settings
  const url = new URL(settings.url)
  const query = strictQuery({ ...Object.fromEntries(url.searchParams), ...flat(fillTemplate(settings.query, values)) })
  url.search = query === '' ? '' : `?${query}`
  const filled = fillTemplate(settings.body, values)
  const empty = Object.keys(settings.body).length === 0
  const form = settings.encoding === 'form'
  const body = empty ? '' : form ? strictQuery(flat(filled)) : JSON.stringify(filled)
  const contentType = empty ? null : form ? 'application/x-www-form-urlencoded' : 'application/json; charset=utf-8'
  const own = flat(fillTemplate(settings.headers, values))
  const signed = settings.sign === null || secret === null ? {} : signedHeaders(settings.sign, secret, { method, url, body, contentType }, moment)
  return {
    method,
    url: url.href,
    headers: { ...(contentType === null ? {} : { 'content-type': contentType }), ...own, ...signed },
    ...(empty ? {} : { body })
  }
}

/** Fields of a query or a form are words; what is deeper is written as JSON. */
function flat(template: Template): Readonly<Record<string, string>> {
  if (typeof template !== 'object' || template === null) return {}
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)])
  )
}
