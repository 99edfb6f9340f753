import { z } from 'zod'

/** 口径: who may approve it. A drafter never approves the own draft, whatever role. */
export const WordingApprover = z.enum(['duty-officer', 'analyst', 'spokesperson', 'deputy-leader', 'leader'])
export type WordingApprover = z.infer<typeof WordingApprover>

/** 审批的一步, in the order of the list; the last one puts the wording in force. */
export const WordingStep = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** 审核, 签发. */
  words: z.string().min(1).max(20),
  roles: z.array(WordingApprover).min(1)
})
export type WordingStep = z.infer<typeof WordingStep>

/** 发布核验: what a page of ours must carry to stop a clock, who approves its wording, and how a release is watched afterwards. */
export const ReleasePolicy = z.strictObject({
  /** required: without approved wording no page stops a clock; when-approved: a page is compared where there is such wording. */
  wording: z.enum(['required', 'when-approved']).default('when-approved'),
  approvers: z.array(WordingApprover).min(1).default(['spokesperson', 'deputy-leader', 'leader']),
  /** 审批步骤 after the draft: each by another person, none by the drafter. Left out: one step, by `approvers`. */
  steps: z.array(WordingStep).min(1).max(5).optional(),
  /** required: a wording has the parts of a template; left out: it may be written freely. */
  templates: z.enum(['required', 'optional']).optional(),
  /** Share of the wording's letters that the page must carry; passages with figures, places or negations must stand as they are. */
  share: z.number().gt(0.5).max(1).default(0.9),
  /** A page of ours that carries the wording: propose it to a person, or record it at once. */
  onMatch: z.enum(['propose', 'record']).default('propose'),
  /** A page of ours that carries at least so much of it is proposed too, with what differs. */
  proposeFrom: z.number().gt(0).max(1).default(0.6),
  /** How often a recorded release is looked at again. */
  recheckMinutes: z.number().positive().default(30),
  /** A page that is gone or changed counts as such when it still is so many minutes later. */
  againMinutes: z.number().positive().default(5),
  /** For how long after its recording. */
  watchDays: z.number().positive().default(7),
  /** A recorded page that cannot be read for so long (403, 5xx, time-outs) is told of; `unreadableAfterMinutes` where it is not written. */
  unreadableMinutes: z.number().positive().optional(),
  /** 下次发布: how many days ahead a wording may promise it where no rule of 持续发布 says; `withinDays` where it is not written. */
  updateWithinDays: z.number().positive().optional(),
  source: z.string().min(1).default('程序缺省，政策未写明')
})
export type ReleasePolicy = z.infer<typeof ReleasePolicy>

/** Not a default of the schema: frozen policies are hashed as they were written. */
const unreadableAfterMinutes = 60

export function unreadableMinutes({ unreadableMinutes: written }: Pick<ReleasePolicy, 'unreadableMinutes'>): number {
  return written ?? unreadableAfterMinutes
}

const withinDays = 7

export function updateWithinDays({ updateWithinDays: written }: Pick<ReleasePolicy, 'updateWithinDays'>): number {
  return written ?? withinDays
}

const unwritten: ReleasePolicy = ReleasePolicy.parse({})

/** The rules of a frozen policy; one from before there were any compares where wording was approved. */
export function releaseRules(policy: { readonly release?: ReleasePolicy | undefined }): ReleasePolicy {
  return policy.release ?? unwritten
}

/** What a draft goes through until it is in force; a policy from before there were steps has one. */
export function wordingSteps(policy: { readonly release?: ReleasePolicy | undefined }): readonly WordingStep[] {
  const { steps, approvers } = releaseRules(policy)
  return steps ?? [{ id: 'approve', words: '核准', roles: approvers }]
}
