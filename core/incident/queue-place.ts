import { InvalidInputError } from '../errors.ts'
import { severityOf } from '../grade.ts'
import { Instant } from '../instant.ts'
import { nextDueAt } from './next-due.ts'
import type { IncidentDocument } from './state.ts'

/** Where an incident stands in the queue: most severe first, then the earliest deadline, then the newest. */
export interface QueuePlace {
  readonly severity: number
  readonly nextDueAt: Instant | null
  readonly openedAt: Instant
  readonly id: string
}

export function queuePlaceOf({ id, state }: Pick<IncidentDocument, 'id' | 'state'>): QueuePlace {
  return { severity: severityOf(state.grade), nextDueAt: nextDueAt(state), openedAt: state.openedAt, id }
}

/** The place as the mark of a page. */
export function queueCursor({ severity, nextDueAt: due, openedAt, id }: QueuePlace): string {
  return [severity, due ?? '', openedAt, id].join('|')
}

/** @throws InvalidInputError for text that no page gave out */
export function readQueueCursor(text: string): QueuePlace {
  const [severity = '', due = '', openedAt = '', ...id] = text.split('|')
  const [dueAt, opened] = [due === '' ? null : Instant.safeParse(due), Instant.safeParse(openedAt)]
  if (!/^\d$/.test(severity) || dueAt?.success === false || !opened.success || id.join('|') === '')
    throw new InvalidInputError('翻页标记无效，请从第一页重新查询', { metadata: { cursor: text.slice(0, 200) } })
  return { severity: Number(severity), nextDueAt: dueAt?.data ?? null, openedAt: opened.data, id: id.join('|') }
}
