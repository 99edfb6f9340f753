import { z } from 'zod'
import { Grade } from '../grade.ts'

/** 保管期限 of one or several grades. */
const Retention = z.strictObject({
  /** Those that no grade was ever given to among them where `null` stands in the list. */
  grades: z.array(Grade.nullable()).min(1),
  years: z.union([z.number().int().positive(), z.literal('permanent')]),
  source: z.string().min(1)
})

/** 归档规则: how archive numbers are written, how long what is kept, and for which grades a review comes first. */
export const ArchiveRules = z.strictObject({
  /** 全宗号 and category as the archives office gave them; the number goes on with year, retention and item. */
  numberPrefix: z.string().min(1).max(40),
  numberSource: z.string().min(1),
  retention: z.array(Retention).min(1),
  /** Grades that are reviewed before they are filed. */
  reviewedFirst: z.array(Grade).default([])
})
export type ArchiveRules = z.infer<typeof ArchiveRules>

/** How long one incident is kept; `years` null: for good. */
export const KeptFor = z.object({ years: z.number().int().positive().nullable(), source: z.string() })
export type KeptFor = z.infer<typeof KeptFor>

/** Null where the rules name no time for the grade: then nothing is guessed. */
export function keptFor({ retention }: ArchiveRules, grade: Grade | null): KeptFor | null {
  const found = retention.find(({ grades }) => grades.includes(grade))
  return found === undefined ? null : { years: found.years === 'permanent' ? null : found.years, source: found.source }
}

export function keptForWords({ years }: Pick<KeptFor, 'years'>): string {
  return years === null ? '永久' : `${years}年`
}

/** `WS·2026-D30-0001`: prefix, year, retention as DA/T 13 writes it (Y, D30, D10), number within the year. */
export function archiveNumber({ numberPrefix }: Pick<ArchiveRules, 'numberPrefix'>, kept: KeptFor, year: number, item: number): string {
  return `${numberPrefix}·${year}-${kept.years === null ? 'Y' : `D${kept.years}`}-${String(item).padStart(4, '0')}`
}
