import { z } from 'zod'
import { AnchorKind, CountdownRule } from './countdown.ts'
import { Grade } from './grade.ts'
import { ReleasePolicy } from './release-policy.ts'
import { MutePolicy } from './mute.ts'
import { SurgePolicy } from './surge.ts'
import { StagedCountdowns } from './staged-countdown.ts'
import { VisibilityPolicy } from './visibility.ts'

/** 升级阶梯的一级: when it is due and whom it reaches. Numbers are config with a source. */
export const EscalationStep = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /**
   * opened: the incident was opened; raised: its governing grade rose; unconfirmed: a machine's major grade waits for a person;
   * unacknowledged: nobody signed; lapsed: somebody signed and nothing was done until the signature expired; phase: a countdown
   * reached the phase named; release-lost: a recorded release is gone or changed; release-proposed: the machine found a page of ours
   * that may be the release; release-unreadable: a recorded page cannot be read for long, or can be again; wording-waits: a wording waits
   * for the next step of its approval; wording-conflict: units say different things in public; assignment-returned: a department gave its
   * duty back and nobody was assigned since; stage-started: a staged countdown began; answer-sent-back: the answer that
   * stopped a staged countdown was returned, so that it is owed again; extension-requested: somebody asked for more time and waits for an answer.
   */
  on: z.enum([
    'opened',
    'raised',
    'unconfirmed',
    'unacknowledged',
    'lapsed',
    'phase',
    'release-lost',
    'release-proposed',
    'release-unreadable',
    'wording-waits',
    'wording-conflict',
    'assignment-returned',
    'stage-started',
    'answer-sent-back',
    'extension-requested'
  ]),
  grades: z.array(Grade).min(1),
  /** Minutes after the trigger; a phase is told at once. */
  afterMinutes: z.number().nonnegative().default(0),
  /** Kinds that it speaks of; empty: the statutory ones. A staged one is named, whole or by stage: `report-up`, `report-up/phone`; tasks are `task` or `task/instruction`. */
  countdowns: z.array(z.string()).default([]),
  phases: z.array(z.string()).default([]),
  /**
   * Roles, `lead-department` and `assist-departments` for the handlers of the incident's departments, `clock-department` for those of the
   * department whose reply a staged clock counts, `task-owner` for who owes a task and `task-leader` for the leader of the owing
   * department, or `roster:ID` for who is on duty.
   */
  to: z.array(z.string()).min(1),
  /** `dashboard`, or the id of a configured channel. */
  channels: z.array(z.string()).min(1),
  words: z.string().min(1),
  source: z.string().min(1)
})
export type EscalationStep = z.infer<typeof EscalationStep>

/** 签收有效期: minutes by grade after which a signature that nobody acted on counts no more. A grade that is not named has no expiry. */
const Acknowledgement = z.strictObject({
  expiresAfterMinutes: z.strictObject({
    I: z.number().positive().optional(),
    II: z.number().positive().optional(),
    III: z.number().positive().optional(),
    IV: z.number().positive().optional()
  }),
  source: z.string().min(1)
})

/** 逐级换渠道: where nothing proves in time that a notice reached its person, it goes out over the person's next channel. */
const StepUpRule = z.strictObject({
  grades: z.array(Grade).min(1),
  /** Ids of channels, in this order; a contact may have an order of its own. */
  channels: z.array(z.string()).min(1),
  /** Minutes that each channel is given. */
  afterMinutes: z.number().positive(),
  source: z.string().min(1)
})

/** 退回交办的期限: for so many hours after the assignment, day and night, a department may say that the matter is not its own. */
const ReturnRule = z.strictObject({ grades: z.array(Grade).min(1), withinHours: z.number().positive(), source: z.string().min(1) })

/** 主要领导指导、协调、督促: a matter of these grades does not end without the 批示 of one. */
const Leadership = z.strictObject({ grades: z.array(Grade).min(1), source: z.string().min(1) })

/** 时限与升级政策. A running incident keeps the policy that it started with. */
export const Policy = z.strictObject({
  version: z.string(),
  /** Which grade starts the statutory clocks: the event's, the opinion's, or either. */
  startsOn: z.enum(['either', 'event', 'opinion']).default('either'),
  /** Order in which an anchor counts: the first that is known and plausible. */
  anchorOrder: z.array(AnchorKind).min(1).default(['occurred', 'first-published', 'detected']),
  /** A machine-read time of occurrence counts only within this many hours before the first publication. */
  occurredWithinHours: z.number().positive().default(72),
  /** A machine's I or II that no person confirmed within this many minutes escalates. */
  confirmWithinMinutes: z.number().positive().default(15),
  /** A lowering or a dismissal of I or II needs a second person. */
  secondPersonFor: z.array(Grade).default(['I', 'II']),
  /** What a release is held against; absent in policies from before. */
  release: ReleasePolicy.optional(),
  /** Left out: a signature stands, as it did before there was an expiry. */
  acknowledgement: Acknowledgement.optional(),
  /** For all incidents as it is now, not as it was when they began. Left out: nobody is spared anything. */
  surge: SurgePolicy.optional(),
  mute: MutePolicy.optional(),
  /** As it is now, too. Left out: what the public still sees is not told. */
  visibility: VisibilityPolicy.optional(),
  /** Left out: a department may return its duty at any time, as before there was a limit. */
  returns: z.array(ReturnRule).optional(),
  /** Left out: no grade asks for a 主要领导. */
  leadership: Leadership.optional(),
  countdowns: z.array(CountdownRule).min(1),
  escalation: z.array(EscalationStep).min(1),
  /** Left out: nothing steps up. */
  stepUp: StepUpRule.optional(),
  /** 分阶段时限. Absent in what was opened before there were any, and where a unit has none. */
  staged: StagedCountdowns.optional()
})
export type Policy = z.infer<typeof Policy>
