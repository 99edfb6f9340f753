import { RefusedError } from '../errors.ts'
import { addMs, dayMs, type Instant } from '../instant.ts'
import { begin, type CommandContext } from './command.ts'
import { publicityOf } from './publicity.ts'
import type { IncidentState } from './state.ts'
import { typedLink } from './typed-link.ts'
import { typedText } from './typed-text.ts'
import type { Decision } from './update.ts'

export interface PlanMedia {
  readonly outlet: string
  readonly angle: string
  readonly plannedAt: Instant
  readonly link: string | null
}

const mostPieces = 500
const farthestMs = 366 * dayMs

/** 列入媒体宣传计划: which outlet tells it, from which angle, when. */
export function planMedia(state: IncidentState, command: PlanMedia, context: CommandContext): Decision {
  begin(state, context, 'incident.plan-media')
  const outlet = typedText(command.outlet, '媒体', 100)
  const angle = typedText(command.angle, '报道角度', 500)
  const { media } = publicityOf(state)
  if (media.length >= mostPieces) throw new RefusedError(`一个事件的宣传计划最多 ${mostPieces} 项`)
  if (command.plannedAt > addMs(context.now, farthestMs)) throw new RefusedError('计划时间在一年以后，请核对年份')
  if (command.plannedAt < addMs(context.now, -farthestMs)) throw new RefusedError('计划时间在一年以前，请核对年份')
  const link = command.link === null || command.link.trim() === '' ? null : typedLink(command.link)
  const isSame = media.some((one) => one.withdrawn === null && one.outlet === outlet && one.angle === angle && one.plannedAt === command.plannedAt)
  if (isSame) throw new RefusedError('计划中已有同一媒体、同一角度、同一时间的一项')
  return [{ type: 'media-planned', id: String(media.length + 1), outlet, angle, plannedAt: command.plannedAt, link }]
}
