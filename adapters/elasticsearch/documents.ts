import type { Client, estypes } from '@elastic/elasticsearch'
import { BatchedReads } from './batched-reads.ts'
import { asked } from './client.ts'
import { aliasOf, indexOf, type IndexKind } from './index-kind.ts'
import { getMany } from './multi-get.ts'
import type { StoreDeps } from './open.ts'
import { Refresher } from './refresher.ts'
import { searchPages, type Query } from './search-pages.ts'

/** One write of one document: what a compare-and-set names as the state that it goes out from. */
export interface DocumentVersion {
  readonly seqNo: number
  readonly primaryTerm: number
}

export interface Found<Source> extends DocumentVersion {
  readonly id: string
  readonly source: Source
}

export interface DocumentSearch {
  readonly query: Query
  /** Must order completely where more than a page is asked for. */
  readonly sort: estypes.SortCombinations[]
  readonly limit: number
  readonly pageSize?: number
}

/**
 * The documents of a kind that has one index. By id one reads every write that was answered, of any process; searches see them
 * after a refresh, which `search` and `ids` do first. An index that does not exist yet has no documents; the first write makes it.
 */
export class Documents<Source extends object> {
  readonly index: string
  readonly alias: string
  readonly #client: Client
  readonly #refresher: Refresher
  readonly #reads: BatchedReads<Found<Source> | null>

  constructor({ client, options }: Pick<StoreDeps, 'client' | 'options'>, kind: IndexKind) {
    this.#client = client
    this.index = indexOf(options, kind)
    this.alias = aliasOf(options, kind)
    this.#refresher = new Refresher(client, this.alias)
    this.#reads = new BatchedReads((ids) => this.#getMany(ids), kind.readTogether)
  }

  get(id: string): Promise<Found<Source> | null> {
    return this.#reads.read(id)
  }

  async has(id: string): Promise<boolean> {
    return asked('查看文档', () => this.#client.exists({ index: this.alias, id }))
  }

  /** Null when it exists already. */
  async create(id: string, source: Source): Promise<DocumentVersion | null> {
    const answer = await asked('新建文档', () =>
      this.#client.index<Source>({ index: this.index, id, document: source, op_type: 'create' }, { ignore: [409] })
    )
    return versionOf(answer)
  }

  /** Null when it is not, or no longer, as it was found. */
  async replace({ id, seqNo, primaryTerm }: DocumentVersion & { readonly id: string }, source: Source): Promise<DocumentVersion | null> {
    const answer = await asked('改写文档', () =>
      this.#client.index<Source>({ index: this.index, id, document: source, if_seq_no: seqNo, if_primary_term: primaryTerm }, { ignore: [409] })
    )
    return versionOf(answer)
  }

  /** Whatever was there before. */
  async put(id: string, source: Source): Promise<void> {
    await asked('写入文档', () => this.#client.index<Source>({ index: this.index, id, document: source }))
  }

  /** Changes some fields of a document, or makes the whole one where there is none; nothing comes between. */
  async upsert(id: string, fields: Partial<Source>, whole: Source): Promise<void> {
    await asked('写入文档', () =>
      this.#client.update<Source, Partial<Source>>({ index: this.index, id, doc: fields, upsert: whole, retry_on_conflict: 20 })
    )
  }

  async delete(id: string): Promise<void> {
    await asked('删除文档', () => this.#client.delete({ index: this.index, id }, { ignore: [404] }))
  }

  /** False when it is not, or no longer, as it was found. */
  async deleteFound({ id, seqNo, primaryTerm }: DocumentVersion & { readonly id: string }): Promise<boolean> {
    const answer = await asked('删除文档', () =>
      this.#client.delete({ index: this.index, id, if_seq_no: seqNo, if_primary_term: primaryTerm }, { ignore: [404, 409] })
    )
    return answer.result === 'deleted'
  }

  /** Everything that fits, as any process wrote it before the call. */
  async search(search: DocumentSearch): Promise<Found<Source>[]> {
    const found: Found<Source>[] = []
    await this.#pages(search, true, (hits) => {
      for (const hit of hits) found.push(hitOf(hit))
    })
    return found
  }

  /** The same, ids only. */
  async ids(search: DocumentSearch): Promise<string[]> {
    const ids: string[] = []
    await this.#pages(search, false, (hits) => {
      for (const hit of hits) ids.push(hit._id ?? '')
    })
    return ids
  }

  /** Which write of each document stands, without what it wrote. */
  async versions(search: DocumentSearch): Promise<(DocumentVersion & { readonly id: string })[]> {
    const found: (DocumentVersion & { readonly id: string })[] = []
    await this.#pages(search, false, (hits) => {
      for (const { _id = '', _seq_no = -1, _primary_term = -1 } of hits) found.push({ id: _id, seqNo: _seq_no, primaryTerm: _primary_term })
    })
    return found
  }

  /** Shows to searches what any process wrote before. */
  refresh(): Promise<void> {
    return this.#refresher.refresh()
  }

  async #getMany(ids: readonly string[]): Promise<readonly (Found<Source> | null)[]> {
    const [id] = ids
    if (id === undefined || ids.length > 1) return await getMany<Source>(this.#client, this.alias, ids)
    const answer = await asked('读取文档', () => this.#client.get<Source>({ index: this.alias, id }, { ignore: [404] }))
    return [foundOf(answer)]
  }

  async #pages(search: DocumentSearch, source: boolean, take: (hits: readonly estypes.SearchHit<Source>[]) => void): Promise<void> {
    await this.#refresher.refresh()
    await searchPages<Source>(this.#client, { index: this.alias, source, ...search }, take)
  }
}

function foundOf<Source>(answer: estypes.GetResponse<Source>): Found<Source> | null {
  if (!answer.found || answer._source === undefined) return null
  return { id: answer._id, source: answer._source, seqNo: answer._seq_no ?? -1, primaryTerm: answer._primary_term ?? -1 }
}

function hitOf<Source>(hit: estypes.SearchHit<Source>): Found<Source> {
  if (hit._id === undefined || hit._source === undefined) throw new Error('a hit came without its document')
  return { id: hit._id, source: hit._source, seqNo: hit._seq_no ?? -1, primaryTerm: hit._primary_term ?? -1 }
}

/** An answer that refuses a write (409) has no result. */
function versionOf(answer: Partial<estypes.WriteResponseBase>): DocumentVersion | null {
  if (answer.result === undefined) return null
  return { seqNo: answer._seq_no ?? -1, primaryTerm: answer._primary_term ?? -1 }
}
