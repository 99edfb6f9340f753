import './chinese-schemas.ts'
import { scaledClock } from '../../adapters/clock.ts'
import { deadLettersOn } from '../../adapters/dead-letters.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import { addMs, minuteMs } from '../../core/instant.ts'
import { noticeFor } from './api-incidents.ts'
import { at } from './incidents.ts'
import { openPageDesk, shippedConfig, type PageDesk } from './page-desk.ts'
import { mentionsBefore } from './report-desk.ts'
import { everyStep, fullIncident } from './report-samples.ts'
import { seedHotList, seedSavedSearches, watchedHotList } from './lists-and-searches.ts'
import { seedRuleVersion } from './rule-version.ts'
import { shippedSupervision } from './shipped-supervision.ts'

const day = '2031-03-13'
const clock = scaledClock({ realStartMs: Date.now(), civilStart: at('08:30', day), speed: 1 })

/** Has something of each kind, and is open. */
export const fullIncidentId = 'inc-blast'
export const fullIncidentTitle = '临江区一化工厂发生爆炸，附近居民反映气味刺鼻'

const incidents: readonly IncidentDocument[] = [
  fullIncident(fullIncidentId, at('07:40', day), { grade: 'I', title: fullIncidentTitle, supervised: everyStep }),
  fullIncident('inc-road', at('06:20', day), { grade: 'III', title: '沿江大道路面塌陷，数辆车被困' }),
  fullIncident('inc-school', at('05:40', day), { grade: 'IV', title: '家长反映学校食堂饭菜变质' }),
  fullIncident('inc-noise', at('22:05'), { grade: 'IV', title: '夜间施工噪声扰民', closed: true })
]

const config = {
  departments: [
    { id: 'publicity', name: '宣传处', coordinator: true },
    { id: 'safety', name: '安全处', duties: ['爆炸'], subjects: ['突发事件'] }
  ],
  contacts: [
    { id: 'desk', name: '值班席', role: 'duty-officer', departmentId: 'publicity', phone: '13800001234', email: 'desk@example.invalid' },
    { id: 'chief', name: '值班领导', role: 'leader', phone: '13800005678' }
  ],
  rosters: [
    {
      id: 'duty',
      name: '宣传处值班表',
      shifts: [{ id: 'whole', name: '全天班', on: ['workday', 'weekend', 'holiday'], from: '08:30', to: '08:30', people: ['desk'] }],
      source: '值班工作制度'
    }
  ],
  sources: [
    { id: 'hotline', name: '临江12345热线', kind: 'hotline', url: 'https://12345.example/', crawler: 'ingest', intervalMinutes: 1 },
    { id: 'metro', name: '临江都市网', kind: 'portal', url: 'https://metro.example/', crawler: 'ingest', intervalMinutes: 5 },
    watchedHotList
  ],
  supervision: shippedSupervision,
  calendar: shippedConfig('calendar'),
  stagedCountdowns: shippedConfig('staged-countdowns.yaml'),
  archive: shippedConfig('archive.yaml')
}

/** A desk on whose every screen there is something to see: open and closed incidents, mentions, notices, sources, a dead letter, a version of rules that waits, a hot list, kept searches. */
export async function openFullDesk(): Promise<PageDesk> {
  const one = await openPageDesk({ outlet: 'http://outlet.example.invalid/', roles: ['dashboard'], clock, config })
  const { stores } = one.desk.system
  for (const document of incidents) await stores.incidents.put(document, 0)
  const { mentions } = mentionsBefore(at('08:29', day), 120, null)
  await stores.mentions.putMany(mentions)
  await stores.mentions.assign(mentions.slice(0, 60).map(({ mention }) => ({ id: mention.id, incidentId: fullIncidentId })))
  await stores.notices.request(
    ['duty-officer', 'leader', 'handler'].map((role) =>
      noticeFor(role, fullIncidentId, addMs(clock.now(), -minuteMs), role === 'handler' ? 'safety' : null)
    )
  )
  await stores.crawl.putHealth({
    sourceId: 'metro',
    state: 'blind',
    lastTriedAt: at('08:29', day),
    lastOkAt: at('08:00', day),
    lastNewAt: null,
    consecutiveFailures: 3,
    lastError: '页面结构已变，没有解析出任何条目',
    lastErrorCode: 'nothing-parsed',
    fetched: 1,
    parsed: 0,
    mentionsTotal: 12
  })
  await deadLettersOn(stores.log, clock).put([
    { stage: 'assess', source: 'mentions', place: 'mentions:0', topic: 'mentions', key: 'bad', body: '{', reason: '不是 JSON', code: 'invalid-json' }
  ])
  await seedRuleVersion(stores, clock.now())
  await seedHotList(stores, clock.now())
  await seedSavedSearches(stores, clock)
  return one
}
