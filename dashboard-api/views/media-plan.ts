import { publicityOf, type MediaPiece } from '../../core/incident/publicity.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import type { Instant } from '../../core/instant.ts'
import type { MediaPlan, MediaReach } from '../contract-wording.ts'
import { actorName } from './words.ts'

type Row = MediaPlan['rows'][number]

/** 媒体宣传计划, in the order of its times. */
export function mediaPlan({ state }: IncidentDocument, reaches: ReadonlyMap<string, MediaReach>, now: Instant): MediaPlan {
  const rows = publicityOf(state).media.map((piece): Row => {
    const standing = stateOf(piece, now)
    const { id, outlet, angle, plannedAt, link, title, publishedAt, withdrawn } = piece
    return {
      id,
      outlet,
      angle,
      plannedAt,
      plannedBy: actorName(piece.plannedBy),
      state: standing,
      stateWords: stateWords[standing],
      link,
      title,
      publishedAt,
      withdrawn,
      reach: reaches.get(id) ?? null
    }
  })
  return { now, rows: rows.sort((a, b) => (a.plannedAt < b.plannedAt ? -1 : a.plannedAt > b.plannedAt ? 1 : 0)) }
}

function stateOf({ withdrawn, publishedAt, plannedAt }: MediaPiece, now: Instant): Row['state'] {
  if (withdrawn !== null) return 'withdrawn'
  if (publishedAt !== null) return 'published'
  return plannedAt < now ? 'late' : 'planned'
}

const stateWords = { planned: '待刊发', late: '逾期未刊发', published: '已刊发', withdrawn: '已撤下' } as const satisfies Record<Row['state'], string>
