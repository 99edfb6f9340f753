import type { Clock } from '../../core/clock.ts'
import type { GradingTable } from '../../core/grading.ts'
import type { Sha256 } from '../../core/incident/chain.ts'
import type { MediaTier, Member } from '../../core/incident/digest.ts'
import type { Follow } from '../../core/incident/follow.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import type { IncidentWriter } from '../../core/incident/update.ts'
import type { Mention } from '../../core/mention.ts'
import type { Policy } from '../../core/policy.ts'
import type { IncidentStore, Logger, MentionStore } from '../../core/ports.ts'
import type { Cluster, Clusters } from './clusters.ts'
import type { Link, LinkSettings } from './link.ts'

export interface GrouperDeps {
  readonly mentions: MentionStore
  readonly incidents: IncidentStore
  readonly announce: (document: IncidentDocument, fetchedElapsedMs: number | null) => Promise<void>
  readonly sha256: Sha256
  /** What is written with each change of an incident: see IncidentWriter. */
  readonly follow?: Follow
  readonly clock: Clock
  readonly logger: Logger
  readonly policy: Policy
  readonly table: GradingTable
  /** Used where an assessment names none. */
  readonly jurisdiction: string
  readonly tierOf: (mention: Mention) => MediaTier | null
  /** Configured sources that are blind now: what an incident opened now could not see. */
  readonly blindSources: () => Promise<readonly string[]>
  readonly settings?: Partial<LinkSettings>
  readonly mostCompared?: number
  readonly mostBystanders?: number
}

/** What the working set keeps with a mention; null for an incident opened by hand that no mention speaks of yet. */
export interface Held {
  readonly member: Member | null
  /** The incident that the store has for it. */
  storedIn: string | null
  /** Its record came, rather than only its row in the store. */
  readonly arrived: boolean
  /** It was held against the others since this process began. */
  readonly compared: boolean
  readonly fetchedElapsedMs: number | null
}

export type WorkingSet = Clusters<Held>
export type Group = Cluster<Held>

export interface Rivalry {
  readonly one: Group
  readonly other: Group
  readonly link: Link
}

/** What the keeper knows of the document behind a group. */
export interface Kept {
  document: IncidentDocument
  /** Ids under which the store has its mentions: its own and those merged into it. */
  readonly ids: Set<string>
  /** Real time of the newest write of its counts. */
  rolledElapsedMs: number
}

/** Writes what the working set means: opens, observes, merges, assigns, counts. Mentions are assigned before the document changes. */
export interface Keeper {
  rivals(rivalry: Rivalry): void
  /** Makes everything durable that follows from the mentions named. */
  write(touched: ReadonlySet<string>): Promise<void>
  settle(): Promise<void>
  readonly unsettled: boolean
  /** Takes a stored incident into the working set. */
  adopt(document: IncidentDocument, group: Group, absorbed: readonly string[]): void
  /** Takes over a document as a store gave it, its end among the rest. */
  heard(document: IncidentDocument): void
  groupOf(incidentId: string): Group | undefined
  /** All incidents of the working set. */
  groups(): Iterable<Group>
  /** Writes what waits to be written of an incident, and knows it no more. */
  letGo(group: Group): Promise<void>
  kept(incidentId: string): Kept | undefined
  /** After a merge: the group that is left stands for both. */
  moved(from: string, into: string, document: IncidentDocument): void
  writer(fetchedElapsedMs: number | null): IncidentWriter
  observeGroup(group: Group): Promise<void>
}
