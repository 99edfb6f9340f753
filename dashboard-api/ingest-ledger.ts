import { machine } from '../core/actor.ts'
import { minuteMs } from '../core/instant.ts'
import { writeAudit, type AuditDeps } from './audited.ts'

interface Sum {
  accepted: number
  refused: number
  requests: number
}

const mostSubjects = 1000

/**
 * 推送审计: who pushed how much, and whose pushes were turned away, an entry a minute each, so that a storm of either does not fill the audit log.
 * The first of a subject is written at once.
 */
export class IngestLedger {
  readonly #deps: AuditDeps
  readonly #waiting = new Map<string, Sum>()
  readonly #writtenMs = new Map<string, number>()

  constructor(deps: AuditDeps) {
    this.#deps = deps
  }

  async note(subject: string, accepted: number, refused: number): Promise<void> {
    if (!this.#waiting.has(subject) && this.#waiting.size >= mostSubjects) return
    const sum = this.#waiting.get(subject) ?? { accepted: 0, refused: 0, requests: 0 }
    this.#waiting.set(subject, { accepted: sum.accepted + accepted, refused: sum.refused + refused, requests: sum.requests + 1 })
    const nowMs = this.#deps.clock.elapsedMs()
    if (Math.abs(nowMs - (this.#writtenMs.get(subject) ?? 0)) >= minuteMs) await this.#write(subject, nowMs)
  }

  /** Writes what waits; at least one minute old or not. */
  async flush(): Promise<void> {
    for (const subject of this.#waiting.keys()) await this.#write(subject, this.#deps.clock.elapsedMs())
  }

  async #write(subject: string, nowMs: number): Promise<void> {
    const sum = this.#waiting.get(subject)
    if (sum === undefined) return
    this.#waiting.delete(subject)
    this.#writtenMs.delete(subject)
    this.#writtenMs.set(subject, nowMs)
    const oldest = this.#writtenMs.size > mostSubjects ? this.#writtenMs.keys().next().value : undefined
    if (oldest !== undefined) this.#writtenMs.delete(oldest)
    const deed = {
      actor: machine('dashboard-api'),
      action: 'mention.push',
      subject,
      detail: `${sum.requests} 次请求，收下 ${sum.accepted} 条，拒收 ${sum.refused} 条`
    }
    await writeAudit(this.#deps, deed, sum.accepted > 0 ? '已办' : '未成')
  }
}
