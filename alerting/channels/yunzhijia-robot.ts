import type { Channel, ChannelAbout } from './channel.ts'
import { GroupRobot, type Addressee, type RobotDeps } from './group-robot.ts'
import { httpClient } from './http-client.ts'
import { webLink, type Message } from './message.ts'
import { aMinute, SendBudget } from './send-budget.ts'
import type { YunzhijiaRobotSettings } from './settings.ts'
import { fieldAt, firstField, verdictOf, type Codes, type Saying } from './verdict.ts'

/* The platform publishes no codes: every refusal is tried again, and its words are shown. */
const codes: Codes = { ok: ['true'], limited: [], fatal: {} }

export const yunzhijiaRobotAbout: ChannelAbout = {
  words: '云之家群机器人',
  reach: ({ yunzhijia }) => ({ address: yunzhijia }),
  accepted: '平台答复 success true，已发到群里',
  proof: null
}

/** 云之家群机器人, plain text of at most 3,000 characters. */
export function yunzhijiaRobotChannel(
  settings: Pick<YunzhijiaRobotSettings, 'url' | 'perMinute' | 'keptForMajor' | 'timeoutMs'>,
  token: string,
  { clock, baseUrl, gatherMs }: RobotDeps
): Channel {
  const client = httpClient(settings.timeoutMs, [token])
  const url = new URL('gateway/robot/webhook/send', settings.url)
  url.searchParams.set('yzjtype', '0')
  url.searchParams.set('yzjtoken', token)
  return new GroupRobot(
    {
      reach: yunzhijiaRobotAbout.reach,
      write,
      room: { size: (text) => text.length, most: 3000 },
      async post(part, { to, last }, signal) {
        const body = JSON.stringify({ content: part, notifyParams: mentions(last ? to : []) })
        return verdictOf(await client.send({ url: url.href, headers: { 'content-type': 'application/json' }, body }, signal), read, codes)
      },
      close: () => client.close()
    },
    { ...settings, clock, baseUrl, gatherMs, budget: new SendBudget([aMinute(settings.perMinute)], settings.keptForMajor, clock) }
  )
}

function read(json: unknown): Saying {
  const success = fieldAt(json, 'success')
  const code = success === 'false' ? (firstField(json, ['errorCode', 'errcode']) ?? success) : success
  return { code, message: firstField(json, ['error', 'errmsg', 'msg']) ?? '', receipt: '' }
}

function mentions(to: readonly Addressee[]): readonly { readonly type: string; readonly values: readonly string[] }[] {
  const accounts = to.flatMap(({ account }) => (account === null ? [] : [account]))
  const isMobile = (account: string): boolean => /^1\d{10}$/.test(account)
  return [
    { type: 'mobiles', values: accounts.filter(isMobile) },
    { type: 'openIds', values: accounts.filter((account) => !isMobile(account)) }
  ].filter(({ values }) => values.length > 0)
}

/** `@ALL` calls everybody, so words of the public lose their sign. */
function write(message: Message, to: readonly Addressee[]): string {
  const link = webLink(message)
  return [
    `${message.title}\n${message.body}`.replaceAll('@', '＠'),
    ...(link === null ? [] : [`查看：${link}`]),
    `通知：${to.map(({ name }) => name).join('、')}`
  ].join('\n')
}
