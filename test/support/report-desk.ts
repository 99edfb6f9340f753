import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium } from '../../adapters/web/chromium.ts'
import { readReportTemplates } from '../../config/reports.ts'
import type { Config } from '../../config/schema.ts'
import type { Clock } from '../../core/clock.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import { addMs, hourMs, type Instant } from '../../core/instant.ts'
import type { SourceKind } from '../../core/mention.ts'
import type { Stores } from '../../core/ports.ts'
import { ReportSettings } from '../../core/reports/report-settings.ts'
import { openReports, type Reports } from '../../roles/reports.ts'
import { observation } from './contract-mentions.ts'
import { embeddedPlace } from './embedded-place.ts'
import { at } from './incidents.ts'
import { everyStep, fullIncident } from './report-samples.ts'

const shipped = fileURLToPath(new URL('../../config', import.meta.url))

/** A clock that stands still. */
export const standingClock = (now: Instant): Clock => ({ now: () => now, elapsedMs: () => Date.parse(now), speed: 1 })

/** The part of a configuration that papers are made by, with the shipped templates or those of a folder. */
export async function reportConfig(folder = shipped, settings: unknown = {}): Promise<Pick<Config, 'reports' | 'unit' | 'jurisdiction' | 'sources'>> {
  const { templates, problems } = await readReportTemplates(path.resolve(folder))
  if (templates === null) throw new Error(JSON.stringify(problems))
  return {
    unit: { name: '临江市舆情值班台', contact: '示例' },
    jurisdiction: { id: 'linjiang', name: '临江市', codes: [], words: [], everySubject: true },
    sources: [],
    reports: { settings: ReportSettings.parse(settings), templates }
  }
}

const places: readonly { source: string; kind: SourceKind }[] = [
  { source: '临江都市网', kind: 'portal' },
  { source: '临江论坛', kind: 'forum' },
  { source: '@江城观察', kind: 'weibo' },
  { source: '@临江身边事', kind: 'weibo' },
  { source: '江畔视频', kind: 'video' },
  { source: '市长信箱', kind: 'message-board' }
]

/** So many mentions in the 24 hours before a moment, more of them in the evening; every fifth is no matter of ours, every third complains. */
export function mentionsBefore(
  end: Instant,
  count: number,
  incidentId: string | null
): { readonly mentions: ReturnType<typeof observation>[]; readonly incidentId: string | null } {
  const mentions = Array.from({ length: count }, (_, index) => {
    const place = places[(index * 7) % places.length] ?? { source: '临江论坛', kind: 'forum' }
    const hour = Math.floor(24 * (1 - ((index * 37) % 101) ** 2 / 101 ** 2))
    const published = new Date(Date.parse(addMs(end, -hour * hourMs - ((index * 13) % 3599) * 1000)) + 8 * hourMs)
      .toISOString()
      .slice(0, 16)
      .replace('T', ' ')
    return observation({
      id: `report-${index}`,
      ...place,
      published,
      title: `化工厂爆炸后气味刺鼻 ${index}`,
      relevant: index % 5 !== 0,
      polarity: index % 3 === 0 ? -1 : 0,
      grade: index % 50 === 0 ? 'II' : null
    })
  })
  return { mentions, incidentId }
}

export interface ReportDesk {
  readonly stores: Stores
  readonly reports: Reports
  readonly clock: Clock
  readonly incidents: readonly IncidentDocument[]
  close(): Promise<void>
}

interface ReportDeskOptions {
  readonly drill?: boolean
  /** False: as on a machine without a browser. */
  readonly pdf?: boolean
  readonly folder?: string
  readonly more?: readonly IncidentDocument[]
}

export const reportDay = '2031-03-13'

/** A desk on the real engine at 08:30 of a day, with 240 mentions and four incidents of the day before. */
export async function reportDesk({ drill = false, pdf = true, folder, more = [] }: ReportDeskOptions = {}): Promise<ReportDesk> {
  const place = await embeddedPlace()
  const stores = await place.open()
  const clock = standingClock(at('08:30', reportDay))
  const incidents = [
    fullIncident('inc-blast', at('09:00'), { closed: true, supervised: everyStep }),
    fullIncident('inc-road', at('15:20'), { grade: 'III', title: '沿江大道路面塌陷，数辆车被困' }),
    fullIncident('inc-school', at('18:40'), { grade: 'IV', title: '家长反映学校食堂饭菜变质' }),
    fullIncident('inc-noise', at('22:05'), { grade: 'IV', title: '夜间施工噪声扰民' }),
    ...more
  ]
  const { mentions } = mentionsBefore(at('08:00', reportDay), 240, 'inc-blast')
  await stores.mentions.putMany(mentions)
  await stores.mentions.assign(mentions.slice(0, 120).map(({ mention }) => ({ id: mention.id, incidentId: 'inc-blast' })))
  for (const document of incidents) await stores.incidents.put(document, 0)
  const reports = openReports({ config: await reportConfig(folder), stores, clock, drill, executablePath: pdf ? findChromium() : null })
  return {
    stores,
    reports,
    clock,
    incidents,
    async close() {
      await reports.close()
      await stores.close()
      await place.remove()
    }
  }
}
