import type { Actor } from '../actor.ts'
import { NotFoundError, RefusedError } from '../errors.ts'
import type { Instant } from '../instant.ts'
import { demand } from '../permission.ts'
import type { RuleBook, RuleVersion } from './book.ts'
import type { RuleBookEntry, SubmittedEntry } from './entry.ts'
import { faultWords, rulesToldOf, type TrialSummary } from './trial.ts'

interface Doing {
  readonly actor: Actor
  readonly now: Instant
}

export type Submission = Pick<SubmittedEntry, 'pack' | 'text' | 'base' | 'fileKey' | 'reason' | 'rules' | 'restores' | 'trial'> & {
  /** Rules of which the author was told that they never or always fire. */
  readonly acknowledged: readonly string[]
  /** Key of the pack's text as it is in force now; null: there is no such pack. */
  readonly current: string | null
}

/** Asks a second person to put a pack in force. @throws RefusedError, ForbiddenError */
export function submitPack(book: RuleBook, { acknowledged, current, ...said }: Submission, { actor, now }: Doing): RuleBookEntry {
  demand(actor, 'rule.edit')
  if (said.reason.trim() === '') throw new RefusedError('请写明为什么改')
  if (said.text === current) throw new RefusedError('与现行的一字不差，没有可提交的改动')
  if (said.base !== current) throw new RefusedError('您改的时候，这个规则包已有新版生效：请看与现行的差别，在现行版本上重改')
  demandTold(said.trial, acknowledged)
  return { kind: 'submitted', seq: book.seq + 1, at: now, by: actor, ...said }
}

/** Puts it in force. Four eyes: its author may not. @throws RefusedError, ForbiddenError, NotFoundError */
export function approvePack(
  book: RuleBook,
  { version: id, note, acknowledged, current }: { version: number; note: string; acknowledged: readonly string[]; current: string | null },
  { actor, now }: Doing
): RuleBookEntry {
  demand(actor, 'rule.approve')
  const version = waiting(book, id)
  if (isSame(version.by, actor)) throw new RefusedError('不能批准自己提交的规则：须由另一人批准')
  if (version.base !== current) throw new RefusedError('提交以后，这个规则包已有新版生效：请退回，由作者在现行版本上重改')
  demandTold(version.trial, acknowledged)
  return { kind: 'approved', seq: book.seq + 1, at: now, by: actor, version: id, note }
}

/** @throws RefusedError, ForbiddenError, NotFoundError */
export function returnPack(book: RuleBook, { version, reason }: { version: number; reason: string }, { actor, now }: Doing): RuleBookEntry {
  demand(actor, 'rule.approve')
  waiting(book, version)
  if (reason.trim() === '') throw new RefusedError('请写明为什么退回')
  return { kind: 'returned', seq: book.seq + 1, at: now, by: actor, version, reason }
}

/** Its author takes it back. @throws RefusedError, ForbiddenError, NotFoundError */
export function withdrawPack(book: RuleBook, { version, reason }: { version: number; reason: string }, { actor, now }: Doing): RuleBookEntry {
  demand(actor, 'rule.edit')
  if (!isSame(waiting(book, version).by, actor)) throw new RefusedError('只有提交人可以撤回；您可以退回')
  return { kind: 'withdrawn', seq: book.seq + 1, at: now, by: actor, version, reason }
}

function waiting(book: RuleBook, id: number): RuleVersion {
  const version = book.versions.find((one) => one.id === id)
  if (version === undefined) throw new NotFoundError(`没有第 ${id} 号规则版本`)
  if (version.state !== 'waiting') throw new RefusedError('这个版本已经办过了')
  return version
}

function isSame(one: Actor, other: Actor): boolean {
  return one.kind === 'person' && other.kind === 'person' && one.id === other.id
}

function demandTold(trial: TrialSummary | null, acknowledged: readonly string[]): void {
  const untold = rulesToldOf(trial).filter(({ id }) => !acknowledged.includes(id))
  if (trial === null || untold.length === 0) return
  throw new RefusedError(`须先逐条确认：${untold.map((rule) => faultWords(rule, trial.mentions)).join('；')}`)
}
