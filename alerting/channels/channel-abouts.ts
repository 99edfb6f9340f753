import type { ChannelAbout } from './channel.ts'
import { dashboardAbout } from './dashboard.ts'
import { dingtalkRobotAbout } from './dingtalk-robot.ts'
import { feishuRobotAbout } from './feishu-robot.ts'
import { gatewayAbout } from './gateway.ts'
import { ChannelSettings } from './settings.ts'
import { smtpAbout } from './smtp.ts'
import { webhookAbout } from './webhook.ts'
import { webPushAbout } from './web-push.ts'
import { wecomAppAbout } from './wecom-app.ts'
import { wecomRobotAbout } from './wecom-robot.ts'
import { yunzhijiaRobotAbout } from './yunzhijia-robot.ts'

const byType = {
  smtp: smtpAbout,
  webhook: webhookAbout,
  'wecom-robot': wecomRobotAbout,
  'wecom-app': wecomAppAbout,
  'dingtalk-robot': dingtalkRobotAbout,
  'feishu-robot': feishuRobotAbout,
  'yunzhijia-robot': yunzhijiaRobotAbout,
  'web-push': webPushAbout,
  gateway: gatewayAbout
} as const satisfies Record<ChannelSettings['type'], ChannelAbout>

/** Of each channel that is on, by id, what is known without opening it: no secret is read. The dashboard is always on. */
export function channelAbouts(settings: Readonly<Record<string, unknown>>): ReadonlyMap<string, ChannelAbout> {
  const abouts = Object.entries(settings).flatMap(([id, raw]): [string, ChannelAbout][] => {
    const parsed = ChannelSettings.safeParse(raw)
    return parsed.success && parsed.data.enabled ? [[id, byType[parsed.data.type]]] : []
  })
  return new Map([['dashboard', dashboardAbout], ...abouts])
}
