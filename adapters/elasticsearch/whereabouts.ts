import type { Client } from '@elastic/elasticsearch'
import type { MentionId } from '../../core/mention.ts'
import { asked } from './client.ts'
import { aliasOf, datedIndexOf } from './index-kind.ts'
import { readIndexName } from './indices.ts'
import { documentIdOf } from './mention-document.ts'
import { mentionKind } from './mention-kind.ts'
import { longestMs, periodOf, spanOf } from './mention-period.ts'
import { getMany } from './multi-get.ts'
import type { StoreDeps } from './open.ts'
import { Remembered } from './remembered.ts'

const listedForMs = 30_000
const absentForMs = 60_000
const mostRemembered = 100_000
/** A search by so many ids is still a small one. */
const idsASearch = 1000

/**
 * In which index a mention lies. It lies where it was first seen, which its id does not tell.
 *
 * Terminology: an index is *near* when its period is at most two from now, otherwise *far*. A mention is looked up in near
 * indices by its id, which sees every write that was answered; in far ones by a search, which sees what was refreshed. So
 * whoever creates a mention in an index that is not `isUsual` refreshes it before it is done, and rings the sentinel.
 */
export class Whereabouts {
  readonly #client: Client
  readonly #options: StoreDeps['options']
  readonly #clock: StoreDeps['clock']
  readonly #indexOf = new Remembered<string>(mostRemembered)
  #absentAtMs = new Remembered<number>(mostRemembered)
  #indices: ReadonlySet<string> = new Set()
  #listedAtMs = Number.NEGATIVE_INFINITY

  constructor({ client, options, clock }: Pick<StoreDeps, 'client' | 'options' | 'clock'>) {
    this.#client = client
    this.#options = options
    this.#clock = clock
  }

