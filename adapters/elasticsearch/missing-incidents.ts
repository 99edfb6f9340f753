import type { Client } from '@elastic/elasticsearch'
import { askedIfThere, noHits } from './absent-index.ts'
import { auditKind, type AuditSource } from './audit.ts'
import { createClient } from './client.ts'
import { MissingIndexError } from './errors.ts'
import { incidentKind } from './incidents.ts'
import { aliasOf } from './index-kind.ts'
import { noticeKind } from './notice-source.ts'
import type { ElasticsearchOptions } from './options.ts'
import { Refresher } from './refresher.ts'
import { searchPages } from './search-pages.ts'

type Names = Pick<ElasticsearchOptions, 'prefix'>

/** Documents of the audit log hold up to 500 entries. */
const documentsAPage = 100

/**
 * Refuses a cluster that holds no incident though its notices or its audit log tell of one: the index was deleted, and an empty
 * list would look like calm.
 * @throws MissingIndexError; UnreachableError, AccessRefusedError
 */
export async function refuseMissingIncidents(options: ElasticsearchOptions): Promise<void> {
  const client = createClient(options)
  try {
    const alias = aliasOf(options, incidentKind)
    if ((await countOf(client, alias)) > 0) return
    const witness = (await hasNotices(client, options)) ? '通知' : (await isSealed(client, options)) ? '审计链' : null
    if (witness === null) return
    throw new MissingIndexError(
      `Elasticsearch：索引 ${alias} 不在或已空，而${witness}提到其中的事件：多半被删除；请从快照恢复它，` +
        `确要从头开始时删除全部 ${options.prefix}-* 索引`,
      { metadata: { index: alias } }
    )
  } finally {
    await client.close()
  }
}

async function countOf(client: Client, alias: string): Promise<number> {
  const count = async (): Promise<number> => (await askedIfThere('计数', { count: 0 }, () => client.count({ index: alias }))).count
  const seen = await count()
  if (seen > 0) return seen
  await new Refresher(client, alias).refresh()
  return count()
}

/** Notices are asked for after their incident was written. */
async function hasNotices(client: Client, options: Names): Promise<boolean> {
  const { hits } = await askedIfThere('查找事件的通知', noHits, () =>
    client.search({ index: aliasOf(options, noticeKind), query: { prefix: { subjectId: 'inc-' } }, size: 1, _source: false, track_total_hits: false })
  )
  return hits.hits.length > 0
}

/** Whether the audit log keeps the head of any incident. */
async function isSealed(client: Client, options: Names): Promise<boolean> {
  let sealed = false
  await searchPages<AuditSource>(
    client,
    { index: aliasOf(options, auditKind), query: { match_all: {} }, sort: [{ firstSeq: 'asc' }], limit: Infinity, pageSize: documentsAPage },
    (hits) => {
      sealed ||= hits.some(({ _source: source }) => source?.entries.includes('"action":"seal"') === true)
    }
  )
  return sealed
}
