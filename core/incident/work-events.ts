import { z } from 'zod'
import { FocusKind } from '../focus-kind.ts'
import { Instant } from '../instant.ts'
import { ReplySort } from '../reply-sort.ts'
import { FactCheck } from './fact-check.ts'
import { FiledReport } from './filed-report.ts'
import { Meeting } from './meeting.ts'
import { RumourTransfer } from './rumour-transfer.ts'
import { GivenTask, TaskOwner, TaskSource } from './task.ts'

/** Which task, and its name, so that a line of the timeline speaks for itself. */
const named = { id: z.string(), words: z.string() }

/** What can happen to what is being done about a matter. */
export const workEventBodies = [
  z.object({
    type: z.literal('tasks-given'),
    source: TaskSource,
    about: z.string(),
    checklistId: z.string().nullable(),
    tasks: z.array(GivenTask).min(1)
  }),
  z.object({ type: z.literal('task-done'), ...named, statement: z.string(), evidence: z.array(z.string()) }),
  z.object({ type: z.literal('task-returned'), ...named, reason: z.string() }),
  z.object({ type: z.literal('task-handed-on'), ...named, owner: TaskOwner, dueAt: Instant, reason: z.string() }),
  z.object({ type: z.literal('task-withdrawn'), ...named, reason: z.string() }),
  z.object({
    type: z.literal('task-phase-reached'),
    ...named,
    phase: z.string(),
    /** The deadline that the phase belonged to, and when the phase was due: their difference to the event's time is lateness. */
    dueAt: Instant,
    phaseAt: Instant
  }),
  z.object({ type: z.literal('meeting-held'), meeting: Meeting }),
  z.object({ type: z.literal('classified'), sort: ReplySort, focus: z.array(FocusKind), reason: z.string() }),
  z.object({ type: z.literal('fact-checked'), check: FactCheck }),
  z.object({ type: z.literal('rumour-transferred'), transfer: RumourTransfer }),
  z.object({ type: z.literal('transfer-receipted'), id: z.string(), text: z.string(), receivedAt: Instant }),
  z.object({ type: z.literal('report-filed'), report: FiledReport })
] as const

export type WorkEventBody = z.infer<(typeof workEventBodies)[number]>

const types: ReadonlySet<string> = new Set(workEventBodies.map(({ shape }) => shape.type.value))

/** Whether an event is about what is being done. */
export function isWorkEvent<Body extends { readonly type: string }>(body: Body): body is Extract<Body, { type: WorkEventBody['type'] }> {
  return types.has(body.type)
}
