import type { Channel, ChannelAbout } from './channel.ts'
import { GroupRobot, type Addressee, type RobotDeps } from './group-robot.ts'
import { httpClient } from './http-client.ts'
import { plainInMarkdown, webLink, type Message } from './message.ts'
import { aMinute, SendBudget } from './send-budget.ts'
import type { WecomRobotSettings } from './settings.ts'
import { utf8Bytes } from './split-text.ts'
import { verdictOf, type Codes } from './verdict.ts'
import { readErrcode } from './errcode-answer.ts'

const codes: Codes = {
  ok: ['0'],
  limited: ['45009', '45033'],
  fatal: {
    93000: '群机器人不存在或已被移除，请在群里重新添加并更换 key',
    40008: '企业微信不认此消息类型',
    40058: '企业微信不收此内容（参数不合法或过长）',
    45002: '企业微信不收此内容（过长）'
  }
}

export const wecomRobotAbout: ChannelAbout = {
  words: '企业微信群机器人',
  reach: ({ wecom }) => ({ address: wecom }),
  accepted: '平台答复 errcode 0，已发到群里',
  proof: null
}

/** 企业微信群机器人, in Markdown: 4096 bytes and 20 messages a minute. */
export function wecomRobotChannel(
  settings: Pick<WecomRobotSettings, 'url' | 'perMinute' | 'keptForMajor' | 'timeoutMs'>,
  key: string,
  { clock, baseUrl, gatherMs }: RobotDeps
): Channel {
  const client = httpClient(settings.timeoutMs, [key])
  const url = new URL('cgi-bin/webhook/send', settings.url)
  url.searchParams.set('key', key)
  return new GroupRobot(
    {
      reach: wecomRobotAbout.reach,
      write,
      room: { size: utf8Bytes, most: 4096 },
      async post(part, _about, signal) {
        const body = JSON.stringify({ msgtype: 'markdown', markdown: { content: part } })
        return verdictOf(await client.send({ url: url.href, headers: { 'content-type': 'application/json' }, body }, signal), readErrcode, codes)
      },
      close: () => client.close()
    },
    { ...settings, clock, baseUrl, gatherMs, budget: new SendBudget([aMinute(settings.perMinute)], settings.keptForMajor, clock) }
  )
}

function write(message: Message, to: readonly Addressee[]): string {
  const link = webLink(message)
  return [
    `**${plainInMarkdown(message.title)}**`,
    plainInMarkdown(message.body),
    ...(link === null ? [] : [`[查看事件](${link})`]),
    `通知：${to.map(({ name, account }) => `${plainInMarkdown(name)}${account === null ? '' : ` <@${account}>`}`).join('、')}`
  ].join('\n')
}
