import { z } from 'zod'

/** 重点回应 (国办发〔2016〕61号): five kinds of matters that must be answered. */
export const FocusKind = z.enum(['misread-policy', 'vital-interest', 'moral-line', 'emergency', 'ordered'])
export type FocusKind = z.infer<typeof FocusKind>

export const focusKindWords = {
  'misread-policy': '对政策措施误解误读',
  'vital-interest': '涉及公众切身利益且影响较大',
  'moral-line': '涉及民生领域、冲击社会道德底线',
  emergency: '涉及突发事件处置和自然灾害应对',
  ordered: '上级要求回应'
} as const satisfies Record<FocusKind, string>

export const focusSource = '国办发〔2016〕61号'
