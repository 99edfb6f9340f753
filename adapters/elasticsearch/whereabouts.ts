import type { Client } from '@elastic/elasticsearch'
import type { Mention, MentionId } from '../../core/mention.ts'
import { msOf } from '../../core/instant.ts'
import { asked } from './client.ts'
import { askedIfThere, noHits } from './absent-index.ts'
import { aliasOf, datedIndexOf, type IndexKind } from './index-kind.ts'
import { readIndexName, type IndexName } from './indices.ts'
import { documentIdOf } from './mention-document.ts'
import { longestMs, periodOf, spanOf } from './mention-period.ts'
import { getMany } from './multi-get.ts'
import type { StoreDeps } from './open.ts'
import { Remembered } from './remembered.ts'

const absentForMs = 60_000
/** Whoever makes an index rings; this is for one who died before. */
const listedForMs = 10_000
const mostRemembered = 20_000
/** A search by so many ids is still a small one. */
const idsASearch = 1000

type Places = Map<MentionId, string>
type ButNotIn = (id: MentionId) => string | undefined
type ListIndices = () => Promise<readonly string[]>

/**
 * In which index a mention lies. It lies where it was first seen, which its id does not tell.
 *
 * Terminology: an index is *near* when its period is at most two from now, otherwise *far*. A mention is looked up in near
 * indices by its id, which sees every write that was answered; in far ones by a search, which sees what was refreshed. So
 * whoever creates a mention in an index that is not `isUsual` refreshes it before it is done, and rings the sentinel
 * (`EarlyAssignments`). Then every mention whose creation was answered is found by every process, and of two that create the
 * same one at the same moment in two indices at least one finds the other's when it looks after it wrote: a usual creation is
 * near for everybody, also across the border of a period; an unusual one was rung for. Whoever makes an index rings too, after
 * its first write: so those who write may keep a list of indices until they hear of a ring.
 */
export class Whereabouts {
  readonly #client: Client
  readonly #options: StoreDeps['options']
  readonly #clock: StoreDeps['clock']
  readonly #kind: IndexKind
  readonly #indexOf = new Remembered<string>(mostRemembered)
  /** When a far index was last found not to hold a mention: most are new, and asked for several times. */
  #absentFarAtMs = new Remembered<number>(mostRemembered)
  /** Every index, as of the present epoch. */
  #listed: { readonly indices: readonly string[]; readonly atMs: number } | null = null
  #epoch: number | null = null

  constructor({ client, options, clock }: Pick<StoreDeps, 'client' | 'options' | 'clock'>, kind: IndexKind) {
    this.#client = client
    this.#options = options
    this.#clock = clock
    this.#kind = kind
  }

  /** Where a mention goes that is seen for the first time. */
  own({ observedAt }: Pick<Mention, 'observedAt'>): string {
    return datedIndexOf(this.#options, this.#kind, periodOf(observedAt, this.#options.period))
  }

  /** Where a mention goes that lies in an index: there, unless the index is of an older version. */
  current(index: string): string {
    const { version, period } = this.#read(index) ?? { version: this.#kind.version, period: null }
    return version >= this.#kind.version || period === null ? index : datedIndexOf(this.#options, this.#kind, period)
  }

  /** Which of two indices keeps a mention that lies in both: every program must say the same, also an older one beside a newer. */
  inOrder([one, other]: readonly [string, string]): readonly [kept: string, left: string] {
    const newer = (this.#read(other)?.version ?? 0) - (this.#read(one)?.version ?? 0)
    return newer > 0 || (newer === 0 && other < one) ? [other, one] : [one, other]
  }

  /** Whether every process looks there by id, also one whose clock says a period more or less: it is of now or next to it. */
  isUsual(index: string): boolean {
    return this.#isWithin(index, 1)
  }

  remember(id: MentionId, index: string): void {
    this.#indexOf.set(id, index)
    this.#absentFarAtMs.forget(id)
  }

  remembers(id: MentionId): boolean {
    return this.#indexOf.get(id) !== undefined
  }

  forget(id: MentionId): void {
    this.#indexOf.forget(id)
  }

  /** What the sentinel says now. When it was rung, nothing that was believed absent need be so. */
  heard(epoch: number): void {
    if (epoch === this.#epoch) return
    this.#absentFarAtMs = new Remembered(mostRemembered)
    this.#listed = null
    this.#epoch = epoch
  }

  /** Every index of which a ring was heard; one that was made since may be missing. */
  async listed(): Promise<readonly string[]> {
    const listed = this.#listed
    return listed !== null && this.#clock.elapsedMs() - listed.atMs < listedForMs ? listed.indices : this.#listNow()
  }

  /** The index of each mention that is stored anywhere. */
  locate(ids: readonly MentionId[]): Promise<Places> {
    return this.#locate(
      ids,
      () => undefined,
      () => this.#listNow()
    )
  }

  /** The same for mentions that may be created in indices of their own; there nobody looks, since a create tells by itself. */
  locateElsewhere(owns: ReadonlyMap<MentionId, string>): Promise<Places> {
    return this.#locate(
      [...owns.keys()],
      (id) => owns.get(id),
      () => this.listed()
    )
  }

  /** Where else mentions lie than in a given index, whatever is remembered. */
  lookElsewhere(places: ReadonlyMap<MentionId, string>, reach: 'near' | 'everywhere'): Promise<Places> {
    return this.#lookUp(
      [...places.keys()],
      (id) => places.get(id),
      () => (reach === 'everywhere' ? this.#listNow() : this.listed()),
      () => reach === 'everywhere'
    )
  }

  async #locate(ids: readonly MentionId[], butNotIn: ButNotIn, list: ListIndices): Promise<Places> {
    const found: Places = new Map()
    for (const id of ids) {
      const index = this.#indexOf.get(id)
      if (index !== undefined) found.set(id, index)
    }
    const unknown = ids.filter((id) => !found.has(id))
    // Kept, so that what is found absent is not believed beyond a ring that is heard meanwhile.
    const absentFarAtMs = this.#absentFarAtMs
    const nowMs = this.#clock.elapsedMs()
    const isFresh = (id: MentionId): boolean => nowMs - (absentFarAtMs.get(id) ?? Number.NEGATIVE_INFINITY) < absentForMs
    const located = await this.#lookUp(unknown, butNotIn, list, (id) => !isFresh(id))
    for (const id of unknown) {
      const index = located.get(id)
      if (index === undefined) absentFarAtMs.set(id, nowMs)
      else {
        this.remember(id, index)
        found.set(id, index)
      }
    }
    return found
  }

