import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { paperHtml } from '../adapters/reports/html.ts'
import { createArchiveFolder } from '../adapters/archive/folder.ts'
import { ChannelSettings } from '../alerting/channels/settings.ts'
import { readGazetteer } from '../config/gazetteer.ts'
import { knownEventTypes } from '../config/known-event-types.ts'
import { answerWords } from '../core/answers/answer-rules.ts'
import { tilesInOrder, type DistrictTile } from '../core/district-tile.ts'
import { createApp } from '../dashboard-api/app.ts'
import type { DashboardDeps } from '../dashboard-api/deps.ts'
import { createFirstRunLink } from '../dashboard-api/one-time-links.ts'
import { rememberAccounts } from '../dashboard-api/remembered-accounts.ts'
import { startDashboard } from '../dashboard-api/server.ts'
import { readSecret } from '../config/secret.ts'
import { createIngest } from '../crawlers/ingest/push.ts'
import { withoutSecrets } from '../core/effective-setting.ts'
import type { Running } from '../core/ports.ts'
import type { EngineName } from '../engine.ts'
import type { Ground } from './ground.ts'
import { hostState } from './host-state.ts'
import { backupShelf, openBackups } from './backups.ts'
import { openDrills } from './drills.ts'
import { archiveDirectory } from './archive-directory.ts'
import { readLicences } from './licences.ts'
import { openReleases } from './releases.ts'
import { openSourceDesk } from './source-desk.ts'
import { settingsView } from './settings-view.ts'
import { openReports } from './reports.ts'
import { secretBoxOf } from './secret-box.ts'
import { createRuleDesk } from './rule-desk.ts'
import { signLinksOf } from './sign-links.ts'

/** The channel of 浏览器推送 that is on; the first where there are several. */
function pushOf(channels: Ground['config']['channels']): DashboardDeps['push'] {
  for (const raw of Object.values(channels)) {
    const parsed = ChannelSettings.safeParse(raw)
    if (parsed.success && parsed.data.type === 'web-push' && parsed.data.enabled) return parsed.data
  }
  return null
}

/** @throws ConfigError when the place that the configuration names holds none */
function oidcSecretOf({ signIn: { oidc } }: Ground['config']): string | null {
  if (oidc === null) return null
  return readSecret('signIn.oidc.clientSecret', { file: oidc.clientSecretFile, env: oidc.clientSecretEnv }, process.env)
}

/** As the city sketched them, else by their codes. */
function districtsOf({ wallDistricts, gazetteer, jurisdiction }: Ground['config']): DashboardDeps['districts'] {
  let read: Promise<readonly DistrictTile[]> | null = null
  return () => {
    read ??= wallDistricts === null ? readInOrder(gazetteer, jurisdiction.codes) : Promise.resolve(wallDistricts)
    return read
  }
}

async function readInOrder(folders: readonly string[], codes: readonly string[]): Promise<readonly DistrictTile[]> {
  const divisions = await Promise.all(folders.map((folder) => readGazetteer(folder)))
  return tilesInOrder(divisions.flat(), codes)
}

export interface DashboardRole extends Running {
  readonly url: string
  readonly firstRunLink: string | null
}

export interface DashboardPlace {
  readonly host: string
  readonly port: number
  readonly engine: EngineName
  /** Folder of the data, where archive packages have one of their own. */
  readonly directory: string
  /** Of the desk of a drill that is started from this one; any free one when not given. */
  readonly drillPort?: number
}

/** A killed session of another process ends within this time. */
const sessionsRememberedMs = 1000

const version = '0.1.0'
export const pageDirectory = fileURLToPath(new URL('../dist/dashboard', import.meta.url))

/** The server of the dashboard, listening; with the link of the first run while there is no account. */
export async function startDashboardRole(ground: Ground, { host, port, directory, engine, drillPort = 0 }: DashboardPlace): Promise<DashboardRole> {
  const { config, stores } = ground
  const reports = openReports(ground)
  const rules = createRuleDesk(ground)
  const drills = ground.drill ? null : openDrills(ground, { directory: path.join(directory, 'drill'), host, port: drillPort })
  const app = await createApp({
    ...ground,
    stores: { ...stores, accounts: engine === 'cluster' ? rememberAccounts(stores.accounts, ground.clock, sessionsRememberedMs) : stores.accounts },
    rules,
    sources: config.sources,
    sourceDesk: openSourceDesk(ground),
    ingest: createIngest({ ...ground, log: stores.log, crawl: stores.crawl, sources: config.sources }),
    departments: config.departments,
    contacts: config.contacts,
    rosters: config.rosters,
    configuredDepartments: ground.configuredDepartments,
    host: () => hostState(directory, engine),
    settings: async () => ({ directory: config.directory, parts: await settingsView(config, process.env) }),
    webhooks: config.webhooks.map(({ id, name, url, events }) => ({ id, name, url: withoutSecrets(url), events: events ?? null })),
    backups: engine === 'embedded' ? openBackups({ ...ground, directory, shelf: backupShelf(directory, process.env), version }) : null,
    licences: readLicences,
    channels: async () => (await import('../alerting/channels/channel-abouts.ts')).channelAbouts(config.channels),
    push: pushOf(config.channels),
    signLinks: signLinksOf(config, ground.publicUrl),
    signIn: config.signIn,
    secrets: secretBoxOf({ ...ground, engine, directory }),
    oidcSecret: () => oidcSecretOf(config),
    jurisdiction: config.jurisdiction,
    districts: districtsOf(config),
    policy: config.policy,
    wordingTemplates: config.wordingTemplates,
    replyTemplates: config.replyTemplates,
    eventTypes: knownEventTypes(config),
    unitName: config.unit.name,
    calendar: config.calendar,
    supervision: config.supervision,
    answerWords: answerWords(config.answers),
    easing: config.grading.easing,
    archiving: { archives: createArchiveFolder(archiveDirectory(directory), stores), rules: config.archive, unit: config.unit.name },
    fetchEvidence: async (url) => (await openReleases(ground)).fetchEvidence(url),
    fetchReport: async (url) => (await openReleases(ground)).fetchReport(url),
    drills,
    reports: {
      make: (request, actor) => reports.make(request, actor),
      edit: (request, actor) => reports.edit(request, actor),
      preview: paperHtml,
      schedule: config.reports.settings.schedule
    },
    pageDirectory,
    watchedGroups: [
      { topic: 'mentions', group: 'assess' },
      { topic: 'assessed', group: 'group' },
      { topic: 'incidents', group: 'alerting' }
    ],
    version
  })
  const server = await startDashboard({ app, host, port })
  const close = async (): Promise<void> => {
    await server.close()
    await drills?.close()
    await reports.close()
    await rules.close()
  }
  const link = await createFirstRunLink({ accounts: stores.accounts, clock: ground.clock, random: ground.random, sha256: ground.sha256 })
  return { url: server.url, firstRunLink: link === null ? null : `${server.url}${link}`, close }
}
