import { z } from 'zod'
import { statedCauses } from './stated-cause.ts'

/** 口径的阶段, in the order of a matter's public life. */
export const WordingStage = z.enum(['first-release', 'follow-up', 'press-conference', 'final'])
export type WordingStage = z.infer<typeof WordingStage>

export const wordingStageWords = {
  'first-release': '首次发布',
  'follow-up': '续报',
  'press-conference': '新闻发布会',
  final: '最终通报'
} as const satisfies Record<WordingStage, string>

/** What a part of a wording tells. */
export const WordingField = z.enum([
  'heading',
  'known-facts',
  'being-checked',
  'measures',
  'public-advice',
  'cause',
  'accountability',
  'next-update',
  'questions',
  'issuer'
])
export type WordingField = z.infer<typeof WordingField>

export const wordingFieldWords = {
  heading: '标题',
  'known-facts': '已知事实',
  'being-checked': '正在核实',
  measures: '已采取的措施',
  'public-advice': '公众须知',
  cause: '原因',
  accountability: '追责与整改',
  'next-update': '下次发布',
  questions: '答记者问',
  issuer: '发布单位'
} as const satisfies Record<WordingField, string>

/** What a wording of each stage always has, whatever a city's template says (安徽2020预案的次序：简要信息、核实情况、应对措施、防范措施). */
const always: Readonly<Record<WordingStage, readonly WordingField[]>> = {
  'first-release': ['known-facts', 'being-checked', 'measures', 'public-advice', 'next-update', 'issuer'],
  'follow-up': ['known-facts', 'being-checked', 'measures', 'public-advice', 'next-update', 'issuer'],
  'press-conference': ['known-facts', 'being-checked', 'measures', 'public-advice', 'next-update', 'issuer'],
  final: ['known-facts', 'cause', 'measures', 'issuer']
}

/** 占位: what the incident fills in. `待核：…` asks the drafter. */
export const placeholders = [
  '事发时间',
  '地点',
  '事件类型',
  '伤亡',
  '截至',
  '已核实',
  '正在核实',
  '主办部门',
  '协办部门',
  '此前发布',
  '原因',
  '下次发布',
  '发布会',
  '发布单位'
] as const
export type Placeholder = (typeof placeholders)[number]

export const placeholderPattern = /\{([^{}]*)\}/gu

const longestPart = 2000

const Part = z.strictObject({
  field: WordingField,
  /** Left out where the incident has nothing for it, as for a cause that nobody found. */
  optional: z.boolean().default(false),
  text: z.string().trim().min(1).max(longestPart)
})

/** 口径模板. */
export const WordingTemplate = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/),
    stage: WordingStage,
    name: z.string().min(1).max(60),
    /** Kinds of happening that it is for; empty: all. */
    eventTypes: z.array(z.string().min(1)).default([]),
    parts: z.array(Part).min(1).max(20),
    source: z.string().min(1).optional()
  })
  .superRefine(({ stage, parts }, context) => {
    const say = (path: PropertyKey[], message: string): void => context.addIssue({ code: 'custom', path, message })
    for (const field of always[stage])
      if (!parts.some((part) => part.field === field && !part.optional))
        say(['parts'], `${wordingStageWords[stage]}的口径缺少必有的部分：${wordingFieldWords[field]}（${field}）`)
    for (const [index, { field, text }] of parts.entries()) {
      if (parts.findIndex((part) => part.field === field) !== index) say(['parts', index, 'field'], `${field} 已有一段，每种一段`)
      for (const [, name = ''] of text.matchAll(placeholderPattern))
        if (!isPlaceholder(name)) say(['parts', index, 'text'], `没有这个占位：{${name}}；可用：${[...placeholders, '待核：…'].join('、')}`)
      const [cause] = statedCauses(text.replace(placeholderPattern, ''))
      if (cause !== undefined) say(['parts', index, 'text'], `模板不能预先写明原因：「${cause}」；请用 {原因}`)
      if (text.includes('{原因}') && field !== 'cause') say(['parts', index, 'text'], '{原因} 只能写在 cause 一段')
    }
  })
export type WordingTemplate = z.infer<typeof WordingTemplate>

/** `wording-templates.yaml`. */
export const WordingTemplates = z
  .strictObject({ version: z.string().min(1), source: z.string().min(1), templates: z.array(WordingTemplate).min(1).max(100) })
  .superRefine(({ templates }, context) => {
    for (const [index, { id }] of templates.entries())
      if (templates.findIndex((one) => one.id === id) !== index)
        context.addIssue({ code: 'custom', path: ['templates', index, 'id'], message: `已有编号为 ${id} 的模板` })
  })
export type WordingTemplates = z.infer<typeof WordingTemplates>

/** What a drafter has to write: `待核：咨询电话` asks for 咨询电话; null for another placeholder. */
export function askedFor(name: string): string | null {
  return /^待核[:：](.+)$/u.exec(name)?.[1]?.trim() ?? null
}

function isPlaceholder(name: string): boolean {
  return askedFor(name) !== null || placeholders.some((known) => known === name)
}

/** The templates for a kind of happening: those made for it before those for all. */
export function templatesFor({ templates }: WordingTemplates, eventType: string | null): WordingTemplate[] {
  const own = templates.filter(({ eventTypes }) => eventType !== null && eventTypes.includes(eventType))
  return [...own, ...templates.filter(({ eventTypes }) => eventTypes.length === 0)]
}
