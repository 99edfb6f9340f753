import { z } from 'zod'

/** 文种. What a paper is made of: a period, one incident, or one finding of supervision. */
export const ReportKind = z.enum([
  'flash',
  'special',
  'daily',
  'weekly',
  'monthly',
  'closing',
  'supervision-order',
  'notice-of-criticism',
  'regulatory-talk'
])
export type ReportKind = z.infer<typeof ReportKind>

export const reportKindWords = {
  flash: '快报',
  special: '专报',
  daily: '日报',
  weekly: '周报',
  monthly: '月报',
  closing: '办结报告',
  'supervision-order': '督办单',
  'notice-of-criticism': '通报',
  'regulatory-talk': '约谈通知'
} as const satisfies Record<ReportKind, string>

export type ReportScope = 'period' | 'incident' | 'supervision'

export const reportScopes = {
  flash: 'incident',
  special: 'incident',
  daily: 'period',
  weekly: 'period',
  monthly: 'period',
  closing: 'incident',
  'supervision-order': 'supervision',
  'notice-of-criticism': 'supervision',
  'regulatory-talk': 'supervision'
} as const satisfies Record<ReportKind, ReportScope>

export type PeriodKind = 'daily' | 'weekly' | 'monthly'
/** What is made of a document of the 督办台账. */
export type SupervisionPaperKind = 'supervision-order' | 'notice-of-criticism' | 'regulatory-talk'

export function isPeriodKind(kind: ReportKind): kind is PeriodKind {
  return reportScopes[kind] === 'period'
}

export function isSupervisionKind(kind: ReportKind): kind is SupervisionPaperKind {
  return reportScopes[kind] === 'supervision'
}
