import { canonicalJson } from '../../core/canonical-json.ts'
import { chainStart } from '../../core/incident/chain.ts'
import type { AuditHead, AuditLog } from '../../core/ports.ts'
import type { AuditEntry } from '../../core/records.ts'
import { sha256 } from '../hash.ts'
import { askedIfThere, noHits } from './absent-index.ts'
import { Documents } from './documents.ts'
import { StoreOverloadedError } from './errors.ts'
import { storedText, type IndexKind } from './index-kind.ts'
import type { StoreDeps } from './open.ts'
import { patiently } from './patience.ts'

type NewEntry = Parameters<AuditLog['append']>[0][number]

/** A run of entries that were appended together. */
export interface AuditSource {
  readonly firstSeq: number
  readonly lastSeq: number
  readonly lastHash: string
  /** Names the append, so that a writer whose answer was lost knows its own document again. */
  readonly append: string
  readonly entries: string
}

export const auditKind: IndexKind = {
  name: 'audit',
  version: 1,
  dated: false,
  shards: 1,
  properties: {
    firstSeq: { type: 'long' },
    lastSeq: { type: 'long' },
    lastHash: storedText,
    append: storedText,
    entries: storedText
  }
}

interface Waiting {
  readonly entries: readonly NewEntry[]
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

const mostEntriesADocument = 500
const documentsAPage = 100
/** Documents of others that are followed one by one; when there are more, a search finds the newest. */
const mostSteps = 20
const mostPatienceMs = 20_000

/**
 * Each entry's hash is SHA-256 over the canonical JSON of all its other fields. Entries that wait at the same time go into one
 * document, named after the number of its first entry.
 *
 * However many processes append, there is one chain. A document is only ever made as the follower of one that its writer has
 * read: its name is the number after that one's last, its first entry names that one's last hash; and of all who want to follow
 * the same one, Elasticsearch lets one make the document of that name (`create`). So each document has at most one follower and
 * none without the one it follows: the documents are one line, whatever old state a writer went out from, and a number is never
 * given twice. Documents are never changed nor deleted. One shard, so that what was written first is also kept first.
 */
export function createAuditLog(deps: StoreDeps): AuditLog {
  const documents = new Documents<AuditSource>(deps, auditKind)
  const waiting: Waiting[] = []
  let head: AuditHead | null = null
  let writing = false

  /** The entries of one document, behind whatever is the head by then. */
  async function write(entries: readonly NewEntry[]): Promise<void> {
    const append = Buffer.from(deps.random(16)).toString('hex')
    await patiently(deps, mostPatienceMs, async () => {
      head ??= await newestHead(documents)
      for (;;) {
        const source = chained(head, entries, append)
        if ((await documents.create(idOf(source.firstSeq), source)) !== null) {
          head = headOf(source)
          return
        }
        const other = await documents.get(idOf(source.firstSeq))
        // A copy of the index that has not heard yet of what another copy refused us for.
        if (other === null) throw new StoreOverloadedError(`Elasticsearch：审计：第 ${source.firstSeq} 条已有，但尚读不到`)
        head = headOf(other.source)
        if (other.source.append === append) return
        head = await follow(documents, head)
      }
    })
  }

  async function writeAll(): Promise<void> {
    writing = true
    while (waiting.length > 0) {
      const together = takeTogether(waiting)
      try {
        await write(together.flatMap(({ entries }) => entries))
        for (const { done } of together) done()
      } catch (error) {
        for (const { failed } of together) failed(error)
      }
    }
    writing = false
  }

  return {
    async append(entries) {
      if (entries.length === 0) return
      await new Promise<void>((done, failed) => {
        waiting.push({ entries, done, failed })
        if (!writing) void writeAll()
      })
    },
    read: (after, limit) => readEntries(deps, documents, after, limit),
    async head() {
      await documents.refresh()
      return newestHead(documents)
    }
  }
}

/** At least one append; more while they fit. */
function takeTogether(waiting: Waiting[]): Waiting[] {
  const together: Waiting[] = []
  let count = 0
  for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
    count += next.entries.length
    if (together.length > 0 && count > mostEntriesADocument) break
    together.push(next)
    waiting.shift()
  }
  return together
}

function chained(head: AuditHead, entries: readonly NewEntry[], append: string): AuditSource {
  let { seq, hash } = head
  const sealed = entries.map(({ at, actor, action, subject, detail }): AuditEntry => {
    const entry = { seq: seq + 1, at, actor, action, subject, detail, previous: hash }
    seq += 1
    hash = sha256(canonicalJson(entry))
    return { ...entry, hash }
  })
  return { firstSeq: head.seq + 1, lastSeq: seq, lastHash: hash, append, entries: JSON.stringify(sealed) }
}

export async function newestHead(documents: Documents<AuditSource>): Promise<AuditHead> {
  const [newest] = await documents.search({ query: { match_all: {} }, sort: [{ lastSeq: 'desc' }], limit: 1 })
  return newest === undefined ? { seq: 0, hash: chainStart } : headOf(newest.source)
}

/** From a head to the newest there is. */
async function follow(documents: Documents<AuditSource>, from: AuditHead): Promise<AuditHead> {
  let head = from
  for (let steps = 0; steps < mostSteps; steps++) {
    const next = await documents.get(idOf(head.seq + 1))
    if (next === null) return head
    head = headOf(next.source)
  }
  return newestHead(documents)
}

function headOf({ lastSeq, lastHash }: AuditSource): AuditHead {
  return { seq: lastSeq, hash: lastHash }
}

/** So that the names sort as the numbers do, for whoever looks with other tools. */
export function idOf(firstSeq: number): string {
  return String(firstSeq).padStart(15, '0')
}

/** Nothing is ever inserted before the end, so pages need no held view. */
async function readEntries({ client }: StoreDeps, documents: Documents<AuditSource>, after: number, limit: number): Promise<AuditEntry[]> {
  await documents.refresh()
  const entries: AuditEntry[] = []
  for (let last = after; entries.length < limit;) {
    const { hits } = await askedIfThere('读取审计', noHits, () =>
      client.search<AuditSource>({
        index: documents.alias,
        allow_partial_search_results: false,
        query: { range: { lastSeq: { gt: last } } },
        sort: [{ firstSeq: 'asc' }],
        size: Math.min(documentsAPage, limit - entries.length),
        track_total_hits: false
      })
    )
    if (hits.hits.length === 0) break
    for (const { _source: source } of hits.hits) {
      if (source === undefined) continue
      for (const entry of JSON.parse(source.entries) as AuditEntry[]) if (entry.seq > after) entries.push(entry)
      last = source.lastSeq
    }
  }
  return entries.slice(0, limit)
}
