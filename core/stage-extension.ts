import type { Person } from './actor.ts'
import { RefusedError, ForbiddenError } from './errors.ts'
import type { Instant } from './instant.ts'
import { lengthenStage, type StageClock } from './stage-clock.ts'
import type { WorkingTime } from './working-days.ts'

interface Word {
  readonly by: Person
  readonly at: Instant
  readonly reason: string
}

/** 申请延期: before the deadline, once, with a reason. The clock runs on until somebody approves. @throws RefusedError */
export function requestExtension(clock: StageClock, word: Word): StageClock {
  demandRunning(clock)
  const reason = demandWords(word.reason)
  if (clock.stage.extension === undefined) throw new RefusedError(`${clock.stage.words}不可延期`)
  if (clock.isExtended) throw new RefusedError(`${clock.stage.words}已延期一次，不能再延`)
  if (clock.request !== null) throw new RefusedError('已有延期申请，正待批准')
  if (word.at >= clock.dueAt) throw new RefusedError('已超过时限，不能再申请延期')
  return { ...clock, request: { by: word.by, at: word.at, reason } }
}

/**
 * 批准延期: by another person of a role that the rule names. Its deadline counts from the same anchor; a phase that lies ahead again is
 * told again when it comes.
 * @throws RefusedError, ForbiddenError, MissingCalendarError
 */
export function approveExtension(clock: StageClock, word: Word, time: WorkingTime): StageClock {
  const extension = demandApprover(clock, word)
  return { ...lengthenStage(clock, extension.to, time), request: null, isExtended: true }
}

/** 不批准延期: with a reason; the deadline stays. @throws RefusedError, ForbiddenError */
export function declineExtension(clock: StageClock, word: Word): StageClock {
  demandApprover(clock, word)
  return { ...clock, request: null }
}

function demandApprover(clock: StageClock, word: Word): NonNullable<StageClock['stage']['extension']> {
  demandRunning(clock)
  demandWords(word.reason)
  const { extension } = clock.stage
  if (clock.request === null || extension === undefined) throw new RefusedError('没有待批准的延期申请')
  if (!word.by.roles.some((role) => extension.approvedBy.includes(role))) throw new ForbiddenError('您的角色不能批准延期')
  if (clock.request.by.kind === 'person' && clock.request.by.id === word.by.id) throw new RefusedError('申请人不能批准自己的延期')
  return extension
}

function demandRunning({ settled, stage }: StageClock): void {
  if (settled !== null) throw new RefusedError(`${stage.words}的时限已结束`)
}

function demandWords(reason: string): string {
  const trimmed = reason.trim()
  if (trimmed === '') throw new RefusedError('请写明理由')
  return trimmed
}
