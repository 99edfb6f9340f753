import { setTimeout as pause } from 'node:timers/promises'
import { ConflictError } from '../../core/errors.ts'
import { sendBulk } from './bulk.ts'
import { asked } from './client.ts'
import { NewerIndexError, StoreRefusedError } from './errors.ts'
import { aliasOf, indexOf, templateOf, type IndexKind, type StoredFields } from './index-kind.ts'
import { listIndices, type StoredIndex } from './indices.ts'
import { createLeases, upgradeLeaseKind } from './leases.ts'
import type { StoreDeps } from './open.ts'
import { searchPages } from './search-pages.ts'
import { putTemplates } from './templates.ts'

/** Longer than a request of the client lasts, so that none that it still sends outlives the lease. */
const leaseMs = 30_000
const lookEveryMs = 500
const bytesAPage = 4_000_000
const mostDocumentsAPage = 1000

/** Brings the index of every kind that has one to its version, one after the other; see `upgradeIndex`. */
export async function upgradeIndices(deps: StoreDeps, kinds: readonly IndexKind[]): Promise<void> {
  const stored = await listIndices(deps.client, deps.options, kinds)
  for (const kind of kinds) {
    const itsOwn = stored.filter((index) => index.kind === kind)
    if (oldIndex(deps, kind, itsOwn) !== null) await upgradeIndex(deps, kind)
  }
}

/**
 * Makes the index of the kind's version from that of an older one: all documents are copied while nothing can be written to
 * the old index, then the alias is pointed to the new one in one step. The old index is left for whoever runs the cluster.
 *
 * One process copies, others wait for it; when it dies, another goes on: what was copied already is there already. Processes
 * of the older version read on meanwhile, and their writes are refused as retryable. Nothing of this version writes before it
 * is done, since it is part of opening.
 * @throws NewerIndexError, StoreRefusedError when a document does not fit, UnreachableError, StoreOverloadedError
 */
export async function upgradeIndex(deps: StoreDeps, kind: IndexKind): Promise<void> {
  const { client, options, clock, logger, random } = deps
  await putTemplates(deps, [upgradeLeaseKind])
  const leases = createLeases(deps, upgradeLeaseKind)
  const name = aliasOf(options, kind)
  const holder = Buffer.from(random(8)).toString('hex')
  /** @throws ConflictError when the lease is another's */
  const hold = async (): Promise<void> => {
    if ((await leases.acquire(name, holder, clock.elapsedMs(), leaseMs)) === null) {
      throw new ConflictError(`Elasticsearch：${name} 正由另一个进程升级`, { metadata: { alias: name } })
    }
  }
  const find = async (): Promise<StoredIndex | null> => oldIndex(deps, kind, await listIndices(client, options, [kind]))
  for (let looks = 0; (await find()) !== null; looks++) {
    try {
      await hold()
      // Looked at again: another may have done it between the look and the lease.
      const old = await find()
      if (old !== null) await upgradeFrom(deps, kind, old, hold)
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error
      if (looks === 0) logger.info({ alias: name }, 'another process upgrades this index; waiting for it')
      await pause(lookEveryMs)
    } finally {
      // What cannot be given back ends by itself.
      await leases.release(name, holder).catch(() => undefined)
    }
  }
}

/** The index that is to be upgraded; null: none. */
function oldIndex({ options }: Pick<StoreDeps, 'options'>, kind: IndexKind, stored: readonly StoredIndex[]): StoredIndex | null {
  const newer = stored.find(({ version }) => version > kind.version)
  if (newer !== undefined) {
    throw new NewerIndexError(`Elasticsearch：索引 ${newer.name} 由更新的版本建立；本程序只认识 ${indexOf(options, kind)}`, {
      metadata: { index: newer.name }
    })
  }
  // Of dated indices old and new ones stand side by side.
  if (kind.dated || stored.length === 0) return null
  const read = stored.filter(({ isRead }) => isRead)
  const [only] = read
  if (only === undefined || read.length > 1) {
    const names = stored.map(({ name }) => name).join('、')
    throw new StoreRefusedError(`Elasticsearch：别名 ${aliasOf(options, kind)} 应恰好指向一个索引，现指向 ${read.length} 个；现有 ${names}`, {
      metadata: { alias: aliasOf(options, kind) }
    })
  }
  return only.version < kind.version ? only : null
}

