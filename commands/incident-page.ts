import { systemClock } from '../adapters/clock.ts'
import { countdownState, countdownStateWords, countdownWords } from '../core/countdown.ts'
import type { GradeOutlook, Raising } from '../core/grade-outlook.ts'
import { gradeWords, type Grade } from '../core/grade.ts'
import { factorWords, measureName, measureWords } from '../core/grading.ts'
import { forecastWords, growthWords, hotListWords, paceWords, pastErrorWords, reachWords, usualWords } from '../core/heat/heat-words.ts'
import type { Heat } from '../core/heat/heat.ts'
import { stageName } from '../core/incident/incident-stage.ts'
import { stagesOf } from '../core/incident/stages.ts'
import type { IncidentDocument, IncidentState } from '../core/incident/state.ts'
import { chinaWallTime } from '../core/instant.ts'
import { stageState } from '../core/stage-clock.ts'
import { allowanceWords } from '../core/staged-countdown.ts'

/** One incident as a person reads it at a terminal: its grade with the reasons, its heat, its clocks, its timeline. */
export function incidentPage({ id, state, events }: IncidentDocument, outlook: GradeOutlook, heat: Heat): string {
  const timeline = events.map(
    (event) => `  ${chinaWallTime(event.at)} ${event.body.type} ${event.actor.kind === 'person' ? event.actor.name : event.actor.part}`
  )
  return [
    `${id} ${state.title}`,
    `等级 ${state.grade ?? '未定'} (${state.gradeStatus})`,
    ...gradeLines(state, outlook),
    `回应价值 ${responseWords[state.responseValue]}${state.responseReason == null ? '' : `：${state.responseReason}`}`,
    ...heatLines(heat),
    '时限',
    ...clockLines(state),
    ...stageLines(state),
    '时间线',
    ...timeline
  ].join('\n')
}

const responseWords = { 'must-respond': '必须回应', respond: '应当回应', observe: '观察', ignore: '不必回应' } as const

function clockLines({ countdowns }: IncidentState): string[] {
  const now = systemClock.now()
  return countdowns.map(
    (countdown) =>
      `  ${countdownWords[countdown.kind]} ${countdownStateWords[countdownState(countdown, now)]}，时限 ${chinaWallTime(countdown.dueAt)}，依据 ${countdown.rule.source}`
  )
}

function stageLines(state: IncidentState): string[] {
  const now = systemClock.now()
  return [
    ...stagesOf(state).map((clock) => {
      const { allowance, dueAt, stage, request } = clock
      const waits = request === null ? '' : '，延期申请待批准'
      return `  ${stageName(clock)} ${countdownStateWords[stageState(clock, now)]}，${allowanceWords(allowance)}，时限 ${chinaWallTime(dueAt)}${waits}，依据 ${stage.source}`
    }),
    ...(state.unstartedStages ?? []).map((one) => `  ${stageName({ ...one, stage: { words: one.words } })} 时限无法推算：${one.reason}`)
  ]
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
    const name = measureName(measure)
    return short === null ? `${name}须 ${number(needed)}（现在未知）` : `${name}还差 ${number(short)}（现为 ${number(found)}）`
  })
  return `  ${partWords[of]}升为${named(grade)}：${words}；${wanted.join(missing.some(({ alternative }) => alternative) ? '，或' : '，且')}`
}

function heatLines(heat: Heat): string[] {
  const left = [...(heat.undated > 0 ? [`${heat.undated} 条发布时刻不详，未计入各小时`] : []), ...(heat.cut ? [`只计最近 ${heat.mentions} 条`] : [])]
  return [
    '热度',
    `  共 ${heat.mentions} 条，${paceWords(heat)}${left.length === 0 ? '' : `（${left.join('；')}）`}`,
    `  触达：${reachWords(heat)}`,
    `  互动增长：${growthWords(heat)}`,
    `  热榜：${hotListWords(heat)}`,
    `  同期：${usualWords(heat)}`,
    `  预测：${forecastWords(heat)}`,
    `  预测误差：${pastErrorWords(heat)}`
  ]
}

function named(grade: Grade): string {
  return `${grade} ${gradeWords[grade]}`
}

/** At most one decimal; unknown is said. */
function number(value: number | null): string {
  return value === null ? '未知' : String(Math.round(value * 10) / 10)
}
