import { sha256 } from '../../adapters/hash.ts'
import { createSweep, type Sweep } from '../../alerting/sweep.ts'
import type { Contact } from '../../core/department.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import type { IncidentWriter } from '../../core/incident/update.ts'
import { msBetween, type Instant } from '../../core/instant.ts'
import { ManualClock } from './alerting-clock.ts'
import { contacts, ways } from './alerting-ladder.ts'
import { MemoryNotices, RecordingLogger } from './alerting-stores.ts'
import { RacingIncidentStore } from './racing-incident-store.ts'

/** Stores that outlive an engine, and engines on them that can be started anew as after a kill -9. */
export class SweepWorld {
  readonly incidents = new RacingIncidentStore()
  readonly notices = new MemoryNotices()
  readonly logger = new RecordingLogger()
  readonly clock: ManualClock
  readonly announced: IncidentDocument[] = []
  readonly seen: string[] = []
  readonly writer: IncidentWriter
  readonly contacts: readonly Contact[]
  /** When set, it runs as soon as notices are durable: throwing there is a crash between notices and events. */
  afterRequest: (() => void) | null = null

  constructor(start: Instant, who: readonly Contact[] = contacts) {
    this.clock = new ManualClock(start)
    this.contacts = who
    this.writer = {
      store: this.incidents,
      sha256,
      announce: (document) => {
        this.announced.push(document)
        return Promise.resolve()
      }
    }
  }

  put(document: IncidentDocument): void {
    this.incidents.documents.set(document.id, document)
  }

  get(id = 'inc-test'): IncidentDocument {
    const document = this.incidents.documents.get(id)
    if (document === undefined) throw new Error(`no incident ${id}`)
    return document
  }

  engine(): Sweep {
    return createSweep({
      writer: this.writer,
      incidents: this.incidents,
      notices: this.notices,
      mentions: { get: () => Promise.resolve(null) },
      contacts: this.contacts,
      channels: Object.fromEntries(Object.entries(ways).map(([id, reach]) => [id, { reach }])),
      clock: this.clock,
      logger: this.logger,
      requested: () => this.afterRequest?.(),
      seen: ({ id }) => this.seen.push(id)
    })
  }

  /** Recorded phases of an incident, as `kind phase`, in the order of the timeline. */
  phases(id = 'inc-test'): string[] {
    return this.get(id).events.flatMap(({ body }) => (body.type === 'countdown-phase-reached' ? [`${body.kind} ${body.phase}`] : []))
  }

  /** Milliseconds between each phase's moment and its event. */
  lateness(id = 'inc-test'): number[] {
    return this.get(id).events.flatMap(({ at, body }) => (body.type === 'countdown-phase-reached' ? [msBetween(body.phaseAt, at)] : []))
  }

  reasons(): string[] {
    return this.notices.notices().map(({ recipient, channel, reason }) => `${recipient.contactId} ${channel} ${reason}`)
  }
}
