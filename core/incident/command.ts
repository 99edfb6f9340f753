import type { Actor } from '../actor.ts'
import { RefusedError } from '../errors.ts'
import type { Instant } from '../instant.ts'
import { demand, type Action } from '../permission.ts'
import { demandPart } from './demand-part.ts'
import { demandNotFiled } from './ended.ts'
import type { IncidentState } from './state.ts'

/** What every verb is given besides its own words. */
export interface CommandContext {
  readonly now: Instant
  readonly actor: Actor
}

/**
 * The first line of every verb on a running matter: may the actor do this, is the matter still open, and has a handler's department a part in it.
 * @throws ForbiddenError, RefusedError
 */
export function begin(state: IncidentState, context: CommandContext, action: Action): void {
  demand(context.actor, action)
  demandNotFiled(state)
  if (state.status !== 'open')
    throw new RefusedError(`事件已${endedWords[state.status]}，不能再操作`, { metadata: { incident: state.id, status: state.status } })
  demandPart(state, context.actor, action)
}

const endedWords = { closed: '办结', dismissed: '驳回', merged: '并入其他事件' } as const

/** @throws RefusedError when a reason that the record needs is empty. */
export function demandReason(reason: string): string {
  const trimmed = reason.trim()
  if (trimmed === '') throw new RefusedError('请写明理由：理由将记入事件时间线')
  return trimmed
}
