import { array, boolean, constant, constantFrom, integer, nat, oneof, option, record, type Arbitrary } from 'fast-check'
import { hourMs, minuteMs } from '../../core/instant.ts'

/** How a replica ends in the middle of its work: at its call of this number, before it was done or after, when only the answer was lost. */
export interface Death {
  readonly call: number
  readonly done: boolean
}

/** One process that sweeps at a moment. */
export interface ReplicaPlan {
  /** Its machine's clock beside the true one. */
  readonly skewMs: number
  readonly death: Death | null
  /** Its first read shows the incident as it was a moment of the schedule earlier. */
  readonly stale: boolean
}

/** What a person does to the incident before the sweep of a moment. */
export type Deed = 'sign' | 'confirm' | 'release' | 'anchor-later' | 'anchor-earlier'

export interface MomentPlan {
  /** Which boundary of a phase or a step, as a number from 0; the schedule has as many as it has. */
  readonly boundary: number
  readonly besideMs: number
  readonly replicas: readonly ReplicaPlan[]
  readonly deed: Deed | null
  /** The one who delivers, when he comes after the sweep; null: he does not come. */
  readonly courier: { readonly death: Death | null } | null
}

/** Crashes, clock jumps and replicas around the moments at which something falls due. */
export interface Schedule {
  readonly grade: 'I' | 'III'
  /** How long before its opening the incident happened. */
  readonly happenedMs: number
  readonly moments: readonly MomentPlan[]
  /** Who is next where several could go on. */
  readonly order: readonly number[]
}

const death: Arbitrary<Death | null> = option(record({ call: integer({ min: 1, max: 14 }), done: boolean() }), { freq: 2 })

/* Mostly close to it on both sides; now and then by hours, as when somebody sets the machine's clock. */
const skewMs = oneof(
  { weight: 6, arbitrary: constant(0) },
  { weight: 2, arbitrary: constantFrom(-1000, -1, 1, 1000, minuteMs) },
  { weight: 1, arbitrary: integer({ min: -8, max: 8 }).map((hours) => hours * hourMs) }
)

const replica: Arbitrary<ReplicaPlan> = record({ skewMs, death, stale: oneof({ weight: 4, arbitrary: constant(false) }, constant(true)) })

/* Most schedules run their clocks to the end. */
const deed = oneof({ weight: 8, arbitrary: constant(null) }, constantFrom<Deed>('sign', 'confirm', 'release', 'anchor-later', 'anchor-earlier'))

const moment: Arbitrary<MomentPlan> = record({
  boundary: nat({ max: 30 }),
  besideMs: constantFrom(-1000, -1, 0, 0, 1, 999, 1000, 30_000),
  replicas: array(replica, { minLength: 1, maxLength: 3 }),
  deed,
  courier: option(record({ death }), { freq: 2 })
})

export function schedule(mostMoments: number): Arbitrary<Schedule> {
  return record({
    grade: constantFrom('I' as const, 'I' as const, 'III' as const),
    happenedMs: constantFrom(0, 30 * minuteMs, 6 * hourMs, 30 * hourMs),
    moments: array(moment, { minLength: 1, maxLength: mostMoments, size: 'max' }),
    order: array(nat({ max: 5 }), { minLength: 1, maxLength: 12 })
  })
}
