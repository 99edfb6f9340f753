import { createHmac } from 'node:crypto'
import type { Channel, ChannelAbout } from './channel.ts'
import { readErrcode } from './errcode-answer.ts'
import { GroupRobot, type Addressee, type RobotDeps } from './group-robot.ts'
import { httpClient } from './http-client.ts'
import { plainInMarkdown, shortTitle, webLink, type Message } from './message.ts'
import { aMinute, SendBudget } from './send-budget.ts'
import type { DingtalkRobotSettings } from './settings.ts'
import { utf8Bytes } from './split-text.ts'
import { verdictOf, type Codes } from './verdict.ts'

const gone = '群机器人的 access_token 不存在，请在群里重新添加并更换'

const codes: Codes = {
  ok: ['0'],
  limited: ['130101', '410100', '90030'],
  fatal: {
    300001: gone,
    300005: gone,
    400101: gone,
    400106: '群机器人已不存在，请在群里重新添加并更换 access_token',
    400102: '群机器人已停用，请在群里启用',
    400013: '群已解散',
    400105: '钉钉不认此消息类型',
    310000: '未通过机器人的安全设置：请核对加签密钥、IP 白名单，并核对本机时钟',
    430101: '钉钉不收此内容（外链）',
    430102: '钉钉不收此内容（文本）',
    430104: '钉钉不收此内容'
  }
}

export const dingtalkRobotAbout: ChannelAbout = {
  words: '钉钉群机器人',
  reach: ({ dingtalk }) => ({ address: dingtalk }),
  accepted: '平台答复 errcode 0，已发到群里',
  proof: null
}

/** 钉钉群机器人 with 加签, in Markdown: 20,000 bytes and 20 messages a minute; beyond that the robot is silenced for ten minutes. */
export function dingtalkRobotChannel(
  settings: Pick<DingtalkRobotSettings, 'url' | 'perMinute' | 'keptForMajor' | 'timeoutMs'>,
  { token, secret }: { readonly token: string; readonly secret: string },
  { clock, baseUrl, gatherMs }: RobotDeps
): Channel {
  const client = httpClient(settings.timeoutMs, [token, secret])
  return new GroupRobot(
    {
      reach: dingtalkRobotAbout.reach,
      write,
      /* The limit is on the whole JSON; the rest of it takes less than 2,000. */
      room: { size: (text) => utf8Bytes(JSON.stringify(text)), most: 18_000 },
      async post(part, { message, to, last }, signal) {
        const timestamp = String(clock.elapsedMs())
        const url = new URL('robot/send', settings.url)
        url.searchParams.set('access_token', token)
        url.searchParams.set('timestamp', timestamp)
        url.searchParams.set('sign', dingtalkSignature(secret, timestamp))
        const body = JSON.stringify({ msgtype: 'markdown', markdown: { title: shortTitle(message), text: part }, at: mentions(last ? to : []) })
        return verdictOf(await client.send({ url: url.href, headers: { 'content-type': 'application/json' }, body }, signal), readErrcode, codes)
      },
      close: () => client.close()
    },
    { ...settings, clock, baseUrl, gatherMs, budget: new SendBudget([aMinute(settings.perMinute)], settings.keptForMajor, clock) }
  )
}

/** Base64 of the HMAC-SHA256, under the robot's secret, over the milliseconds, a line break and the secret. */
export function dingtalkSignature(secret: string, timestamp: string): string {
  return createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64')
}

/** A mobile number and an account are told apart by their form. */
function mentions(to: readonly Addressee[]): Readonly<Record<string, unknown>> {
  const accounts = to.flatMap(({ account }) => (account === null ? [] : [account]))
  return { atMobiles: accounts.filter(isMobile), atUserIds: accounts.filter((account) => !isMobile(account)), isAtAll: false }
}

function isMobile(account: string): boolean {
  return /^1\d{10}$/.test(account)
}

/** 钉钉 shows a single line break as none, and mentions only whom the text names too. */
function write(message: Message, to: readonly Addressee[]): string {
  const link = webLink(message)
  return [
    `**${plainInMarkdown(message.title)}**`,
    ...plainInMarkdown(message.body).split('\n'),
    ...(link === null ? [] : [`[查看事件](${link})`]),
    `通知：${to.map(({ name, account }) => `${plainInMarkdown(name)}${account === null ? '' : ` @${account} `}`).join('、')}`
  ].join('\n\n')
}
