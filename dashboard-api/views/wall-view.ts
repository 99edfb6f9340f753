import { countdownWords } from '../../core/countdown.ts'
import type { DistrictTile } from '../../core/district-tile.ts'
import { severityOf, type Grade } from '../../core/grade.ts'
import type { IncidentEventBody } from '../../core/incident/events.ts'
import { runningStages } from '../../core/incident/stages.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import { addMs, hourMs, instantFromMs, msOf, type Instant } from '../../core/instant.ts'
import { maskPersonalNumbers } from '../../core/personal-data.ts'
import type { StoredMention } from '../../core/records.ts'
import type { MentionTally } from '../../core/reports/mention-tally.ts'
import { stageName } from '../../core/incident/incident-stage.ts'
import type { WallClock, WallView } from '../contract-wall.ts'
import { isUnsigned } from './incident-row.ts'

const clocksShown = 12
const wordsShown = 24
const tickerShown = 12
const longestTitle = 60
const hoursShown = 24

type IncidentPart = Pick<WallView, 'open' | 'byGrade' | 'unsigned' | 'overdue' | 'clocks' | 'districts' | 'elsewhere' | 'ticker'>

/** What the wall shows of the open incidents. */
export function incidentsOnWall(open: readonly IncidentDocument[], districts: readonly DistrictTile[], now: Instant): IncidentPart {
  const clocks = open.flatMap(clocksOf).toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0))
  const placed = districts.map((tile) => ({ ...tile, ...gravestOf(open.filter((document) => liesIn(document, tile.code))) }))
  return {
    open: open.length,
    byGrade: { I: countOf(open, 'I'), II: countOf(open, 'II'), III: countOf(open, 'III'), IV: countOf(open, 'IV'), none: countOf(open, null) },
    unsigned: open.filter((document) => isUnsigned(document, now)).length,
    overdue: new Set(clocks.filter(({ dueAt }) => dueAt <= now).map(({ incidentId }) => incidentId)).size,
    clocks: clocks.slice(0, clocksShown),
    districts: placed,
    elsewhere: open.filter((document) => !districts.some(({ code }) => liesIn(document, code))).length,
    ticker: open
      .flatMap(newsOf)
      .toSorted((a, b) => (a.at < b.at ? 1 : -1))
      .slice(0, tickerShown)
  }
}

/** In how many mentions each word of a rule was found, the most first. */
export function wordsOnWall(mentions: readonly StoredMention[]): WallView['words'] {
  const counts = new Map<string, number>()
  for (const { assessment } of mentions) {
    const words = new Set(assessment?.rules.flatMap(({ matches }) => matches.map(({ text }) => text)))
    for (const word of words) if (word.length >= 2 && word.length <= 8) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return [...counts]
    .map(([text, count]) => ({ text, mentions: count }))
    .toSorted((a, b) => b.mentions - a.mentions || (a.text < b.text ? -1 : 1))
    .slice(0, wordsShown)
}

/** The last 24 whole hours with the one that runs. */
export function dayOnWall(now: Instant): { readonly from: Instant; readonly to: Instant } {
  const end = instantFromMs((Math.floor(msOf(now) / hourMs) + 1) * hourMs)
  return { from: addMs(end, -hoursShown * hourMs), to: end }
}

export function trendOnWall({ byHour }: Pick<MentionTally, 'byHour'>, from: Instant): WallView['trend'] {
  const counts = new Map(byHour.map(({ at, count }) => [msOf(at), count]))
  return Array.from({ length: hoursShown }, (_, hour) => {
    const at = addMs(from, hour * hourMs)
    return { at, mentions: counts.get(msOf(at)) ?? 0 }
  })
}

function clocksOf({ id, state }: IncidentDocument): WallClock[] {
  const about = { incidentId: id, title: titleOf(state.title), grade: state.grade }
  const statutory = state.countdowns
    .filter(({ settled }) => settled === null)
    .map(({ kind, startedAt, dueAt }) => ({ ...about, kind, words: countdownWords[kind], startedAt, dueAt }))
  const stages = runningStages(state).map((clock) => ({
    ...about,
    kind: clock.kind,
    words: stageName(clock),
    startedAt: clock.startedAt,
    dueAt: clock.dueAt
  }))
  return [...statutory, ...stages]
}

function countOf(open: readonly IncidentDocument[], grade: Grade | null): number {
  return open.filter(({ state }) => state.grade === grade).length
}

function gravestOf(incidents: readonly IncidentDocument[]): { readonly incidents: number; readonly gravest: Grade | null } {
  const grades = incidents.map(({ state }) => state.grade).toSorted((a, b) => severityOf(b) - severityOf(a))
  return { incidents: incidents.length, gravest: grades[0] ?? null }
}

/** In the district where its first own place lies. */
function liesIn({ state }: IncidentDocument, code: string): boolean {
  const place = state.places.find((one) => one.ours && one.code !== null)
  return place?.code?.startsWith(code) === true
}

/** Milestones in words that name nobody. */
const milestones: Partial<Readonly<Record<IncidentEventBody['type'], string>>> = {
  opened: '立案',
  'grade-confirmed': '核定等级',
  acknowledged: '已签收',
  assigned: '已交办',
  accepted: '部门已接办',
  returned: '部门退回',
  'release-recorded': '已权威发布',
  'release-lost': '发布页面失效',
  'press-conference-recorded': '已开新闻发布会',
  escalated: '逐级上报'
}

function newsOf({ events, state }: IncidentDocument): WallView['ticker'] {
  return events.flatMap(({ at, body }) => {
    const words = milestones[body.type]
    return words === undefined ? [] : [{ at, words, title: titleOf(state.title), grade: state.grade }]
  })
}

function titleOf(title: string): string {
  return maskPersonalNumbers(title).slice(0, longestTitle)
}
