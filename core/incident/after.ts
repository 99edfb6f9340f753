import { z } from 'zod'
import { Actor } from '../actor.ts'
import { KeptFor } from '../archive/rules.ts'
import { ReviewFacts } from '../archive/review-facts.ts'
import { Instant } from '../instant.ts'

/** What people write of how it went. */
export const ReviewForm = z.object({
  wentWell: z.string(),
  wentBadly: z.string(),
  lessons: z.string(),
  /** 预案、规则、口径 that should change. */
  rulesToChange: z.string()
})
export type ReviewForm = z.infer<typeof ReviewForm>

/** 评估: what the machine counted and what people wrote; a later one replaces it until it is filed. */
export const Review = z.object({ at: Instant, by: Actor, facts: ReviewFacts, form: ReviewForm })
export type Review = z.infer<typeof Review>

/** What was filed: the package with its root hash. */
export const FiledPackage = z.object({
  file: z.string(),
  bytes: z.number().int().nonnegative(),
  root: z.string(),
  /** SHA-256 of the file; absent in what was filed before it was noted. */
  sha256: z.string().optional(),
  /** Newest event that is in it; the filing itself is the next one. */
  headHash: z.string(),
  mentions: z.number().int().nonnegative(),
  evidence: z.number().int().nonnegative(),
  missing: z.number().int().nonnegative()
})
export type FiledPackage = z.infer<typeof FiledPackage>

export const Filing = z.object({ number: z.string(), keptFor: KeptFor, package: FiledPackage })
export type Filing = z.infer<typeof Filing>

/** What comes after 办结. Absent before; see evolve-after.ts. */
export const After = z.object({ review: Review.nullable(), filed: Filing.extend({ at: Instant, by: Actor }).nullable() })
export type After = z.infer<typeof After>

/** Filed: nothing may change it any more but reading. */
export function isFiled({ after }: { readonly after?: After | undefined }): boolean {
  return after !== undefined && after.filed !== null
}
