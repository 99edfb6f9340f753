import { systemClock } from '../adapters/clock.ts'
import { countdownState, countdownStateWords, countdownWords } from '../core/countdown.ts'
import type { GradeOutlook, Raising } from '../core/grade-outlook.ts'
import { gradeWords, type Grade } from '../core/grade.ts'
import { factorWords, measureWords } from '../core/grading.ts'
import type { Heat } from '../core/heat/heat.ts'
import type { IncidentDocument, IncidentState } from '../core/incident/state.ts'
import { chinaWallTime } from '../core/instant.ts'

/** One incident as a person reads it at a terminal: its grade with the reasons, its heat, its clocks, its timeline. */
export function incidentPage({ id, state, events }: IncidentDocument, outlook: GradeOutlook, heat: Heat): string {
  const timeline = events.map(
    (event) => `  ${chinaWallTime(event.at)} ${event.body.type} ${event.actor.kind === 'person' ? event.actor.name : event.actor.part}`
  )
  return [
    `${id} ${state.title}`,
    `等级 ${state.grade ?? '未定'} (${state.gradeStatus})`,
    ...gradeLines(state, outlook),
    ...heatLines(heat),
    '时限',
    ...clockLines(state),
    '时间线',
    ...timeline
  ].join('\n')
}

function clockLines({ countdowns }: IncidentState): string[] {
  const now = systemClock.now()
  return countdowns.map(
    (countdown) =>
      `  ${countdownWords[countdown.kind]} ${countdownStateWords[countdownState(countdown, now)]}，时限 ${chinaWallTime(countdown.dueAt)}，依据 ${countdown.rule.source}`
  )
}

function gradeLines({ explanation }: IncidentState, outlook: GradeOutlook): string[] {
  const { eased, reasons } = explanation
  return [
    '为何是这个等级',
    ...reasons.map(({ row, of, grade, words, source }) => `  ${partWords[of]}${named(grade)}：${words}（${row}，${source}）`),
    ...outlook.factors.flatMap(({ factor, measures }) =>
      measures.length === 0
        ? []
        : [`  ${factorWords[factor]}：${measures.map(({ measure, found }) => `${measureWords[measure]} ${number(found)}`).join('，')}`]
    ),
    ...(eased === undefined ? [] : [`  已由${gradeWords[eased.from]}回落：连续 ${eased.hours} 小时低于门槛，其间看过 ${eased.observations} 次`]),
    '什么会改变它',
    ...outlook.raise.map(raiseLine),
    `  ${outlook.lower.words}`
  ]
}

const partWords = { event: '事件', opinion: '舆情' } as const

function raiseLine({ of, grade, words, missing }: Raising): string {
  const wanted = missing.map(({ measure, found, needed, short }) => {
    const name = (measureWords as Readonly<Record<string, string>>)[measure] ?? measure
    return short === null ? `${name}须 ${number(needed)}（现在未知）` : `${name}还差 ${number(short)}（现为 ${number(found)}）`
  })
  return `  ${partWords[of]}升为${named(grade)}：${words}；${wanted.join(missing.some(({ alternative }) => alternative) ? '，或' : '，且')}`
}

const tierWords = {
  official: '官方',
  central: '中央媒体',
  provincial: '省级媒体',
  city: '市级媒体',
  commercial: '商业媒体',
  self: '自媒体',
  unknown: '未归类'
} as const satisfies Record<Heat['reach'][number]['tier'], string>

/** 热度, as lines of the page. */
export function heatLines({ velocity, acceleration, desk, ...heat }: Heat): string[] {
  const pace = acceleration === null ? '' : `，比前一小时${acceleration < 0 ? '少' : '多'} ${Math.abs(acceleration)} 条`
  const left = [...(heat.undated > 0 ? [`${heat.undated} 条发布时刻不详，未计入各小时`] : []), ...(heat.cut ? [`只计最近 ${heat.mentions} 条`] : [])]
  return [
    '热度',
    `  共 ${heat.mentions} 条，最近一小时 ${velocity} 条${pace}${left.length === 0 ? '' : `（${left.join('；')}）`}`,
    `  触达：${heat.reach.map(reachWords).join('；') || '无'}`,
    `  互动 ${heat.growth.hours} 小时增长：${heat.growth.gained === null ? '未知' : number(heat.growth.gained)}（${heat.growth.compared} 条可比）`,
    `  热榜：${heat.hotLists.map(({ source, rank }) => `${source}${rank === null ? '（名次不详）' : `第 ${rank} 位`}`).join('，') || '未见'}`,
    desk === null
      ? '  同期基线：历史不足三周，尚不可知'
      : `  同期基线：此时段全台通常 ${number(desk.usual.median)}±${number(desk.usual.spread)} 条（${desk.usual.weeks} 周），现为 ${desk.lastHour} 条，高出 ${number(desk.excess)} 个标准差`,
    ...forecastLines(heat)
  ]
}

function reachWords({ tier, mentions, sources, views, viewsUnknown }: Heat['reach'][number]): string {
  const unknown = viewsUnknown === 0 || views === null ? '' : `（另 ${viewsUnknown} 条未知）`
  return `${tierWords[tier]} ${mentions} 条 ${sources} 家，阅读 ${number(views)}${unknown}`
}

function forecastLines({ forecast, pastErrors }: Pick<Heat, 'forecast' | 'pastErrors'>): string[] {
  if (forecast === null) return ['  预测：不足六小时，看不出走势']
  const hours = forecast.map(({ hoursAhead, expected, low, high }) => `+${hoursAhead}时 ${number(expected)}（${number(low)}–${number(high)}）`)
  const errors = pastErrors.map(
    ({ hoursAhead, checked, meanError, covered, naiveError }) =>
      `+${hoursAhead}时 平均差 ${number(meanError)} 条（照搬上一小时差 ${number(naiveError)}），区间含 ${Math.round(covered * 100)}%（${checked} 次）`
  )
  return [`  预测每小时条数（八成区间）：${hours.join('，')}`, `  预测以往的误差：${errors.length === 0 ? '尚无可验证的时刻' : errors.join('；')}`]
}

function named(grade: Grade): string {
  return `${grade} ${gradeWords[grade]}`
}

/** At most one decimal; unknown is said. */
function number(value: number | null): string {
  return value === null ? '未知' : String(Math.round(value * 10) / 10)
}
