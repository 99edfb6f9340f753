import { z } from 'zod'
import { Actor, Role } from './actor.ts'
import { Instant } from './instant.ts'

/** Who acts in a drill: people who sign in to it, or the script, to its end. */
export const DrillMode = z.enum(['people', 'script'])
export type DrillMode = z.infer<typeof DrillMode>

export const drillModeWords = { people: '由人处置', script: '按剧本自动演完' } as const satisfies Record<DrillMode, string>

/** The fastest that a drill's clock is asked to run: above it hours pass between two looks at a source. */
export const fastestDrill = 1000

/** What a person asks to be played. */
export const DrillOrder = z.strictObject({
  scenario: z.string().min(1).max(100),
  mode: DrillMode,
  /** Civil milliseconds a real one; null: what the play needs. */
  speed: z.number().min(1, '倍速至少为 1').max(fastestDrill, `倍速至多为 ${fastestDrill}`).nullable()
})
export type DrillOrder = z.infer<typeof DrillOrder>

/** Something that a person did about an incident of the drill. */
export const DrillDeed = z.object({ at: Instant, by: z.string(), words: z.string() })
export type DrillDeed = z.infer<typeof DrillDeed>

/** What became of one incident. */
export const DrilledIncident = z.object({
  id: z.string(),
  title: z.string(),
  gradeWords: z.string(),
  openedAt: Instant,
  /** Who signed for it first; null: nobody. */
  signed: z.object({ at: Instant, by: z.string(), afterMs: z.number() }).nullable(),
  clocks: z.array(z.object({ words: z.string(), dueAt: Instant, stateWords: z.string(), overdue: z.boolean() })),
  deeds: z.array(DrillDeed)
})
export type DrilledIncident = z.infer<typeof DrilledIncident>

/** What is left of a drill when it has ended. Its own data goes with the next one. */
export const DrillResult = z.object({
  /** Civil moments between which it was played. */
  from: Instant,
  to: Instant,
  speed: z.number(),
  /** Whether the play came to its end; false: somebody stopped it, and what was still to come is not judged. */
  playedOut: z.boolean(),
  mentions: z.number(),
  notices: z.object({ requested: z.number(), accepted: z.number(), signed: z.number() }),
  incidents: z.array(DrilledIncident),
  /** Held against the truth of the scenario; null where it was stopped before its end. */
  judgement: z
    .object({
      falseIncidents: z.number(),
      missedIncidents: z.number(),
      expectations: z.array(z.object({ name: z.string(), held: z.boolean(), detail: z.string() }))
    })
    .nullable()
})
export type DrillResult = z.infer<typeof DrillResult>

/** How it ended: with its result, or with the reason why there is none. */
export const DrillEnd = z.object({ at: Instant, result: DrillResult.nullable(), failure: z.string() })
export type DrillEnd = z.infer<typeof DrillEnd>

export const DrillStart = z.object({ id: z.string(), order: DrillOrder, at: Instant, by: Actor })
export type DrillStart = z.infer<typeof DrillStart>

/** One drill that was started, and how it ended; null: it runs, or whoever ran it is gone. */
export interface DrillRun extends DrillStart {
  readonly end: DrillEnd | null
}

/** A place at the desk of the drill. */
export const DrillSeat = z.object({ id: z.string(), role: Role, words: z.string() })
export type DrillSeat = z.infer<typeof DrillSeat>

/** How the drill that runs stands. */
export const DrillProgress = z.object({
  /** Id of the run. */
  id: z.string(),
  /** Null while it starts. */
  up: z
    .object({
      port: z.number(),
      speed: z.number(),
      from: Instant,
      endsAt: Instant,
      seats: z.array(DrillSeat)
    })
    .nullable(),
  /** Civil time of the drill. */
  now: Instant.nullable(),
  mentions: z.number(),
  incidents: z.number(),
  unsigned: z.number(),
  /** Real milliseconds at which this was told. */
  toldMs: z.number()
})
export type DrillProgress = z.infer<typeof DrillProgress>

/** A scenario that can be played. */
export interface DrillScenario {
  readonly name: string
  readonly words: string
  readonly about: string
}
