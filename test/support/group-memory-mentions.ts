import { sumOfEngagement } from './group-engagement.ts'
import type { AssessedMention, MentionStore, PutOutcome } from '../../core/ports.ts'
import type { StoredMention } from '../../core/records.ts'
import type { Rollup } from '../../core/incident/state.ts'
import type { MentionQuery } from '../../core/search.ts'

/** A map of mentions that answers what the grouper asks: enough to run a thousand orders of arrival in a second. */
export class MemoryMentions implements Pick<MentionStore, 'putMany' | 'get' | 'getMany' | 'assign' | 'ofIncidents' | 'rollups' | 'search'> {
  readonly rows = new Map<string, StoredMention>()

  putMany(mentions: readonly AssessedMention[]): Promise<readonly PutOutcome[]> {
    for (const { mention, assessment } of mentions) {
      const before = this.rows.get(mention.id)
      if (before !== undefined && before.mention.observedAt > mention.observedAt) continue
      this.rows.set(mention.id, {
        mention,
        assessment,
        incidentId: before?.incidentId ?? null,
        firstSeenAt: before?.firstSeenAt ?? mention.observedAt,
        versions: 1,
        observations: 1
      })
    }
    return Promise.resolve(mentions.map(() => 'created'))
  }

  get(id: string): Promise<StoredMention | null> {
    return Promise.resolve(this.rows.get(id) ?? null)
  }

  getMany(ids: readonly string[]): Promise<readonly StoredMention[]> {
    return Promise.resolve(ids.flatMap((id) => this.rows.get(id) ?? []))
  }

  assign(pairs: readonly { id: string; incidentId: string }[]): Promise<void> {
    for (const { id, incidentId } of pairs) {
      const row = this.rows.get(id)
      if (row !== undefined) this.rows.set(id, { ...row, incidentId })
    }
    return Promise.resolve()
  }

  ofIncidents(incidentIds: readonly string[]): Promise<readonly StoredMention[]> {
    return Promise.resolve([...this.rows.values()].filter((row) => row.incidentId !== null && incidentIds.includes(row.incidentId)))
  }

  rollups(incidents: readonly (readonly string[])[]): ReturnType<MentionStore['rollups']> {
    return Promise.all(incidents.map((incidentIds) => this.#rollup(incidentIds)))
  }

  async #rollup(incidentIds: readonly string[]): Promise<Omit<Rollup, 'updatedAt'>> {
    const rows = await this.ofIncidents(incidentIds)
    const times = rows.flatMap((row) => row.mention.publishedAt ?? []).sort()
    return {
      mentions: rows.length,
      sources: [...new Set(rows.map((row) => row.mention.source))].sort(),
      sourceKinds: [...new Set(rows.map((row) => row.mention.sourceKind))].sort(),
      engagement: sumOfEngagement(rows.map((row) => row.mention.engagement)),
      negative: rows.filter((row) => row.assessment?.sentiment.polarity === -1).length,
      firstPublishedAt: times[0] ?? null,
      lastPublishedAt: times.at(-1) ?? null
    }
  }

  search({ filter }: MentionQuery): ReturnType<MentionStore['search']> {
    const rows = [...this.rows.values()].filter((row) => row.assessment?.relevant === true || !filter.relevantOnly)
    return Promise.resolve({ rows, total: rows.length, totalCapped: false, cursor: null })
  }
}
