import { z } from 'zod'
import { Role } from './actor.ts'

/** 督办阶梯, mildest first: 提醒、督办单、通报批评、约谈. */
export const SupervisionKind = z.enum(['reminder', 'order', 'criticism', 'summons'])
export type SupervisionKind = z.infer<typeof SupervisionKind>

export const supervisionWords = {
  reminder: '提醒',
  order: '督办单',
  criticism: '通报批评',
  summons: '约谈'
} as const satisfies Record<SupervisionKind, string>

/** What a unit is found to have done: 国办发〔2018〕23号 names these three. */
export const Finding = z.enum(['poor-handling', 'improper-response', 'late-reporting'])
export type Finding = z.infer<typeof Finding>

export const findingWords = {
  'poor-handling': '处置不得力',
  'improper-response': '回应不妥当',
  'late-reporting': '报告不及时'
} as const satisfies Record<Finding, string>

/** What the unit's own rules say of one step of the ladder. */
export const SupervisionRule = z.strictObject({
  kind: SupervisionKind,
  /** 文号: `{year}` and `{number}` are filled in; numbers begin anew for each kind and year. */
  number: z
    .string()
    .max(60)
    .refine((pattern) => pattern.includes('{year}') && pattern.includes('{number}'), '文号须含 {year} 与 {number}')
    .refine((pattern) => !/[{}]/.test(pattern.replace('{year}', '').replace('{number}', '')), '文号中只能用一次 {year} 和一次 {number}'),
  /** Roles of which one signs it; none: it goes out with the supervisor's own word. */
  signedBy: z.array(Role).default([]),
  /** 陈述期: hours in which the unit may state its side before it can be signed; null: it is not asked first. */
  statementHours: z.number().positive().nullable().default(null),
  /** Whether it must say until when the unit puts things right. */
  rectification: z.boolean().default(false),
  source: z.string().min(1)
})
export type SupervisionRule = z.infer<typeof SupervisionRule>

/** 督办规则: one rule a step, each step once. */
export const SupervisionRules = z.strictObject({
  steps: z.array(SupervisionRule).superRefine((steps, context) => {
    for (const kind of SupervisionKind.options) {
      const times = steps.filter((step) => step.kind === kind).length
      if (times !== 1) context.addIssue({ code: 'custom', message: `${kind}（${supervisionWords[kind]}）应写一次，现有 ${times} 次` })
    }
    for (const [index, { kind, signedBy, statementHours }] of steps.entries()) {
      if (kind !== 'criticism' && kind !== 'summons') continue
      // Who is blamed in public is heard first, and a leader answers for it (R11).
      if (signedBy.length === 0) context.addIssue({ code: 'custom', path: [index, 'signedBy'], message: `${supervisionWords[kind]}须由领导签发` })
      if (statementHours === null)
        context.addIssue({ code: 'custom', path: [index, 'statementHours'], message: `${supervisionWords[kind]}之前须听取陈述` })
    }
  })
})
export type SupervisionRules = z.infer<typeof SupervisionRules>

/** The step before on the ladder; null for the first. */
export function stepBefore(kind: SupervisionKind): SupervisionKind | null {
  return SupervisionKind.options[SupervisionKind.options.indexOf(kind) - 1] ?? null
}

/** The step after; the last is its own. */
export function stepAfter(kind: SupervisionKind): SupervisionKind {
  return SupervisionKind.options[SupervisionKind.options.indexOf(kind) + 1] ?? kind
}
