import { z } from 'zod'
import { Actor } from '../actor.ts'
import { Instant } from '../instant.ts'
import type { IncidentEvent } from './events.ts'
import { FoundConflict, type PublicityEventBody } from './publicity-events.ts'
import { withWording, type Wording } from './wording.ts'

/** 原因认定: what was found, and on what ground. Before it no wording may name a cause. */
const EstablishedCause = z.object({ text: z.string(), basis: z.string(), at: Instant, by: Actor })

/** A conflict as it stands: `ended` by itself, or `settled` by a person. */
export const RecordedConflict = FoundConflict.extend({
  foundAt: Instant,
  endedAt: Instant.nullable(),
  settled: z.object({ by: Actor, at: Instant, reason: z.string() }).nullable()
})
export type RecordedConflict = z.infer<typeof RecordedConflict>

/** 媒体宣传计划中的一项. */
export const MediaPiece = z.object({
  id: z.string(),
  outlet: z.string(),
  angle: z.string(),
  plannedAt: Instant,
  plannedBy: Actor,
  link: z.string().nullable(),
  title: z.string().nullable(),
  publishedAt: Instant.nullable(),
  withdrawn: z.object({ at: Instant, reason: z.string() }).nullable()
})
export type MediaPiece = z.infer<typeof MediaPiece>

/** Beside the wordings themselves. Absent in an incident of which nothing of it is known. */
export const Publicity = z.object({
  cause: EstablishedCause.nullable(),
  conflicts: z.array(RecordedConflict),
  media: z.array(MediaPiece)
})
export type Publicity = z.infer<typeof Publicity>

interface WithPublicity {
  readonly wordings?: Wording[] | undefined
  readonly publicity?: Publicity | undefined
}

export function publicityOf({ publicity }: WithPublicity): Publicity {
  return publicity ?? { cause: null, conflicts: [], media: [] }
}

/** Those that nobody has settled and that still stand. */
export function openConflicts(state: WithPublicity): RecordedConflict[] {
  return publicityOf(state).conflicts.filter(({ endedAt, settled }) => endedAt === null && settled === null)
}

/** What is said in public, one event further. */
export function evolvePublicity<State extends WithPublicity>(
  state: State,
  body: PublicityEventBody,
  event: Pick<IncidentEvent, 'at' | 'actor'>
): State {
  const { at, actor } = event
  const publicity = publicityOf(state)
  const to = (change: Partial<Publicity>): State => ({ ...state, publicity: { ...publicity, ...change } })
  switch (body.type) {
    case 'wording-drafted':
    case 'wording-submitted':
    case 'wording-reviewed':
    case 'wording-returned':
    case 'wording-approved':
      return withWording(state, body, event)
    case 'cause-established':
      return to({ cause: { text: body.cause, basis: body.basis, at, by: actor } })
    case 'cause-retracted':
      return to({ cause: null })
    case 'public-conflict-found':
      return to({ conflicts: [...publicity.conflicts, { ...body.conflict, foundAt: at, endedAt: null, settled: null }] })
    case 'public-conflict-ended':
      return to({ conflicts: changed(publicity.conflicts, body.id, (one) => ({ ...one, endedAt: at })) })
    case 'public-conflict-settled':
      return to({ conflicts: changed(publicity.conflicts, body.id, (one) => ({ ...one, settled: { by: actor, at, reason: body.reason } })) })
    case 'media-planned':
      return to({ media: [...publicity.media, planned(body, event)] })
    case 'media-published':
      return to({
        media: publicity.media.map((one) =>
          one.id === body.id ? { ...one, link: body.link, title: body.title, publishedAt: body.publishedAt } : one
        )
      })
    case 'media-withdrawn':
      return to({ media: publicity.media.map((one) => (one.id === body.id ? { ...one, withdrawn: { at, reason: body.reason } } : one)) })
    default:
      return body satisfies never
  }
}

/** Of a conflict that came again the newest. */
function changed(conflicts: readonly RecordedConflict[], id: string, to: (one: RecordedConflict) => RecordedConflict): RecordedConflict[] {
  const index = conflicts.findLastIndex((one) => one.id === id && one.endedAt === null)
  return conflicts.map((one, at) => (at === index ? to(one) : one))
}

function planned(
  { id, outlet, angle, plannedAt, link }: Extract<PublicityEventBody, { type: 'media-planned' }>,
  { actor }: Pick<IncidentEvent, 'actor'>
): MediaPiece {
  return { id, outlet, angle, plannedAt, plannedBy: actor, link, title: null, publishedAt: null, withdrawn: null }
}