  async #listNow(): Promise<readonly string[]> {
    const [epoch, atMs] = [this.#epoch, this.#clock.elapsedMs()]
    const indices = await listIndicesOf(this.#client, aliasOf(this.#options, this.#kind))
    // A ring that was heard meanwhile may be of an index that is not in it.
    if (epoch === this.#epoch) this.#listed = { indices, atMs }
    return indices
  }

  async #lookUp(ids: readonly MentionId[], butNotIn: ButNotIn, list: ListIndices, asksFar: (id: MentionId) => boolean): Promise<Places> {
    const found: Places = new Map()
    if (ids.length === 0) return found
    const indices = await list()
    const near = indices.filter((index) => this.#isWithin(index, 2))
    const askedIn = (index: string): MentionId[] => ids.filter((id) => butNotIn(id) !== index)
    const answers = await Promise.all(near.map((index) => this.#lookIn(index, askedIn(index))))
    for (const [place, index] of near.entries()) for (const id of answers[place] ?? []) found.set(id, index)
    const far = indices.filter((index) => !near.includes(index))
    const missing = ids.filter((id) => !found.has(id) && asksFar(id) && far.some((index) => index !== butNotIn(id)))
    for (let start = 0; start < missing.length; start += idsASearch) {
      for (const [id, index] of await this.#searchFor(missing.slice(start, start + idsASearch))) {
        // What was removed from a near index a moment ago, a search may still show.
        if (!near.includes(index) && index !== butNotIn(id)) found.set(id, index)
      }
    }
    return found
  }

  async #lookIn(index: string, ids: readonly MentionId[]): Promise<MentionId[]> {
    if (ids.length === 0) return []
    const documents = await getMany(this.#client, index, ids.map(documentIdOf), [])
    return ids.filter((_, place) => documents[place] !== null)
  }

  /** In indices of all periods, those of older versions first. */
  async #searchFor(ids: readonly MentionId[]): Promise<[MentionId, string][]> {
    const idOf = new Map(ids.map((id) => [documentIdOf(id), id]))
    const { hits } = await askedIfThere('查找信息所在的索引', noHits, () =>
      this.#client.search({
        index: aliasOf(this.#options, this.#kind),
        allow_partial_search_results: false,
        query: { ids: { values: [...idOf.keys()] } },
        // One that moves lies in two for a moment.
        size: ids.length * 2,
        _source: false,
        track_total_hits: false
      })
    )
    return hits.hits
      .flatMap(({ _id: documentId = '', _index: index }) => {
        const id = idOf.get(documentId)
        return id === undefined ? [] : [[id, index] satisfies [MentionId, string]]
      })
      .toSorted(([, a], [, b]) => (this.#read(a)?.version ?? 0) - (this.#read(b)?.version ?? 0))
  }

  #isWithin(index: string, periods: number): boolean {
    const span = spanOf(this.#read(index)?.period ?? '')
    if (span === null) return false
    const nowMs = msOf(this.#clock.now())
    const reachMs = longestMs[this.#options.period] * periods
    return span.toMs > nowMs - reachMs && span.fromMs < nowMs + reachMs
  }

  #read(index: string): IndexName | null {
    return readIndexName(this.#options, [this.#kind], index)
  }
}

/** Every index behind an alias. */
export async function listIndicesOf(client: Client, alias: string): Promise<string[]> {
  const answer: object = await asked('列出索引', () => client.indices.getAlias({ name: alias }, { ignore: [404] }))
  return Object.entries(answer).flatMap(([index, entry]: [string, unknown]) =>
    typeof entry === 'object' && entry !== null && 'aliases' in entry ? [index] : []
  )
}
