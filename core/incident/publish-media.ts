import type { Instant } from '../instant.ts'
import { begin, type CommandContext } from './command.ts'
import { demandPiece } from './media-piece.ts'
import type { IncidentState } from './state.ts'
import { demandTypedMoment } from './typed-moment.ts'
import { typedLink } from './typed-link.ts'
import { typedText } from './typed-text.ts'
import type { Decision } from './update.ts'

export interface PublishMedia {
  readonly piece: string
  readonly link: string
  readonly title: string | null
  readonly publishedAt: Instant
}

/** 记录宣传稿件已刊发, with its address: what it reached is counted by it. It stops no clock; that is what recorded releases do. */
export function publishMedia(state: IncidentState, command: PublishMedia, context: CommandContext): Decision {
  begin(state, context, 'incident.publish-media')
  const piece = demandPiece(state, command.piece)
  const link = typedLink(command.link)
  const title = command.title === null || command.title.trim() === '' ? null : typedText(command.title, '标题', 200)
  const { publishedAt } = command
  demandTypedMoment(publishedAt, context.now, '刊发时间')
  if (piece.publishedAt === publishedAt && piece.link === link && piece.title === title) return []
  return [{ type: 'media-published', id: piece.id, outlet: piece.outlet, link, title, publishedAt }]
}
