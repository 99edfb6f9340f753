/** Composition: configuration in, adapters chosen, roles started in the order of the data's way, all closed in reverse. */
import { deadLettersOn } from './adapters/dead-letters.ts'
import { sha256, strongRandom } from './adapters/hash.ts'
import { ChannelSettings } from './alerting/channels/settings.ts'
import { loadConfig } from './config/load.ts'
import type { Config, Extensions } from './config/schema.ts'
import type { Clock } from './core/clock.ts'
import { followAll } from './core/incident/follow-all.ts'
import { followConflicts } from './core/incident/follow-conflicts.ts'
import { followChecklists } from './core/incident/follow-checklists.ts'
import { followStages } from './core/incident/follow-stages.ts'
import { readDepartments } from './core/organisation/department-changes.ts'
import { sourcesInForce } from './core/organisation/source-changes.ts'
import type { Logger } from './core/ports.ts'
import type { IncidentHint } from './core/records.ts'
import { sourceSettings } from './crawlers/settings.ts'
import { openEngine, type EngineName } from './engine.ts'
import type { AlertingRole } from './roles/alerting.ts'
import type { CrawlRole } from './roles/crawl.ts'
import type { DashboardRole } from './roles/dashboard.ts'
import type { Ground } from './roles/ground.ts'
import type { PipelineRole } from './roles/pipeline.ts'
import { watchedHealth } from './roles/watched-health.ts'
import { lateWeb } from './roles/web.ts'

export const systemRoles = ['crawl', 'pipeline', 'alerting', 'dashboard'] as const
export type SystemRole = (typeof systemRoles)[number]

export interface SystemOptions {
  readonly config: Config
  readonly engine: EngineName
  /** Of the embedded engine: where everything durable is. */
  readonly directory: string
  /** Told while a cluster that is not there is waited for. */
  readonly waiting: (words: string) => void
  readonly clock: Clock
  readonly drill: boolean
  readonly roles: readonly SystemRole[]
  readonly host: string
  readonly port: number
  /** Of the desk of a drill that is started from this one; any free one when not given. */
  readonly drillPort?: number
  readonly logger: Logger
}

export interface System {
  readonly stores: Ground['stores']
  /** Address of the dashboard; null when that role does not run here. */
  readonly url: string | null
  /** For the very first person; null when there is an account already. */
  readonly firstRunLink: string | null
  /** Rejects when a role stopped in a way that no retry mends. */
  readonly failed: Promise<never>
  /** Whether nothing waits now: no page in hand, every topic drained, no notice to send. */
  idle(): Promise<boolean>
  /** Resolves when every topic is drained and what followed from it is written. @throws what made a role fail */
  drained(): Promise<void>
  close(): Promise<void>
}

/** The configuration of a folder, checked with the schemas that crawlers and channels own. @throws ConfigError */
export function loadProductConfig(
  directory: string,
  more: Pick<Extensions, 'clusterFaults' | 'channelFaults' | 'sourceFaults' | 'now'> = {}
): Promise<Config> {
  return loadConfig(directory, { sourceSettings, channelSettings: ChannelSettings, ...more })
}

/** @throws AlreadyRunningError, ConfigError; what was opened before the fault is closed again. */
export async function startSystem(options: SystemOptions): Promise<System> {
  await using opened = new AsyncDisposableStack()
  const ground = await openGround(options, opened)
  const wants = (role: SystemRole): boolean => options.roles.includes(role)
  const later = <Role extends { close(): Promise<void> } | null>(role: Role): Role => {
    if (role !== null) opened.defer(() => role.close())
    return role
  }
  // What only other roles need is not loaded: a process of one role is a third smaller for it.
  const alerting = later(wants('alerting') ? (await import('./roles/alerting.ts')).startAlertingRole(ground) : null)
  const pipeline = later(wants('pipeline') ? await (await import('./roles/pipeline.ts')).startPipelineRole(ground) : null)
  const crawl = later(wants('crawl') ? await (await import('./roles/crawl.ts')).startCrawlRole(ground) : null)
  const dashboard = later(wants('dashboard') ? await (await import('./roles/dashboard.ts')).startDashboardRole(ground, options) : null)
  return systemOf(ground, { alerting, pipeline, crawl, dashboard }, opened.move())
}

async function openGround(options: SystemOptions, opened: AsyncDisposableStack): Promise<Ground> {
  const { clock, drill, logger } = options
  const holder = `${process.pid}-${Buffer.from(strongRandom(4)).toString('hex')}`
  const opening = await openEngine({ ...options, clientId: `wanglou-${options.roles.join('-')}-${holder}` })
  opened.defer(() => opening.close())
  const departments = (await readDepartments(opening.crawl, options.config.departments)).map(({ department }) => department)
  const sources = await sourcesInForce(opening.crawl, options.config.sources)
  const config = { ...options.config, departments, sources }
  const stores = { ...opening, crawl: watchedHealth(opening.crawl, config.sources, clock) }
  const follow = followAll(followStages(config.calendar), followConflicts, followChecklists(config.checklists))
  const web = lateWeb({ userAgent: userAgentOf(config), clock, logger })
  opened.defer(() => web.close())
  return {
    config,
    configuredDepartments: options.config.departments,
    configuredSources: options.config.sources,
    stores,
    clock,
    drill,
    logger,
    sha256,
    random: strongRandom,
    web: () => web.use(),
    holder,
    deadLetters: deadLettersOn(stores.log, clock),
    publicUrl: process.env['WANGLOU_PUBLIC_URL'] || null,
    follow,
    writer: {
      store: stores.incidents,
      sha256,
      follow,
      async announce({ id, version }) {
        const hint: IncidentHint = { schema: 1, incidentId: id, version, fetchedElapsedMs: null }
        await stores.log.append('incidents', [{ key: id, value: JSON.stringify(hint) }])
      }
    }
  }
}

/** A public authority names itself, so that a site knows whom to ask. */
export function userAgentOf(config: Config): string {
  return `Wanglou/0.1 (public-opinion monitoring; ${encodeURIComponent(config.unit.name)}; contact ${encodeURIComponent(config.unit.contact)})`
}

interface Roles {
  readonly alerting: AlertingRole | null
  readonly pipeline: PipelineRole | null
  readonly crawl: CrawlRole | null
  readonly dashboard: DashboardRole | null
}

function systemOf(ground: Ground, roles: Roles, opened: AsyncDisposableStack): System {
  const failed = roles.pipeline?.failed ?? new Promise<never>(() => {})
  failed.catch(() => {})
  const idle = async (): Promise<boolean> => {
    if (roles.crawl !== null && !roles.crawl.idle()) return false
    if (roles.pipeline !== null && !(await roles.pipeline.idle())) return false
    return roles.alerting === null || (await roles.alerting.idle())
  }
  return {
    stores: ground.stores,
    url: roles.dashboard?.url ?? null,
    firstRunLink: roles.dashboard?.firstRunLink ?? null,
    failed,
    idle,
    drained: () => Promise.race([untilStill(idle), failed]),
    close: () => opened.disposeAsync()
  }
}

const lookEveryMs = 50

/** Twice in a row: what was on its way between two roles at the first look has arrived at the second. */
async function untilStill(idle: () => Promise<boolean>): Promise<void> {
  for (let still = 0; still < 2;) {
    still = (await idle()) ? still + 1 : 0
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
}
