import { systemClock } from '../adapters/clock.ts'
import { findChromium } from '../adapters/web/chromium.ts'
import { channelFaults, createChannels, type ChannelDeps } from '../alerting/channels/create-channels.ts'
import { clusterFaults } from '../cluster.ts'
import type { Config } from '../config/schema.ts'
import { signLinksOf } from '../roles/sign-links.ts'
import { loadProductConfig } from '../system.ts'
import { knowledgeOf } from '../knowledge.ts'
import { result, say } from './exit.ts'
import { sourceFaults } from '../crawlers/source-faults.ts'
import { configDirectory, type Place } from './place.ts'
import { releaseWarnings } from './release-warnings.ts'

/** Prints what was read; every error at once, as the loader finds them. */
export async function checkConfig(place: Place): Promise<void> {
  const deps = { drill: false, clock: systemClock, env: process.env, baseUrl: process.env['WANGLOU_PUBLIC_URL'] || null }
  const config = await loadProductConfig(configDirectory(place), {
    clusterFaults: (cluster) => clusterFaults(cluster, process.env),
    channelFaults: (channels) => channelFaults(channels, deps),
    sourceFaults,
    now: deps.clock.now()
  })
  // What the judgement is told besides: names of places and word lists.
  await knowledgeOf(config)
  for (const warning of [...config.warnings, ...releaseWarnings(config, findChromium())]) say(`注意：${warning}`)
  const links = signLinksOf(config, deps.baseUrl)
  if (config.signLinks !== null && links === null) say('注意：配置了 signLinks，但没有设 WANGLOU_PUBLIC_URL，通知不会带一键签收链接')
  const reached = await reachOf(config, deps)
  const rules = config.packs.reduce((sum, pack) => sum + pack.rules.length, 0)
  await result(
    `${config.unit.name}:${config.packs.length} 个规则包，${rules} 条规则，${config.departments.length} 个部门，${config.sources.length} 个采集源，时限政策 ${config.policy.version}`
  )
  for (const line of reached) await result(line)
}

/** Each channel that is on, with whom it cannot reach. Nothing is sent. @throws ConfigError */
async function reachOf({ channels: settings, contacts }: Config, deps: ChannelDeps): Promise<string[]> {
  const channels = Object.entries(createChannels(settings, deps))
  await Promise.all(channels.map(([, channel]) => channel.close()))
  return channels
    .filter(([id]) => id !== 'dashboard')
    .map(([id, channel]) => {
      const missed = contacts.flatMap((contact) => {
        const way = channel.reach(contact)
        return 'unreachable' in way ? [`${contact.name}（${way.unreachable}）`] : []
      })
      return `渠道 ${id} 已启用，可通知 ${contacts.length - missed.length} 个岗位${missed.length === 0 ? '' : `；通知不到：${missed.join('、')}`}`
    })
}
