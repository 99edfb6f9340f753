import { RefusedError } from '../errors.ts'
import { publicityOf, type MediaPiece } from './publicity.ts'
import type { IncidentState } from './state.ts'

/** @throws RefusedError for a piece that there is not, or that was withdrawn */
export function demandPiece(state: IncidentState, id: string): MediaPiece {
  const piece = publicityOf(state).media.find((one) => one.id === id)
  if (piece === undefined) throw new RefusedError(`宣传计划中没有第 ${id.slice(0, 20)} 项`)
  if (piece.withdrawn !== null) throw new RefusedError(`第 ${piece.id} 项已撤下：${piece.withdrawn.reason}`)
  return piece
}
