import { createHmac } from 'node:crypto'
import type { Grade } from '../../core/grade.ts'
import type { Channel, ChannelAbout } from './channel.ts'
import { GroupRobot, type Addressee, type RobotDeps } from './group-robot.ts'
import { httpClient } from './http-client.ts'
import { plainInMarkdown, shortTitle, webLink, type Message } from './message.ts'
import { aMinute, SendBudget } from './send-budget.ts'
import type { FeishuRobotSettings } from './settings.ts'
import { utf8Bytes } from './split-text.ts'
import { firstField, verdictOf, type Codes, type Saying } from './verdict.ts'

const codes: Codes = {
  ok: ['0'],
  limited: ['9499', '11232', '11233', '99991400'],
  fatal: {
    19001: '群机器人的 webhook 地址无效，请在群里重新添加并更换 key',
    19002: '飞书不收此内容（参数不合法）',
    19021: '签名校验未通过：请核对签名密钥，并核对本机时钟（相差不得超过一小时）',
    19022: '本机 IP 不在机器人的白名单内',
    19024: '机器人设了关键词而消息中没有，请改用签名校验'
  }
}

const headerColours = { I: 'red', II: 'orange', III: 'yellow', IV: 'blue' } as const satisfies Record<Grade, string>

export const feishuRobotAbout: ChannelAbout = {
  words: '飞书群机器人',
  reach: ({ feishu }) => ({ address: feishu }),
  accepted: '平台答复 code 0，已发到群里',
  proof: null
}

/** 飞书群机器人 with 签名校验, as a card: 20 kB, 100 messages a minute and 5 a second. */
export function feishuRobotChannel(
  settings: Pick<FeishuRobotSettings, 'url' | 'perMinute' | 'keptForMajor' | 'timeoutMs'>,
  { key, secret }: { readonly key: string; readonly secret: string },
  { clock, baseUrl, gatherMs }: RobotDeps
): Channel {
  const client = httpClient(settings.timeoutMs, [key, secret])
  const url = new URL(`open-apis/bot/v2/hook/${encodeURIComponent(key)}`, settings.url).href
  const perSecond = { withinMs: 1050, most: 5 }
  return new GroupRobot(
    {
      reach: feishuRobotAbout.reach,
      write: ({ title, body }) => `${title}\n${body}`,
      /* The limit is on the whole JSON; the card around the text takes less than 6,000. */
      room: { size: (text) => utf8Bytes(JSON.stringify(text)), most: 14_000 },
      async post(part, { message, to, last }, signal) {
        const timestamp = String(Math.floor(clock.elapsedMs() / 1000))
        const body = JSON.stringify({
          timestamp,
          sign: feishuSignature(secret, timestamp),
          msg_type: 'interactive',
          card: card(part, message, last ? to : [])
        })
        return verdictOf(await client.send({ url, headers: { 'content-type': 'application/json' }, body }, signal), read, codes)
      },
      close: () => client.close()
    },
    { ...settings, clock, baseUrl, gatherMs, budget: new SendBudget([aMinute(settings.perMinute), perSecond], settings.keptForMajor, clock) }
  )
}

/** Base64 of the HMAC-SHA256 over nothing, under the seconds, a line break and the secret. */
export function feishuSignature(secret: string, timestamp: string): string {
  return createHmac('sha256', `${timestamp}\n${secret}`).digest('base64')
}

/** `{"code":0,"msg":"success"}`; an older form says `StatusCode` and `StatusMessage`. */
function read(json: unknown): Saying {
  return { code: firstField(json, ['code', 'StatusCode']), message: firstField(json, ['msg', 'StatusMessage']) ?? '', receipt: '' }
}

/** Words of the public stand as plain text, where nothing is markup. */
function card(text: string, message: Message, to: readonly Addressee[]): Readonly<Record<string, unknown>> {
  const link = webLink(message)
  return {
    config: { wide_screen_mode: true },
    header: {
      title: { tag: 'plain_text', content: shortTitle(message) },
      template: message.grade === null ? 'grey' : headerColours[message.grade]
    },
    elements: [
      { tag: 'div', text: { tag: 'plain_text', content: text } },
      ...(to.length === 0 ? [] : [{ tag: 'div', text: { tag: 'lark_md', content: `通知：${to.map(called).join('、')}` } }]),
      ...(link === null
        ? []
        : [{ tag: 'action', actions: [{ tag: 'button', text: { tag: 'plain_text', content: '查看事件' }, url: link, type: 'primary' }] }])
    ]
  }
}

function called({ name, account }: Addressee): string {
  return `${plainInMarkdown(name)}${account === null ? '' : ` <at id=${account}></at>`}`
}
