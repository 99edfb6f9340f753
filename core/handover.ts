import { z } from 'zod'
import { Actor } from './actor.ts'
import { RefusedError } from './errors.ts'
import { Grade } from './grade.ts'
import { nextDueAt } from './incident/next-due.ts'
import type { IncidentDocument } from './incident/state.ts'
import { Instant } from './instant.ts'

/** What the next watch must know of one incident, as it stood at the moment of the hand-over. */
export const HandedIncident = z.object({
  id: z.string(),
  title: z.string(),
  grade: Grade.nullable(),
  nextDueAt: Instant.nullable(),
  /** Nobody had signed for it. */
  unsigned: z.boolean(),
  overdue: z.boolean()
})
export type HandedIncident = z.infer<typeof HandedIncident>

/** 交接班: who leaves, when, with what is open. It never changes; that somebody took it is a record of its own. */
export const Handover = z.object({
  schema: z.literal(1),
  id: z.string(),
  at: Instant,
  by: Actor,
  note: z.string(),
  incidents: z.array(HandedIncident)
})
export type Handover = z.infer<typeof Handover>

export interface HandoverContext {
  readonly id: string
  readonly at: Instant
  readonly by: Actor
  readonly note: string
  /** Whether nobody's signature stands for it now. */
  readonly isUnsigned: (document: IncidentDocument) => boolean
}

const mostListed = 500

/** What is handed over, the graver and the sooner due first. */
export function handOver(open: readonly IncidentDocument[], { id, at, by, note, isUnsigned }: HandoverContext): Handover {
  const incidents = open.map((document): HandedIncident => {
    const due = nextDueAt(document.state)
    return {
      id: document.id,
      title: document.state.title,
      grade: document.state.grade,
      nextDueAt: due,
      unsigned: isUnsigned(document),
      overdue: due !== null && due <= at
    }
  })
  const text = note.trim()
  if (text === '' && incidents.some(({ unsigned, overdue }) => unsigned || overdue))
    throw new RefusedError('有未签收或已超时的事件，请在交接说明里写明要下一班做什么')
  return { schema: 1, id, at, by, note: text, incidents: incidents.slice(0, mostListed) }
}

/** @throws RefusedError where somebody would take over from himself */
export function demandOther(handover: Handover, by: Actor): void {
  if (handover.by.kind === 'person' && by.kind === 'person' && handover.by.id === by.id) throw new RefusedError('不能接自己交的班')
}
