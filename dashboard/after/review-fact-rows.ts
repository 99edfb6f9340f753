import type { ReviewFacts } from '../../core/archive/review-facts.ts'
import { anchorWords } from '../../core/countdown.ts'
import { chinaWallTime } from '../../core/instant.ts'

interface FactRow {
  readonly label: string
  readonly value: string
}

/** What the machine counted, a line each. What nobody knows is said to be unknown, never 0. */
export function reviewFactRows(facts: ReviewFacts): FactRow[] {
  const { voices } = facts
  return [
    { label: '首次权威发布', value: firstRelease(facts) },
    { label: '发布', value: `${facts.releases} 次，其中首发之后 ${facts.updates} 次；发布会 ${facts.conferences} 次` },
    { label: '口径', value: `${facts.wordingVersions} 版，其中核准 ${facts.wordingsApproved} 版` },
    { label: '信息', value: `${voices.mentions} 条，${voices.sources} 个来源` },
    { label: '阅读', value: total(voices.views) },
    { label: '转评赞', value: total(voices.interactions) },
    { label: '高峰', value: hour(voices.peak) },
    { label: '最后有声', value: hour(voices.end) },
    { label: '负面占比', value: `首发之前 ${share(voices.before)}，之后 ${share(voices.after)}` },
    ...facts.clocks.map((clock) => ({ label: clock.words, value: clockWords(clock) })),
    ...facts.departments.map(({ name, onTime, late, ended }) => ({
      label: name,
      value: `按时 ${onTime} 项，超时 ${late} 项，豁免或撤回 ${ended} 项`
    }))
  ]
}

function firstRelease({ minutesToFirstRelease: minutes, firstReleaseAt, countedFrom }: ReviewFacts): string {
  if (firstReleaseAt === null) return '没有发布'
  const at = chinaWallTime(firstReleaseAt)
  return minutes === null || countedFrom === null ? at : `${at}，自${anchorWords[countedFrom.kind]}起 ${span(minutes)}`
}

function clockWords({ dueAt, state, lateMinutes }: ReviewFacts['clocks'][number]): string {
  const due = `时限 ${chinaWallTime(dueAt)}，`
  if (lateMinutes !== null) return due + (lateMinutes === 0 ? '按时' : `超时 ${span(lateMinutes)}`)
  return due + { running: '未完成', met: '已完成', waived: '已豁免', withdrawn: '已撤回' }[state]
}

function total(sum: ReviewFacts['voices']['views']): string {
  return sum === null ? '不详' : `${sum.total.toLocaleString('zh-CN')}（${sum.of} 条信息显示此数）`
}

function hour(one: ReviewFacts['voices']['peak']): string {
  return one === null ? '不详' : `${chinaWallTime(one.from)} 起一小时，${one.mentions} 条，负面 ${share(one.negative)}`
}

function share(value: number | null): string {
  return value === null ? '不详' : `${Math.round(value * 100)}%`
}

function span(minutes: number): string {
  if (minutes < 60) return `${minutes} 分钟`
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  return rest === 0 ? `${hours} 小时` : `${hours} 小时 ${rest} 分钟`
}
