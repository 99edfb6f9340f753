import { z } from 'zod'
import { AuthorClass } from './author-class.ts'
import { EmergencyKind } from './emergency-kind.ts'
import { Grade } from './grade.ts'
import { SourceKind } from './mention.ts'
import { ReplySort } from './reply-sort.ts'

/** Of a rule that names nobody. */
export const defaultOwner = '宣传处'

/** Searching doubles with each. */
const mostGroups = 8
/** Characters; words further apart are not near each other. */
const mostWithin = 1000

/** An RE2 pattern, found in the normalised text (simplified, half width, small letters): no backtracking, no look-around. */
export const PatternTerm = z.strictObject({ pattern: z.string().min(1) })
export type PatternTerm = z.infer<typeof PatternTerm>

/** Words, or a pattern. Words match as words: 发展中国家 does not mention 中国, 发生爆炸 does mention 爆炸. */
export const Term = z.union([z.string().min(1), PatternTerm])
export type Term = z.infer<typeof Term>

/** Conditions, rules and packs are written with terms; a configuration file may also name a list of them in a file. */
function conditionOf<T extends z.ZodType>(term: T) {
  const terms = z.array(term).min(1)
  return z
    .strictObject({
      all: terms.optional(),
      any: terms.optional(),
      none: terms.optional(),
      /**
       * Each group is satisfied by any of its terms; all groups within `within` characters of each other, and in the order in
       * which they are written where `ordered` says so.
       */
      near: z
        .strictObject({
          groups: z.array(terms).min(2).max(mostGroups),
          within: z.number().int().positive().max(mostWithin),
          ordered: z.boolean().default(false)
        })
        .optional(),
      title: terms.optional(),
      /** Any of these patterns. */
      patterns: z.array(z.string().min(1)).min(1).optional()
    })
    .refine(({ all, any, near, title, patterns }) => (all ?? any ?? near ?? title ?? patterns) !== undefined, {
      error: '至少要有 all、any、near、title、patterns 之一：只有 none 的规则什么也找不到'
    })
}

function atLeastOne(part: object): boolean {
  return Object.values(part).some((value) => value !== undefined)
}

/** 来源性质 and names of those who wrote it; either is enough. */
const Authors = z
  .strictObject({ classes: z.array(AuthorClass).min(1).optional(), names: z.array(z.string().min(1)).min(1).optional() })
  .refine(atLeastOne, { error: 'classes、names 至少写一项' })

const Minimum = z.number().int().positive().optional()
/** All of them must be reached. A count that is unknown reaches nothing. */
const MinEngagement = z
  .strictObject({ views: Minimum, likes: Minimum, comments: Minimum, reposts: Minimum })
  .refine(atLeastOne, { error: 'views、likes、comments、reposts 至少写一项' })

function ruleOf<T extends z.ZodType>(term: T) {
  return z.strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/),
    name: z.string().min(1),
    /** Of this rule alone; without it the pack's counts. */
    version: z.string().min(1).optional(),
    /** 火灾, 占道经营 …: the kind of happening that it finds. */
    eventType: z.string().min(1, '还没有填：写明事件类型，如 供水、火灾'),
    /** Which of the four kinds of emergencies it is; null: a matter of daily trade. */
    kind: EmergencyKind.nullable().default(null),
    when: conditionOf(term),
    /** Finds a harm, a person or a measure whatever brought it about (失联, 死亡, 停课): the happening is named by a rule that finds the cause. */
    generic: z.boolean().default(false),
    /** A grade that the words alone deserve before figures are looked at; null: the table decides. */
    grade: Grade.nullable().default(null),
    /** Whether such a matter deserves an answer by the law's five kinds (R8). */
    mustRespond: z.boolean().default(false),
    /** The answer that it is owed where nothing graver stands beside it (R9); null: told from the text. */
    reply: ReplySort.nullable().default(null),
    sources: z.strictObject({ only: z.array(SourceKind).optional(), except: z.array(SourceKind).optional() }).optional(),
    authors: Authors.optional(),
    /** Division codes (GB/T 2260) or their beginnings: a place named in the text lies there, or, where none is named, the source reports on it. */
    regions: z
      .array(z.string().regex(/^\d{2,12}$/, '应为区划代码，如 12 或 120101'))
      .min(1)
      .optional(),
    minEngagement: MinEngagement.optional(),
    owner: z.string().min(1).default(defaultOwner),
    source: z.string().min(1)
  })
}

/** A pack whose terms are of the kind given. */
export function rulePackOf<T extends z.ZodType>(term: T) {
  return z.strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/),
    subject: z.string().min(1),
    version: z.string().min(1),
    rules: z.array(ruleOf(term)).min(1)
  })
}

/** Rules of one subject: 突发事件, 城市管理, 执法, 政务形象. */
export const RulePack = rulePackOf(Term)
export type RulePack = z.infer<typeof RulePack>
export type Rule = RulePack['rules'][number]
export type RuleCondition = Rule['when']

/** Every term of a condition that is words. */
export function wordsOf({ all, any, none, title, near }: RuleCondition): string[] {
  return [all, any, none, title, ...(near?.groups ?? [])].flatMap((terms) => (terms ?? []).filter((term) => typeof term === 'string'))
}
