import { sha256 } from '../../adapters/hash.ts'
import type { Clock } from '../../core/clock.ts'
import type { GradingTable } from '../../core/grading.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import type { Instant } from '../../core/instant.ts'
import type { AssessedMention, MentionStore } from '../../core/ports.ts'
import type { AssessedRecord } from '../../core/records.ts'
import { createGrouper, type Grouper } from '../../pipeline/group.ts'
import { at, policy } from './incidents.ts'
import { MemoryMentions } from './group-memory-mentions.ts'
import { table } from './group-mentions.ts'
import { RacingIncidentStore } from './racing-incident-store.ts'

export const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** A grouper on stores in memory; `restart` is a new process on the same stores. */
export class Desk {
  readonly mentions = new MemoryMentions()
  readonly incidents = new RacingIncidentStore()
  readonly announced: string[] = []
  now: Instant = at('10:00')
  elapsed = 0
  /** Counts from the next `restart` on. */
  table: GradingTable = table
  grouper: Grouper = this.#start()

  #start(): Grouper {
    const clock: Clock = { now: () => this.now, elapsedMs: () => this.elapsed, speed: 1 }
    return createGrouper({
      mentions: this.mentions as unknown as MentionStore,
      incidents: this.incidents,
      sha256,
      clock,
      logger: quiet,
      policy,
      table: this.table,
      jurisdiction: 'test',
      announce: (document) => {
        this.announced.push(`${document.id} v${document.version}`)
        return Promise.resolve()
      },
      tierOf: ({ source }) => (source === '新华社' ? 'central' : source === '市应急局' ? 'official' : null),
      blindSources: () => Promise.resolve(['blind-forum'])
    })
  }

  restart(): void {
    this.grouper = this.#start()
  }

  /** Stored first and told then, as the line does. */
  async receive(...items: readonly AssessedMention[]): Promise<void> {
    await this.mentions.putMany(items)
    await this.grouper.accept(items.map((item): AssessedRecord => ({ schema: 1, type: 'mention', ...item })))
  }

  open(): IncidentDocument[] {
    return [...this.incidents.documents.values()].filter(({ state }) => state.status === 'open')
  }

  /** Ids of the mentions of an incident, those of what was merged into it among them. */
  membersOf(document: IncidentDocument): string[] {
    const ids = new Set([document.id, ...document.state.absorbed])
    return [...this.mentions.rows.values()]
      .filter((row) => row.incidentId !== null && ids.has(row.incidentId))
      .map((row) => row.mention.id)
      .sort()
  }

  /** What must not depend on the order of arrival. */
  outcome(): unknown[] {
    return this.open()
      .map((document) => ({
        members: this.membersOf(document),
        grade: document.state.grade,
        facts: Object.entries(document.state.facts).map(([name, fact]) => `${name}=${fact?.value ?? 'null'}`),
        anchors: document.state.anchors
          .filter(({ kind }) => kind === 'occurred' || kind === 'first-published')
          .map(({ kind, at }) => `${kind} ${at}`)
          .sort(),
        deadlines: document.state.countdowns
          .filter(({ settled }) => settled === null)
          .map(({ kind, dueAt }) => `${kind} ${dueAt}`)
          .sort(),
        rollup: document.rollup?.mentions
      }))
      .sort((a, b) => ((a.members[0] ?? '') < (b.members[0] ?? '') ? -1 : 1))
  }
}
