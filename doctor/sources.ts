import type { Clock } from '../core/clock.ts'
import { fetchFaultClassWords } from '../core/fetch-fault-class.ts'
import { chinaWallTime, type Instant } from '../core/instant.ts'
import { byUrgency, healthNow, healthWords } from '../core/source-state.ts'
import { stateOf } from '../core/source-tally.ts'
import type { HealthState, Source, SourceHealth } from '../core/source.ts'
import type { Finding, Verdict } from './finding.ts'

const verdicts: Readonly<Record<HealthState, Verdict>> = {
  ok: 'ok',
  quiet: 'ok',
  degraded: 'note',
  blind: 'bad',
  never: 'note',
  paused: 'note',
  off: 'ok'
}

/** A line a source, the worst first. Where nothing runs (`isRunning` false) a row says how it stood at the end. */
export function judgeSources(sources: readonly Source[], rows: readonly SourceHealth[], clock: Clock, isRunning: boolean): Finding[] {
  const byId = new Map(rows.map((row) => [row.sourceId, row]))
  const watchingSince = isRunning ? 0 : Number.POSITIVE_INFINITY
  return sources
    .map((source) => {
      const row = byId.get(source.id)
      const health = row === undefined ? null : healthNow(source, row, clock, watchingSince)
      return { source, health, state: stateOf(source, health) }
    })
    .sort((a, b) => byUrgency(a.state, b.state))
    .map(({ source, health, state }) => ({
      about: `采集源 ${source.name}（${source.id}）`,
      verdict: verdicts[state],
      words: [healthWords[state], ...(state === 'off' || health === null ? [] : detailOf(source, health))].join('；')
    }))
}

function detailOf({ intervalMinutes }: Source, health: SourceHealth): string[] {
  const fault = health.faultClass == null ? '' : `${fetchFaultClassWords(health.faultClass)}，`
  const error = health.lastError === null ? [] : [`${fault}连续失败 ${health.consecutiveFailures} 次：${oneLine(health.lastError)}`]
  const capped = health.coverage?.capped == null ? [] : [`未取全：${health.coverage.capped}`]
  return [
    `上次成功 ${wall(health.lastOkAt)}`,
    `上次有新信息 ${wall(health.lastNewAt)}`,
    `每 ${health.paceMinutes ?? intervalMinutes} 分钟`,
    `最近取到 ${health.fetched} 页，读出 ${health.parsed} 条`,
    ...error,
    ...capped
  ]
}

function wall(at: Instant | null): string {
  return at === null ? '从未' : chinaWallTime(at)
}

const longestError = 200

/** What a server says must not make a second line. */
function oneLine(text: string): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ')
  return line.length > longestError ? `${line.slice(0, longestError)}…` : line
}
