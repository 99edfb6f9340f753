import { countdownWords, type CountdownKind, type CountdownRule } from '../core/countdown.ts'
import { Grade, gradeWords } from '../core/grade.ts'
import { stepNames } from '../core/ladder-clock.ts'
import { taskClockNames } from '../core/task-clock.ts'
import type { EscalationStep, Policy } from '../core/policy.ts'
import type { StagedCountdowns } from '../core/staged-countdown.ts'
import { gradeNumerals } from './duty-check.ts'
import type { Parts } from './load.ts'
import type { Path } from './yaml-file.ts'

/** A hole in the policy: allowed, and yet a deadline passes or a matter lies with nobody told. */
interface Gap {
  readonly at: Path
  readonly words: string
}

type Rules = Pick<Policy, 'countdowns' | 'escalation' | 'acknowledgement'>

/** Warns of each hole of the policy at its place. */
export function warnOfPolicyGaps({ policy, channels }: Parts, staged: StagedCountdowns | null): void {
  const { value } = policy
  const gaps = [
    ...untoldDeadlines(value),
    ...unsignedGaps(value),
    ...lapseGaps(value),
    ...releaseGaps(value),
    ...phaseGaps(value, staged),
    ...vainMinutes(value)
  ]
  for (const { at, words } of gaps) policy.file.warn([...policy.at, ...at], words)
  const isOn = Object.values(channels.value).some((settings) => (settings as { readonly enabled?: unknown } | null)?.enabled === true)
  if (!isOn && value.escalation.some(({ grades }) => grades.some(isUrgent)))
    channels.file.warn(channels.at, '所有外发渠道都没有启用：特别重大、重大的通知只在工作台上，没有打开工作台的人收不到')
}

/** The clocks that a published page stops. */
const releaseKinds: readonly CountdownKind[] = ['authoritative-release', 'reply']

function untoldDeadlines({ countdowns, escalation }: Rules): Gap[] {
  return countdowns.flatMap(({ kind, grades }, index) => {
    const telling = escalation.filter(
      (step) => speaksOf(step, kind) && (step.phases.length === 0 || step.phases.includes('overdue')) && step.on === 'phase'
    )
    const without = uncovered(grades, telling)
    if (without.length === 0) return []
    const words = `${countdownWords[kind]}超时无人可知：没有 on: phase、phases 含 overdue 的升级步骤写明${namesOf(without)}`
    return [{ at: ['countdowns', index, 'grades'], words }]
  })
}

function unsignedGaps({ escalation }: Rules): Gap[] {
  const without = uncovered(['I', 'II'], stepsOn(escalation, 'unacknowledged'))
  return without.length === 0 ? [] : [{ at: ['escalation'], words: `没有 on: unacknowledged 的升级步骤，无人签收也无人上报：${namesOf(without)}` }]
}

function lapseGaps({ acknowledgement, escalation }: Rules): Gap[] {
  if (acknowledgement === undefined) return []
  const lapsed = stepsOn(escalation, 'lapsed')
  return Grade.options
    .filter((grade) => acknowledgement.expiresAfterMinutes[grade] !== undefined)
    .flatMap((grade) => {
      const own = lapsed.filter(({ grades }) => grades.includes(grade))
      const at = ['acknowledgement', 'expiresAfterMinutes', grade]
      if (own.length === 0) return [{ at, words: `签收会失效，却没有 on: lapsed 的升级步骤，失效时无人可知：${namesOf([grade])}` }]
      if (!isUrgent(grade) || own.some(({ to }) => to.includes('leader'))) return []
      return [{ at, words: `签收失效后各级（on: lapsed）没有通知到主要领导（leader）：${namesOf([grade])}` }]
    })
}

/** That there is no such step at all is told elsewhere. */
function releaseGaps({ countdowns, escalation }: Rules): Gap[] {
  const lost = stepsOn(escalation, 'release-lost')
  const clocked = new Set(countdowns.filter(({ kind }) => releaseKinds.includes(kind)).flatMap(({ grades }) => grades))
  const without = uncovered([...clocked], lost)
  if (lost.length === 0 || without.length === 0) return []
  const words = `这些等级的时限以发布停止，却没有 on: release-lost 的升级步骤，发布页面失效时无人可知：${namesOf(without)}`
  return [{ at: ['escalation'], words }]
}

function phaseGaps({ countdowns, escalation }: Rules, staged: StagedCountdowns | null): Gap[] {
  return escalation.flatMap((step, index) => {
    if (step.on !== 'phase') return []
    const shared = (grades: readonly Grade[]): boolean => grades.some((grade) => step.grades.includes(grade))
    const statutory = countdowns.filter(({ kind, grades }) => speaksOf(step, kind) && shared(grades)).flatMap(phaseIds)
    const byStage = (staged?.rules ?? [])
      .filter(({ grades }) => shared(grades))
      .flatMap(({ kind, stages }) => stages.filter((stage) => stepNames({ kind, stage }).some((name) => step.countdowns.includes(name))))
      .flatMap(({ phases }) => phaseIds({ phases, minutesBefore: [] }))
    const byTask = step.countdowns.some((name) => taskClockNames.includes(name)) ? ['p75', 'overdue'] : []
    const reached = new Set([...statutory, ...byStage, ...byTask])
    const words = (phase: string): string =>
      `升级步骤 ${step.id} 的 ${phase} 永不触发：它说到的时限和等级只有 ${reached.size === 0 ? '（没有这样的时限）' : [...reached].join('、')}`
    return step.phases.flatMap((phase, i) => (reached.has(phase) ? [] : [{ at: ['escalation', index, 'phases', i], words: words(phase) }]))
  })
}

function vainMinutes({ countdowns }: Rules): Gap[] {
  return countdowns.flatMap(({ kind, hours, minutesBefore }, index) =>
    minutesBefore.flatMap((minutes, i) =>
      minutes < hours * 60
        ? []
        : [
            {
              at: ['countdowns', index, 'minutesBefore', i],
              words: `${countdownWords[kind]}一共 ${hours} 小时，到期前 ${minutes} 分钟在起算之前，一立案就已过`
            }
          ]
    )
  )
}

/** As the countdown names them. */
function phaseIds({ phases, minutesBefore }: Pick<CountdownRule, 'phases' | 'minutesBefore'>): string[] {
  return [...phases.map((share) => `p${Math.round(share * 100)}`), ...minutesBefore.map((minutes) => `m${minutes}`), 'overdue']
}

function speaksOf({ countdowns }: EscalationStep, kind: CountdownKind): boolean {
  return countdowns.length === 0 || countdowns.includes(kind)
}

function stepsOn(escalation: readonly EscalationStep[], on: EscalationStep['on']): EscalationStep[] {
  return escalation.filter((step) => step.on === on)
}

function uncovered(grades: readonly Grade[], steps: readonly EscalationStep[]): Grade[] {
  return Grade.options.filter((grade) => grades.includes(grade) && !steps.some((step) => step.grades.includes(grade)))
}

function isUrgent(grade: Grade): boolean {
  return grade === 'I' || grade === 'II'
}

function namesOf(grades: readonly Grade[]): string {
  return grades.map((grade) => `${gradeWords[grade]}（${gradeNumerals[grade]}级）`).join('、')
}