async function upgradeFrom(deps: StoreDeps, kind: IndexKind, old: StoredIndex, hold: () => Promise<void>): Promise<void> {
  const { client, options, logger } = deps
  const target = indexOf(options, kind)
  const alias = aliasOf(options, kind)
  logger.info({ from: old.name, to: target }, 'an index is upgraded')
  await makeUnread(deps, kind, old)
  await asked('停写旧索引', () => client.indices.addBlock({ index: old.name, block: 'write' }))
  const documents = await copyAll(deps, kind, old, hold).catch(async (error: unknown) => {
    // No trying again mends it, so the older version may go on.
    if (error instanceof StoreRefusedError) {
      await asked('恢复写旧索引', () => client.indices.putSettings({ index: old.name, settings: { 'index.blocks.write': null } }))
    }
    throw error
  })
  await hold()
  await asked('切换别名', () =>
    client.indices.updateAliases({ actions: [{ remove: { index: old.name, alias, must_exist: true } }, { add: { index: target, alias } }] })
  )
  logger.warn({ from: old.name, to: target, documents }, 'an index was upgraded; the old one is not used any more and can be deleted')
}

/** Every document, and how many they are. @throws StoreRefusedError when one does not fit, or some are missing at the end */
async function copyAll(deps: StoreDeps, kind: IndexKind, old: StoredIndex, hold: () => Promise<void>): Promise<number> {
  const { client, options } = deps
  const target = indexOf(options, kind)
  await asked('刷新旧索引', () => client.indices.refresh({ index: old.name }))
  await searchPages<StoredFields>(
    client,
    { index: old.name, query: { match_all: {} }, sort: ['_shard_doc'], limit: Infinity, pageSize: await pageSizeOf(deps, old.name) },
    async (hits) => {
      const documents = hits.map(({ _id: id = '', _source: source = {} }) => ({ id, document: kind.upgrade?.(source, old.version) ?? source }))
      await copyPage(deps, target, documents, hold)
    }
  )
  await asked('刷新新索引', () => client.indices.refresh({ index: target }))
  const count = async (index: string): Promise<number> => (await asked('清点索引', () => client.count({ index }))).count
  const [before, after] = [await count(old.name), await count(target)]
  if (before !== after) throw new StoreRefusedError(`Elasticsearch：升级：${old.name} 有 ${before} 份文档，${target} 有 ${after} 份`)
  return after
}

/**
 * The new index, out of readers' sight: its template would put it behind the alias, and is put back when all is done. What a dead
 * process copied is kept while the old index was closed to writes ever since; otherwise it may be old by now.
 */
async function makeUnread({ client, options }: StoreDeps, kind: IndexKind, old: StoredIndex): Promise<void> {
  const { name, template } = templateOf(options, kind)
  const { settings, mappings } = template ?? {}
  await asked('移除索引模板', () => client.indices.deleteIndexTemplate({ name }, { ignore: [404] }))
  await asked('建立新索引', async () => {
    if (await client.indices.exists({ index: name })) {
      if (old.block?.split(' ').includes('write') === true) return
      await client.indices.delete({ index: name })
    }
    await client.indices.create({ index: name, ...(settings === undefined ? {} : { settings }), ...(mappings === undefined ? {} : { mappings }) })
  })
}

async function copyPage(
  { client }: StoreDeps,
  index: string,
  documents: readonly { readonly id: string; readonly document: StoredFields }[],
  hold: () => Promise<void>
): Promise<void> {
  for (let left = documents; left.length > 0;) {
    await hold()
    const outcomes = await sendBulk(
      client,
      left.map(({ id, document }) => ({ action: { create: { _index: index, _id: id } }, document }))
    )
    const again = left.filter((_, place) => outcomes[place]?.kind === 'again')
    for (const [place, outcome] of outcomes.entries()) {
      // What is there already was copied before a crash.
      if (outcome.kind === 'again' || outcome.kind === 'done' || outcome.kind === 'conflict') continue
      throw new StoreRefusedError(`Elasticsearch：升级：${index} 未收下文档 ${left[place]?.id}：${JSON.stringify(outcome)}`)
    }
    if (again.length > 0) await pause(lookEveryMs)
    left = again
  }
}

/** As many documents as are a few megabytes together, by the index's own size. */
async function pageSizeOf({ client }: StoreDeps, index: string): Promise<number> {
  const { _all: all } = await asked('查看索引大小', () => client.indices.stats({ index, metric: ['docs', 'store'] }))
  const average = (all.primaries?.store?.size_in_bytes ?? 0) / Math.max(1, all.primaries?.docs?.count ?? 0)
  return Math.max(1, Math.min(mostDocumentsAPage, Math.floor(bytesAPage / Math.max(1, average))))
}
