import type { Clock } from '../../core/clock.ts'
import { signLinkOf, type Channel, type PersonalLinks, type ChannelAbout } from './channel.ts'
import { readErrcode } from './errcode-answer.ts'
import { httpClient, type HttpClient } from './http-client.ts'
import { messageOf, plainInMarkdown, webLink, type Message } from './message.ts'
import { PartsTaken } from './parts-taken.ts'
import { aMinute, SendBudget } from './send-budget.ts'
import { sendParts } from './send-parts.ts'
import type { WecomAppSettings } from './settings.ts'
import { cutText, splitText, utf8Bytes } from './split-text.ts'
import { fieldAt, parsedJson, verdictOf, type Codes, type Verdict } from './verdict.ts'
import { WecomToken } from './wecom-token.ts'

const tokenIsOver = new Set(['40014', '42001', '41001'])

const codes: Codes = {
  ok: ['0'],
  limited: ['45009', '45033'],
  fatal: {
    40001: '企业微信应用的 secret 不对',
    40003: '没有这个企业微信账号，请核对联系人的 wecom',
    40056: '企业微信的 agentId 不对',
    40058: '企业微信不收此内容（参数不合法或过长）',
    45002: '企业微信不收此内容（过长）',
    60011: '应用无权向此账号发送，请调整应用的可见范围',
    60020: '本机 IP 不在应用的企业可信 IP 内',
    60111: '没有这个企业微信账号，请核对联系人的 wecom',
    81013: '没有可送达的账号：不存在，或不在应用的可见范围内',
    301002: '此 secret 无权使用这个 agentId'
  }
}

/** 企业微信 lets an application send one person 30 messages a minute, and drops what is more without a word. */
const mostAMinute = 30
const keptForMajor = 5
const textCard = { title: 128, description: 512 }
const plainText = 2048
const goesOn = '（接上）'

export const wecomAppAbout: ChannelAbout = {
  words: '企业微信应用消息',
  reach: ({ wecom }) => (wecom === null ? { unreachable: '没有企业微信账号' } : { address: wecom }),
  accepted: '平台答复 errcode 0，且收件账号有效',
  proof: null
}

/** 企业微信应用消息 to one account: a card with the link, what has no room in it as plain text after it. */
export function wecomAppChannel(
  settings: Pick<WecomAppSettings, 'url' | 'corpId' | 'agentId' | 'timeoutMs'>,
  secret: string,
  { clock, ...links }: { clock: Clock } & PersonalLinks
): Channel {
  const { agentId, timeoutMs } = settings
  const client = httpClient(timeoutMs, [secret])
  const tokens = new WecomToken(client, { ...settings, secret }, clock)
  const budgets = new Map<string, SendBudget>()
  const taken = new PartsTaken()

  function budgetOf(account: string): SendBudget {
    const budget = budgets.get(account) ?? new SendBudget([aMinute(mostAMinute)], keptForMajor, clock)
    budgets.set(account, budget)
    return budget
  }

  return {
    reach: wecomAppAbout.reach,
    async send(row, signal) {
      const account = row.notice.recipient.address
      if (account === null) return { outcome: 'refused', reason: '没有企业微信账号' }
      const message = messageOf(row, links.baseUrl)
      const signLink = signLinkOf(row, links)
      const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
      return sendParts({
        row,
        major: message.major,
        parts: partsOf(message, signLink),
        taken,
        budget: budgetOf(account),
        send: (part) => sendPart(client, settings.url, tokens, { touser: account, agentid: agentId, ...part }, within)
      })
    },
    close: () => client.close()
  }
}

/** A token that ended early (somebody fetched another, the secret was changed) is fetched once more. */
async function sendPart(
  client: HttpClient,
  base: string,
  tokens: WecomToken,
  message: Readonly<Record<string, unknown>>,
  signal: AbortSignal
): Promise<Verdict> {
  for (let again = false; ; again = true) {
    const access = await tokens.get()
    if ('outcome' in access) return access
    const url = new URL('cgi-bin/message/send', base)
    url.searchParams.set('access_token', access.token)
    const answer = await client.send({ url: url.href, headers: { 'content-type': 'application/json' }, body: JSON.stringify(message) }, signal)
    if ('outcome' in answer) return answer
    const text = answer.text.replaceAll(access.token, '***')
    const json = parsedJson(text)
    if (!tokenIsOver.has(fieldAt(json, 'errcode') ?? '')) return whomItMissed(json) ?? verdictOf({ ...answer, text }, readErrcode, codes)
    tokens.forget(access.token)
    if (again) return { outcome: 'retry', reason: 'access_token 刚取到就失效' }
  }
}

/** `errcode` 0 only says that somebody of those named was told; with one name, an entry in these lists is that one. */
function whomItMissed(json: unknown): Verdict | null {
  if (fieldAt(json, 'errcode') !== '0') return null
  const invalid = fieldAt(json, 'invaliduser') ?? ''
  const unlicensed = fieldAt(json, 'unlicenseduser') ?? ''
  if (invalid !== '') return { outcome: 'refused', reason: '没有这个企业微信账号，或不在应用的可见范围内（invaliduser）' }
  return unlicensed === '' ? null : { outcome: 'refused', reason: '此企业微信账号没有接口许可（unlicenseduser）' }
}

/** A card cuts off without a word what is too long, so only what fits goes into it, and the rest comes after it. */
function partsOf(message: Message, signLink: string | null): readonly Readonly<Record<string, unknown>>[] {
  const link = signLink ?? webLink(message)
  const title = plainInMarkdown(message.title)
  const whole = `${title}\n${plainInMarkdown(message.body)}`
  if (link === null) return splitText(whole, { size: utf8Bytes, most: plainText }).map(textOf)
  const fits = utf8Bytes(title) <= textCard.title
  const description = fits ? plainInMarkdown(message.body) : whole
  const [first = ''] = cutText(description, { size: utf8Bytes, most: textCard.description })
  const card = cardOf(fits ? title : headOf(title), first, link, signLink === null ? '查看' : '签收')
  if (first === description) return [card]
  const rest = splitText(description.slice(first.length), { size: utf8Bytes, most: plainText - utf8Bytes(goesOn) })
  return [card, ...rest.map((part) => textOf(`${goesOn}${part}`))]
}

/** As much of a long title as a card shows, up to where its matter begins where that fits. */
function headOf(title: string): string {
  const head = title.split('：')[0] ?? ''
  if (head !== title && head !== '' && utf8Bytes(head) <= textCard.title) return head
  let short = ''
  for (const sign of title) {
    if (utf8Bytes(`${short}${sign}…`) > textCard.title) break
    short += sign
  }
  return `${short}…`
}

function cardOf(title: string, description: string, url: string, btntxt: string): Readonly<Record<string, unknown>> {
  return { msgtype: 'textcard', textcard: { title, description, url, btntxt } }
}

function textOf(content: string): Readonly<Record<string, unknown>> {
  return { msgtype: 'text', text: { content } }
}
