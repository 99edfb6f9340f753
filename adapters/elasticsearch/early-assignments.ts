import type { Client } from '@elastic/elasticsearch'
import type { MentionId } from '../../core/mention.ts'
import { writeBulk } from './bulk.ts'
import { asked } from './client.ts'
import { Documents, type DocumentVersion } from './documents.ts'
import { StoreRefusedError } from './errors.ts'
import { documentIdOf } from './mention-document.ts'
import { earlyAssignmentKind } from './mention-kind.ts'
import { getMany } from './multi-get.ts'
import type { StoreDeps } from './open.ts'

/** An incident that was given to a mention before the mention was stored. */
export interface EarlyAssignment extends DocumentVersion {
  readonly incidentId: string
}

/** No mention's: theirs have a prefix. */
const sentinelId = 'sentinel'

/**
 * Assignments that wait for their mention, and a sentinel that tells whether something out of the ordinary happened: whoever
 * does it writes first, then rings, then looks whether the other side was faster; the other side writes, then looks whether
 * the sentinel was rung since it began. So one of the two sees what the other wrote, whatever the order, and the usual write
 * pays for no more than two reads of one document.
 */
export class EarlyAssignments {
  readonly #client: Client
  readonly #deps: Pick<StoreDeps, 'client' | 'random' | 'logger'>
  readonly #documents: Documents<{ incidentId?: string }>
  #epoch: number | null = null
  #waiting = false

  constructor(deps: Pick<StoreDeps, 'client' | 'options' | 'random' | 'logger'>) {
    this.#client = deps.client
    this.#deps = deps
    this.#documents = new Documents(deps, earlyAssignmentKind)
  }

  /** What the sentinel says now. */
  async read(): Promise<number> {
    const found = await asked('读取提前归并的标记', () =>
      this.#client.get({ index: this.#documents.alias, id: sentinelId, _source: false }, { ignore: [404] })
    )
    const epoch = found.found ? (found._seq_no ?? 0) + 1 : 0
    if (epoch !== this.#epoch) {
      // In this order: an assignment that is not counted rang later, and will be seen by its ring.
      this.#waiting = epoch > 0 && (await this.#documents.ids({ query: { match_all: {} }, sort: ['_doc'], limit: 2 })).length > 1
      this.#epoch = epoch
    }
    return epoch
  }

  /** Tells every process that something happened which a usual write does not look for. */
  async ring(): Promise<void> {
    await this.#documents.put(sentinelId, {})
  }

  /** Which of the mentions were assigned before they were stored. Costs nothing where no assignment waits. */
  async of(ids: readonly MentionId[]): Promise<Map<MentionId, EarlyAssignment>> {
    const found = new Map<MentionId, EarlyAssignment>()
    if (!this.#waiting || ids.length === 0) return found
    const waiting = await getMany<{ incidentId: string }>(this.#client, this.#documents.index, ids.map(waitingId), ['incidentId'])
    for (const [place, assignment] of waiting.entries()) {
      const id = ids[place]
      if (id === undefined || assignment === null) continue
      found.set(id, { incidentId: assignment.source.incidentId, seqNo: assignment.seqNo, primaryTerm: assignment.primaryTerm })
    }
    return found
  }

  /** The last assignment of a mention counts. */
  async put(pairs: readonly { readonly id: MentionId; readonly incidentId: string }[]): Promise<void> {
    const outcomes = await writeBulk(
      this.#deps,
      pairs.map(({ id, incidentId }) => ({ action: { index: { _index: this.#documents.index, _id: waitingId(id) } }, document: { incidentId } }))
    )
    const refused = outcomes.find((outcome) => outcome.kind !== 'done')
    if (refused !== undefined) throw new StoreRefusedError(`Elasticsearch：提前归并未被收下：${JSON.stringify(refused)}`)
  }

  /** Removes what was taken over, unless another assignment took its place meanwhile. */
  async remove(taken: ReadonlyMap<MentionId, EarlyAssignment>): Promise<void> {
    if (taken.size === 0) return
    await writeBulk(
      this.#deps,
      [...taken].map(([id, { seqNo, primaryTerm }]) => ({
        action: { delete: { _index: this.#documents.index, _id: waitingId(id), if_seq_no: seqNo, if_primary_term: primaryTerm } }
      }))
    )
  }
}

function waitingId(id: MentionId): string {
  return `m:${documentIdOf(id)}`
}
