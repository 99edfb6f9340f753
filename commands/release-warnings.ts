import type { Config } from '../config/schema.ts'

/** What keeps releases from being recorded or their loss from being told, one line each. */
export function releaseWarnings({ outlets, policy }: Pick<Config, 'outlets' | 'policy'>, browser: string | null): string[] {
  const rendered = outlets.filter(({ render }) => render === 'browser').map(({ name }) => name)
  return [
    ...(outlets.length === 0 ? ['没有配置发布渠道（outlets）：任何页面都不能停止计时'] : []),
    ...(rendered.length > 0 && browser === null
      ? [`发布渠道 ${rendered.join('、')} 须用浏览器打开（render: browser），本机没有找到 Chromium：请安装，或以 WANGLOU_CHROMIUM 指明路径`]
      : []),
    ...(policy.escalation.some(({ on }) => on === 'release-lost')
      ? []
      : ['政策没有 on: release-lost 的升级步骤：发布页面失效时，只在时间线和恢复计算的时限上看得到']),
    ...(policy.escalation.some(({ on }) => on === 'release-unreadable')
      ? []
      : ['政策没有 on: release-unreadable 的升级步骤：发布页面长时间打不开时，只在时间线上看得到'])
  ]
}