  /** Where a mention that is first seen now goes. */
  own({ observedAt }: { readonly observedAt: Parameters<typeof periodOf>[0] }): string {
    return datedIndexOf(this.#options, mentionKind, periodOf(observedAt, this.#options.period))
  }

  /** Whether every process looks there by id: it exists since a while, and is of now or the period before or after. */
  isUsual(index: string): boolean {
    return this.#indices.has(index) && this.#isWithin(index, 1)
  }

  remember(id: MentionId, index: string): void {
    this.#indexOf.set(id, index)
    this.#absentAtMs.forget(id)
    if (!this.#indices.has(index)) this.#indices = new Set([...this.#indices, index])
  }

  forget(id: MentionId): void {
    this.#indexOf.forget(id)
  }

  /** Something out of the ordinary happened: nothing that was believed absent need be so. */
  forgetAbsent(): void {
    this.#absentAtMs = new Remembered(mostRemembered)
    this.#listedAtMs = Number.NEGATIVE_INFINITY
  }

  /** The index of each mention that is stored anywhere. */
  async locate(ids: readonly MentionId[]): Promise<Map<MentionId, string>> {
    const { found, unknown } = this.#recall(ids)
    // Kept, so that what is found absent is not remembered beyond a `forgetAbsent` that comes meanwhile.
    const absentAtMs = this.#absentAtMs
    for (const [id, index] of await this.#lookUp(unknown, () => null)) found.set(id, index)
    for (const id of unknown) {
      const index = found.get(id)
      if (index !== undefined) this.remember(id, index)
      else absentAtMs.set(id, this.#clock.elapsedMs())
    }
    return found
  }

  /** The same for mentions that are about to be created in their own index, where a create itself tells: it is not asked. */
  async locateElsewhere(owns: ReadonlyMap<MentionId, string>): Promise<Map<MentionId, string>> {
    const { found, unknown } = this.#recall([...owns.keys()])
    const elsewhere = await this.#lookUp(unknown, (id) => owns.get(id) ?? null)
    for (const [id, index] of elsewhere) {
      found.set(id, index)
      this.remember(id, index)
    }
    return found
  }

  /** Where else mentions lie that lie in an index of their own. Nothing remembered counts. */
  twins(owns: ReadonlyMap<MentionId, string>): Promise<Map<MentionId, string>> {
    return this.#lookUp([...owns.keys()], (id) => owns.get(id) ?? null)
  }

  #recall(ids: readonly MentionId[]): { found: Map<MentionId, string>; unknown: MentionId[] } {
    const found = new Map<MentionId, string>()
    const unknown: MentionId[] = []
    const nowMs = this.#clock.elapsedMs()
    for (const id of ids) {
      const index = this.#indexOf.get(id)
      if (index !== undefined) found.set(id, index)
      else if (nowMs - (this.#absentAtMs.get(id) ?? Number.NEGATIVE_INFINITY) >= absentForMs) unknown.push(id)
    }
    return { found, unknown }
  }

  async #lookUp(ids: readonly MentionId[], butNotIn: (id: MentionId) => string | null): Promise<Map<MentionId, string>> {
    const found = new Map<MentionId, string>()
    if (ids.length === 0) return found
    const indices = await this.#list()
    const near = [...indices].filter((index) => this.#isWithin(index, 2))
    await Promise.all(
      near.map(async (index) => {
        const asking = ids.filter((id) => butNotIn(id) !== index)
        if (asking.length === 0) return
        const documents = await getMany(this.#client, index, asking.map(documentIdOf), [])
        for (const [place, id] of asking.entries()) if (documents[place] !== null) found.set(id, index)
      })
    )
    const missing = ids.filter((id) => !found.has(id))
    const far = new Set([...indices].filter((index) => !near.includes(index)))
    const asking = missing.filter((id) => far.size > 1 || (far.size === 1 && !far.has(butNotIn(id) ?? '')))
    for (let start = 0; start < asking.length; start += idsASearch) {
      for (const [id, index] of await this.#searchFor(asking.slice(start, start + idsASearch))) {
        if (far.has(index) && index !== butNotIn(id)) found.set(id, index)
      }
    }
    return found
  }

  async #searchFor(ids: readonly MentionId[]): Promise<[MentionId, string][]> {
    const idOf = new Map(ids.map((id) => [documentIdOf(id), id]))
    const answer = await asked('查找信息所在的索引', () =>
      this.#client.search({
        index: aliasOf(this.#options, mentionKind),
        ignore_unavailable: true,
        allow_no_indices: true,
        allow_partial_search_results: false,
        query: { ids: { values: [...idOf.keys()] } },
        // One may lie in several for a moment.
        size: ids.length * 2,
        _source: false,
        track_total_hits: false
      })
    )
    return answer.hits.hits.flatMap((hit) => {
      const id = idOf.get(hit._id ?? '')
      return id === undefined ? [] : [[id, hit._index] satisfies [MentionId, string]]
    })
  }

  async #list(): Promise<ReadonlySet<string>> {
    const nowMs = this.#clock.elapsedMs()
    if (nowMs - this.#listedAtMs < listedForMs) return this.#indices
    const indices = await listMentionIndices(this.#client, this.#options)
    this.#indices = new Set(indices)
    this.#listedAtMs = nowMs
    return this.#indices
  }

  #isWithin(index: string, periods: number): boolean {
    const period = readIndexName(this.#options, [mentionKind], index)?.period ?? null
    const span = period === null ? null : spanOf(period)
    if (span === null) return false
    const nowMs = Date.parse(this.#clock.now())
    const reachMs = longestMs[this.#options.period] * periods
    return span.toMs > nowMs - reachMs && span.fromMs < nowMs + reachMs
  }
}

/** Every index of mentions, of every period and version. */
export async function listMentionIndices(client: Client, options: StoreDeps['options']): Promise<string[]> {
  const alias = aliasOf(options, mentionKind)
  // Not by wildcard: another prefix may begin alike.
  const answer = await asked('列出信息的索引', () => client.indices.getAlias({ name: alias }, { ignore: [404] }))
  return Object.entries(answer).flatMap(([index, entry]) => (typeof entry === 'object' && entry !== null && 'aliases' in entry ? [index] : []))
}
