import type { FactName, Facts } from '../../core/assessment.ts'
import type { IncidentDetail } from '../../dashboard-api/contract.ts'

const told = [
  ['deaths', '死亡'],
  ['missing', '失联'],
  ['trapped', '被困'],
  ['seriousInjuries', '重伤'],
  ['injuries', '受伤'],
  ['poisoned', '中毒'],
  ['evacuated', '转移']
] as const satisfies readonly (readonly [FactName, string])[]

/** `死亡 11 人`, `受伤 20 人`: what harm the texts speak of, hearsay said to be so. What nobody said is left out, never 0. */
export function factWords(facts: Facts): string[] {
  return told.flatMap(([name, words]) => {
    const fact = facts[name] ?? null
    if (fact === null) return []
    return [`${words} ${fact.value.toLocaleString('zh-CN')} 人${fact.basis === 'hearsay' ? '（传言）' : ''}`]
  })
}

/** What the matter waits for next, whoever looks: for a stranger who must understand it in a minute. */
export function waitsFor(incident: IncidentDetail): string {
  const { status, statusWords, proposal, handling, wordings, publicPhase, countdowns } = incident
  if (status !== 'open') return `已结束：${statusWords}`
  if (incident.unacknowledged) return incident.acknowledgedAt === null ? '有人签收' : '重新签收：上次签收后无人处置，已失效'
  if (proposal !== null) return `第二人确认${proposal.dismiss ? '驳回为误报' : '降级'}`
  if (incident.gradeStatus === 'machine' && (incident.grade === 'I' || incident.grade === 'II')) return '人工核定等级'
  if (handling === 'new' || handling === 'acknowledged') return '交办责任部门'
  if (handling === 'assigned') return `部门接办：${leadOf(incident) ?? '未定'}`
  const waiting = wordings.findLast(({ awaits }) => awaits !== null)
  if (waiting?.awaits != null) return `${waiting.awaits.words}第 ${waiting.version} 版口径`
  if (publicPhase === 'silent' && countdowns.some(({ kind, settled }) => kind !== 'press-conference' && settled === null))
    return wordings.some(({ counts }) => counts) ? '按口径权威发布' : '拟定应对口径'
  if (countdowns.some(({ kind, settled }) => kind === 'press-conference' && settled === null)) return '召开新闻发布会'
  return countdowns.some(({ settled }) => settled === null) ? '公开发布的证据' : '办结'
}

export function leadOf({ departments }: Pick<IncidentDetail, 'departments'>): string | null {
  return departments.find(({ role }) => role === 'lead')?.name ?? null
}
