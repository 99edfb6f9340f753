import { createChannels } from '../alerting/channels/create-channels.ts'
import { startAlerting, type Alerting } from '../alerting/run.ts'
import { eventWebhooksOf } from './event-webhooks.ts'
import type { Ground } from './ground.ts'
import { openReleases } from './releases.ts'
import { liveDuty } from './live-duty.ts'
import { heartbeatSettings } from './heartbeat.ts'
import { pushBookOn } from './push-book.ts'
import { openReports } from './reports.ts'
import { signLinksOf } from './sign-links.ts'

export type AlertingRole = Alerting

/** Countdowns, escalation and delivery over the channels that are switched on. @throws ConfigError for a channel that cannot be used */
export function startAlertingRole(ground: Ground): AlertingRole {
  const { config, clock, drill, publicUrl } = ground
  const events = eventWebhooksOf(config.webhooks, { clock, drill, env: process.env })
  const live = liveDuty(ground)
  const channels = createChannels(config.channels, {
    drill,
    clock,
    env: process.env,
    baseUrl: publicUrl,
    signLinks: signLinksOf(config, publicUrl),
    pushBook: pushBookOn(ground.stores),
    evidence: ground.stores.evidence
  })
  const reports = openReports(ground)
  const names = new Map(config.sources.map(({ id, name }) => [id, name]))
  const alerting = startAlerting({
    ...ground,
    contacts: config.contacts,
    duty: live.duty,
    steps: config.policy.escalation,
    // In a drill an hour passes within seconds, and each notice is counted.
    ...(config.policy.surge === undefined || drill ? {} : { surge: config.policy.surge }),
    channels: { ...channels, ...events.channels },
    webhooks: events.webhooks,
    reports: { schedule: config.reports.settings.schedule, make: (request, actor) => reports.make(request, actor), close: () => reports.close() },
    publishing: {
      outlets: config.outlets,
      ownSources: new Set(config.sources.filter(({ own }) => own).map(({ id }) => id)),
      releases: (signal) => openReleases(ground, signal)
    },
    heartbeat: heartbeatSettings(config.heartbeat, { drill, env: process.env }),
    sourceName: (id) => names.get(id) ?? id
  })
  return {
    ...alerting,
    async close() {
      await alerting.close()
      await live.close()
    }
  }
}
