import { countdownWords } from '../../core/countdown.ts'
import type { DistrictTile } from '../../core/district-tile.ts'
import { severityOf, type Grade } from '../../core/grade.ts'
import type { IncidentEventBody } from '../../core/incident/events.ts'
import { byWhatToWatch } from '../../core/incident/clocks-to-watch.ts'
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
  const clocks = byWhatToWatch(open.flatMap(clocksOf), now)
  const codes = districts.map(({ code }) => code)
  const lies = new Map(open.map((document) => [document.id, districtOf(document, codes)]))
  const placed = districts.map((tile) => ({ ...tile, ...gravestOf(open.filter(({ id }) => lies.get(id) === tile.code)) }))
  return {
    open: open.length,
    byGrade: { I: countOf(open, 'I'), II: countOf(open, 'II'), III: countOf(open, 'III'), IV: countOf(open, 'IV'), none: countOf(open, null) },
    unsigned: open.filter((document) => isUnsigned(document, now)).length,
    overdue: new Set(clocks.filter(({ dueAt }) => dueAt <= now).map(({ incidentId }) => incidentId)).size,
    clocks: clocks.slice(0, clocksShown),
    districts: placed,
    elsewhere: open.filter(({ id }) => lies.get(id) === null).length,
    ticker: newestOfEach(open.flatMap(newsOf)).slice(0, tickerShown)
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
    .map(({ kind, rule, dueAt }) => ({ ...about, kind, words: countdownWords[kind], countsFrom: addMs(dueAt, -rule.hours * hourMs), dueAt }))
  const stages = runningStages(state).map((clock) => ({
    ...about,
    kind: clock.kind,
    words: stageName(clock),
    countsFrom: clock.startedAt,
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

/** The district of the first place of ours that is as fine as one; null where none is. */
function districtOf({ state }: IncidentDocument, codes: readonly string[]): string | null {
  for (const { ours, code } of state.places) {
    const found = ours ? codes.find((one) => code?.startsWith(one) === true) : undefined
    if (found !== undefined) return found
  }
  return null
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

/** The newest first; what happened to one incident again and again is told once. */
function newestOfEach(news: WallView['ticker']): WallView['ticker'] {
  const newest = news.toSorted((a, b) => (a.at < b.at ? 1 : -1))
  return newest.filter(({ words, title }, place) => newest.findIndex((other) => other.words === words && other.title === title) === place)
}

function titleOf(title: string): string {
  return maskPersonalNumbers(title).slice(0, longestTitle)
}
