import { z } from 'zod'
import { Role } from './actor.ts'
import { Grade } from './grade.ts'
import { WorkingHours } from './working-days.ts'

/** The countdowns that go by stages: 持续发布, 上报, 部门答复. */
export const StagedKind = z.enum(['next-update', 'report-up', 'department-reply'])
export type StagedKind = z.infer<typeof StagedKind>

/** Which moment a stage counts from: 获悉, the newest 发布, 交办, 签收 or 认领. */
export const StageAnchorKind = z.enum(['detected', 'released', 'assigned', 'accepted'])
export type StageAnchorKind = z.infer<typeof StageAnchorKind>

/** How long a stage may take. Minutes and hours run day and night; working days go by calendar and office hours. */
export const Allowance = z.union(
  [
    z.strictObject({ minutes: z.number().positive() }),
    z.strictObject({ hours: z.number().positive() }),
    z.strictObject({ workingDays: z.number().int().positive() })
  ],
  '应写明 minutes、hours、workingDays 之一'
)
export type Allowance = z.infer<typeof Allowance>

/** One stage of a countdown. Every number has its source. */
export const Stage = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  words: z.string().min(1),
  from: StageAnchorKind,
  within: Allowance,
  /** Shares of the time after which a phase is reached; of office hours where the stage is one of working days. */
  phases: z.array(z.number().gt(0).lt(1)).default([0.5, 0.75, 0.9]),
  stopsWith: z.string().min(1),
  /** Later stages whose fulfilment fulfils this one too: who answers in substance has taken notice. */
  alsoMetBy: z.array(z.string()).default([]),
  /** 延期: once, to a longer time in all, with the approval of one of these roles. Without it the stage is never extended. */
  extension: z.strictObject({ to: Allowance, approvedBy: z.array(Role).min(1), source: z.string().min(1) }).optional(),
  source: z.string().min(1)
})
export type Stage = z.infer<typeof Stage>

/** The stages that each kind can have: each is fulfilled by a deed of its own, so another id would name a clock that nothing stops. */
export const stageIds = {
  'next-update': ['update'],
  'report-up': ['phone', 'written'],
  'department-reply': ['notice', 'answer']
} as const satisfies Record<StagedKind, readonly string[]>

const stageAnchors = {
  'next-update': ['released'],
  'report-up': ['detected'],
  'department-reply': ['assigned', 'accepted']
} as const satisfies Record<StagedKind, readonly StageAnchorKind[]>

/** What the rules say of one staged countdown for some grades. */
export const StagedRule = z
  .strictObject({ kind: StagedKind, grades: z.array(Grade).min(1), stages: z.array(Stage).min(1) })
  .superRefine(({ kind, stages }, context) => {
    const [known, anchors]: readonly (readonly string[])[] = [stageIds[kind], stageAnchors[kind]]
    const complain = (path: PropertyKey[], message: string): void => context.addIssue({ code: 'custom', path, message })
    const ids = stages.map(({ id }) => id)
    for (const [index, stage] of stages.entries()) {
      if (known?.includes(stage.id) === false) complain(['stages', index, 'id'], `${kind} 没有阶段 ${stage.id}，可用：${known.join('、')}`)
      if (anchors?.includes(stage.from) === false)
        complain(['stages', index, 'from'], `${kind} 不能从 ${stage.from} 起算，可用：${anchors.join('、')}`)
      // Who would ask for more time is the department that owes; the unit itself waives instead.
      if (stage.extension !== undefined && kind !== 'department-reply') complain(['stages', index, 'extension'], '只有部门答复可以延期')
      if (ids.indexOf(stage.id) !== index) complain(['stages', index, 'id'], `编号 ${stage.id} 重复`)
      for (const [place, other] of stage.alsoMetBy.entries()) {
        if (!ids.slice(index + 1).includes(other)) complain(['stages', index, 'alsoMetBy', place], `其后没有阶段 ${other}`)
      }
      if (stage.extension !== undefined && !isLonger(stage.extension.to, stage.within)) {
        complain(['stages', index, 'extension', 'to'], '延期后的时限须与原时限同一单位，且更长')
      }
    }
  })
export type StagedRule = z.infer<typeof StagedRule>

/** The staged countdowns of a unit; each kind speaks of a grade once. */
export const StagedRules = z.array(StagedRule).superRefine((rules, context) => {
  const seen = new Set<string>()
  for (const [index, { kind, grades }] of rules.entries()) {
    for (const [place, grade] of grades.entries()) {
      if (seen.has(`${kind} ${grade}`)) context.addIssue({ code: 'custom', path: [index, 'grades', place], message: `${kind} 对${grade}级已有规定` })
      seen.add(`${kind} ${grade}`)
    }
  }
})

/** 分阶段时限, and the office hours that their working days go by. */
export const StagedCountdowns = z.strictObject({ workingHours: WorkingHours, rules: StagedRules })
export type StagedCountdowns = z.infer<typeof StagedCountdowns>

function isLonger(longer: Allowance, shorter: Allowance): boolean {
  if ('minutes' in longer) return 'minutes' in shorter && longer.minutes > shorter.minutes
  if ('hours' in longer) return 'hours' in shorter && longer.hours > shorter.hours
  return 'workingDays' in shorter && longer.workingDays > shorter.workingDays
}

export function allowanceWords(allowance: Allowance): string {
  if ('minutes' in allowance) return `${allowance.minutes}分钟`
  return 'hours' in allowance ? `${allowance.hours}小时` : `${allowance.workingDays}个工作日`
}
