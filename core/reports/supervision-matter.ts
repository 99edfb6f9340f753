import { z } from 'zod'
import { Instant } from '../instant.ts'

/** 约谈: when and where the unit is heard, which the ledger does not say. */
export const SupervisionMeeting = z.strictObject({
  at: Instant,
  place: z.string().trim().min(1, '请填写约谈地点').max(200),
  attendees: z.string().trim().min(1, '请填写参加人员').max(500)
})
export type SupervisionMeeting = z.infer<typeof SupervisionMeeting>

/** What a 督办单, a 通报 or an 约谈通知 is filled from: one finding with its evidence, as the ledger has it. */
export const SupervisionMatter = z.strictObject({
  /** 文号 as it was given out; null leaves a blank for it. */
  number: z.string().max(100).nullable().default(null),
  unit: z.string().trim().min(1, '请填写单位').max(100),
  incidentId: z.string().max(200).nullable().default(null),
  finding: z.string().trim().min(1, '请填写认定的问题').max(200),
  facts: z.string().trim().min(1, '请填写事实').max(5000),
  /** The document that the unit's rule of this step rests on. */
  basis: z.string().trim().min(1).max(500),
  evidence: z
    .array(
      z.strictObject({
        kind: z.enum(['event', 'answer', 'clock']),
        words: z.string().trim().min(1),
        incidentId: z.string().max(200).nullable().default(null),
        /** Number of the event in the incident's timeline. */
        eventSeq: z.number().int().positive().nullable().default(null)
      })
    )
    .default([]),
  requirement: z.string().trim().min(1, '请填写整改要求').max(5000),
  dueAt: Instant.nullable().default(null),
  statement: z.string().trim().max(5000).nullable().default(null),
  meeting: SupervisionMeeting.nullable().default(null)
})
export type SupervisionMatter = z.infer<typeof SupervisionMatter>
