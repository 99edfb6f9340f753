import { createSweep } from '../../alerting/sweep.ts'
import { Contact } from '../../core/department.ts'
import type { Instant } from '../../core/instant.ts'
import { Policy } from '../../core/policy.ts'
import { ManualClock } from './alerting-clock.ts'
import { contacts, ladder } from './alerting-ladder.ts'
import { MemoryNotices, RecordingLogger } from './alerting-stores.ts'
import { shippedStages, type StagedDesk } from './staged-desk.ts'

const step = (id: string, on: string, countdowns: string[], to: string[], phases: string[] = []): object => ({
  id,
  on,
  grades: ['I', 'II', 'III', 'IV'],
  countdowns,
  phases,
  to,
  channels: ['dashboard'],
  words: `步骤 ${id}`,
  source: '测试依据'
})
/** A ladder with a step for each thing that is said of staged clocks. */
export const stagedLadder: Policy = Policy.parse({
  ...ladder,
  staged: shippedStages,
  escalation: [
    ...ladder.escalation,
    step('call-soon', 'phase', ['report-up/phone'], ['duty-officer'], ['p50', 'p75', 'p90']),
    step('report-late', 'phase', ['report-up'], ['supervisor'], ['overdue']),
    step('given', 'stage-started', ['department-reply'], ['clock-department']),
    step('reply-late', 'phase', ['department-reply'], ['clock-department', 'supervisor'], ['p90', 'overdue']),
    step('asked', 'extension-requested', ['department-reply'], ['deputy-leader']),
    step('refused', 'assignment-returned', [], ['duty-officer']),
    step('again', 'answer-sent-back', ['department-reply'], ['clock-department'])
  ]
})
const drivers = Contact.parse({ id: 'transport', name: '交通处', role: 'handler', departmentId: 'transport' })
/** An engine that remembers nothing, on one desk's store and an outbox that outlives it. */
export class StagedSweep {
  readonly notices = new MemoryNotices()
  readonly #desk: StagedDesk
  readonly #contacts: readonly Contact[]

  constructor(desk: StagedDesk, who: readonly Contact[] = [...contacts, drivers]) {
    this.#desk = desk
    this.#contacts = who
  }

  /** Sweeps once at a moment; the number of incidents that failed. */
  async at(when: Instant): Promise<number> {
    const engine = createSweep({
      writer: this.#desk.writer,
      incidents: this.#desk.incidents,
      notices: this.notices,
      mentions: { get: () => Promise.resolve(null) },
      contacts: this.#contacts,
      channels: { dashboard: { reach: () => ({ address: null }) } },
      clock: new ManualClock(when),
      logger: new RecordingLogger(),
      requested: () => undefined,
      seen: () => undefined
    })
    return (await engine.all()).failed
  }

  /** `desk call-soon:phase:… 上报·电话报告已超时` of the notices whose reason has this part. */
  about(part: string): string[] {
    return this.notices
      .notices()
      .flatMap(({ recipient, reason, title }) =>
        reason.includes(part) ? [`${recipient.contactId} ${reason} ${title.split('：')[0]?.split('｜')[1]}`] : []
      )
  }

  /** Recorded phases of staged clocks, in the order of the timeline. */
  phases(): string[] {
    return this.#desk.document.events.flatMap(({ body }) => (body.type === 'stage-phase-reached' ? [`${body.id} ${body.phase}`] : []))
  }
}
