import type { Actor } from '../core/actor.ts'
import type { Clock } from '../core/clock.ts'
import { WanglouError } from '../core/errors.ts'
import type { AuditLog } from '../core/ports.ts'

export interface AuditDeps {
  readonly audit: AuditLog
  readonly clock: Clock
}

export interface Deed {
  readonly actor: Actor
  readonly action: string
  readonly subject: string
  readonly detail: string
}

/** Does it and writes down who asked for what with which result, a refusal too. */
export async function audited<T>(deps: AuditDeps, deed: Deed, work: () => Promise<T>): Promise<T> {
  let result: T
  try {
    result = await work()
  } catch (error) {
    await writeAudit(deps, deed, `未成：${error instanceof WanglouError ? error.message : '系统出错'}`)
    throw error
  }
  await writeAudit(deps, deed, '已办')
  return result
}

export async function writeAudit({ audit, clock }: AuditDeps, { actor, action, subject, detail }: Deed, outcome: string): Promise<void> {
  await audit.append([{ at: clock.now(), actor, action, subject, detail: detail === '' ? outcome : `${outcome};${detail}` }])
}
