import { z } from 'zod'
import { EmergencyKind } from './emergency-kind.ts'
import { Grade, GradeExplanation } from './grade.ts'
import { Instant, Precision } from './instant.ts'
import { DivisionLevel } from './lexicon.ts'
import { MentionId } from './mention.ts'
import { ReplySort } from './reply-sort.ts'

/** Where words stand: UTF-16 units from the start of `text`, or of the title where `field` says so. */
export const Span = z.object({ text: z.string(), offset: z.number().int().nonnegative(), field: z.literal('title').optional() })
export type Span = z.infer<typeof Span>

/** Who stands behind a figure: an office that announced it, or hearsay (网传, 目击者称). Absent: the report itself. */
export const FactBasis = z.enum(['official', 'hearsay'])
export type FactBasis = z.infer<typeof FactBasis>

/**
 * Another figure of the text for the same thing and why it was not taken: `hearsay` where an office or the report says
 * otherwise, `corrected` where the text takes it back, `earlier` where a later count stands beside it, `unreconciled` where
 * nothing tells which is right (the larger was taken).
 */
export const FactConflict = Span.extend({
  value: z.number().nonnegative(),
  why: z.enum(['hearsay', 'corrected', 'earlier', 'unreconciled'])
})
export type FactConflict = z.infer<typeof FactConflict>

/**
 * A number that the text states, with its words. The absence of a fact is null: "not said". `atLeast` and `atMost` are given
 * where the words are a bound (十余人, 至少3人, 近百人, 3至5人).
 */
export const Fact = z.object({
  value: z.number().nonnegative(),
  text: z.string(),
  offset: z.number().int().nonnegative(),
  field: z.literal('title').optional(),
  atLeast: z.number().nonnegative().optional(),
  atMost: z.number().nonnegative().optional(),
  /** The sentence that says so. */
  sentence: z.string().optional(),
  basis: FactBasis.optional(),
  conflicts: z.array(FactConflict).optional()
})
export type Fact = z.infer<typeof Fact>

/**
 * Figures of the event reported, not of its background. `injuries` includes the serious ones. The last two are absent in
 * assessments of before they were read.
 */
export const Facts = z.object({
  deaths: Fact.nullable(),
  seriousInjuries: Fact.nullable(),
  injuries: Fact.nullable(),
  missing: Fact.nullable(),
  trapped: Fact.nullable(),
  evacuated: Fact.nullable(),
  lossYuan: Fact.nullable(),
  poisoned: Fact.nullable().optional(),
  /** 过火面积, 受灾面积, in square metres. */
  areaSquareMetres: Fact.nullable().optional()
})
export type Facts = z.infer<typeof Facts>
export type FactName = keyof Facts

export const noFacts: Facts = {
  deaths: null,
  seriousInjuries: null,
  injuries: null,
  missing: null,
  trapped: null,
  evacuated: null,
  lossYuan: null,
  poisoned: null,
  areaSquareMetres: null
}

const factNames = Object.keys(noFacts) as FactName[]

/** The facts that are stated, with their names. */
export function statedFacts(facts: Facts): [FactName, Fact][] {
  const stated: [FactName, Fact][] = []
  for (const name of factNames) {
    const fact = facts[name]
    if (fact !== null && fact !== undefined) stated.push([name, fact])
  }
  return stated
}

export const RuleMatch = z.object({
  id: z.string(),
  version: z.string(),
  pack: z.string(),
  subject: z.string(),
  matches: z.array(Span)
})
export type RuleMatch = z.infer<typeof RuleMatch>

/** A place named in the text; `code`, `name` and `level` are the division's (GB/T 2260) where it could be resolved. */
export const Place = Span.extend({
  code: z.string().nullable(),
  name: z.string().nullable(),
  level: DivisionLevel.nullable().optional(),
  ours: z.boolean()
})
export type Place = z.infer<typeof Place>

export const DepartmentRole = z.enum(['lead', 'assist', 'coordinator'])
export type DepartmentRole = z.infer<typeof DepartmentRole>

export const DepartmentShare = z.object({ id: z.string(), name: z.string(), role: DepartmentRole, reason: z.string() })
export type DepartmentShare = z.infer<typeof DepartmentShare>

/** 回应价值. */
export const ResponseValue = z.enum(['must-respond', 'respond', 'observe', 'ignore'])
export type ResponseValue = z.infer<typeof ResponseValue>

/** A word or sign that told, and what it weighed in the end: above 0 praise, below 0 complaint. */
export const SentimentEvidence = Span.extend({ weight: z.number() })
export type SentimentEvidence = z.infer<typeof SentimentEvidence>

/** 对政府和有关部门的态度. The evidence is what is said of them, and the names it stands beside. */
export const Stance = z.object({ value: z.enum(['supportive', 'neutral', 'critical']), evidence: z.array(Span) })
export type Stance = z.infer<typeof Stance>

/** Older assessments have neither evidence, strongest first, nor stance. */
export const Sentiment = z.object({
  polarity: z.union([z.literal(-1), z.literal(0), z.literal(1)]),
  score: z.number().min(-1).max(1),
  evidence: z.array(SentimentEvidence).optional(),
  stance: Stance.optional()
})
export type Sentiment = z.infer<typeof Sentiment>

/** Time of occurrence as read from the text: 机器读出, 待核. */
export const Occurrence = z.object({
  at: Instant,
  precision: Precision,
  text: z.string(),
  offset: z.number().int().nonnegative(),
  field: z.literal('title').optional()
})
export type Occurrence = z.infer<typeof Occurrence>

/** Why the machine thinks so, in words that a person can check. `weight` is signed: what raised and what lowered. */
export const Reason = z.object({ step: z.string(), words: z.string(), weight: z.number().optional(), evidence: z.array(Span).optional() })
export type Reason = z.infer<typeof Reason>

/** 研判 of one mention by the machine, with its evidence. */
export const Assessment = z.object({
  id: MentionId,
  /** Names the rules and configuration that it was made with. */
  rulesVersion: z.string(),
  relevant: z.boolean(),
  rules: z.array(RuleMatch),
  facts: Facts,
  occurred: Occurrence.nullable(),
  places: z.array(Place),
  organisations: z.array(Span),
  departments: z.array(DepartmentShare),
  sentiment: Sentiment,
  /** Kind of happening: 火灾, 道路交通事故, 占道经营 …; null when none. */
  eventType: z.string().nullable(),
  subject: z.string().nullable(),
  /** Which of the four kinds of emergencies it is; null: none. Absent from assessments of older versions. */
  emergencyKind: EmergencyKind.nullable().optional(),
  /** The answer that it is owed (R9); null where it is not our business. Absent from assessments of older versions. */
  replySort: ReplySort.nullable().optional(),
  /** The content grade of this one mention; null for aggregates, drills, what is no incident. */
  grade: Grade.nullable(),
  explanation: GradeExplanation,
  responseValue: ResponseValue,
  jurisdiction: z.string().nullable(),
  reasons: z.array(Reason),
  /**
   * Salient terms: what the grouper compares besides the wording, whose bands it takes from the text itself. `minhash` and
   * `shingles` are filled in assessments of before.
   */
  signature: z.object({ minhash: z.array(z.number().int()), terms: z.array(z.string()), shingles: z.number().int() })
})
export type Assessment = z.infer<typeof Assessment>
