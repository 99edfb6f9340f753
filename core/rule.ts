import { z } from 'zod'
import { Grade } from './grade.ts'
import { SourceKind } from './mention.ts'

const Terms = z.array(z.string().min(1)).min(1)

/**
 * A boolean of terms. Every part that is given must hold. Terms match as words on normalised text: 发展中国家 does not
 * mention 中国, 发生爆炸 does mention 爆炸.
 */
export const RuleCondition = z.strictObject({
  all: Terms.optional(),
  any: Terms.optional(),
  none: Terms.optional(),
  /** Each group is satisfied by any of its terms; all groups within `within` characters of each other. */
  near: z.strictObject({ groups: z.array(Terms).min(2), within: z.number().int().positive() }).optional(),
  title: Terms.optional()
})
export type RuleCondition = z.infer<typeof RuleCondition>

export const Rule = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(1),
  /** 火灾, 占道经营 …: the kind of happening that it finds. */
  eventType: z.string().min(1),
  when: RuleCondition,
  /** A grade that the words alone deserve before figures are looked at; null: the table decides. */
  grade: Grade.nullable().default(null),
  /** Whether such a matter deserves an answer by the law's five kinds (R8). */
  mustRespond: z.boolean().default(false),
  sources: z.strictObject({ only: z.array(SourceKind).optional(), except: z.array(SourceKind).optional() }).optional(),
  owner: z.string().default('宣传处'),
  source: z.string().min(1)
})
export type Rule = z.infer<typeof Rule>

/** Rules of one subject: 突发事件, 城市管理, 执法, 政务形象. */
export const RulePack = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  subject: z.string().min(1),
  version: z.string().min(1),
  rules: z.array(Rule).min(1)
})
export type RulePack = z.infer<typeof RulePack>
