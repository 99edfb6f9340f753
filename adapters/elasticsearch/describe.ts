import type { Client } from '@elastic/elasticsearch'
import clientPackage from '@elastic/elasticsearch/package.json' with { type: 'json' }
import { fits } from './check-server.ts'
import { asked, createClient } from './client.ts'
import { foreignTemplates, foreignTemplateWords } from './foreign-templates.ts'
import { aliasOf, type IndexKind } from './index-kind.ts'
import { listIndices, type StoredIndex } from './indices.ts'
import { kinds } from './kinds.ts'
import type { ElasticsearchOptions } from './options.ts'
import { unsoundness } from './sound-indices.ts'

/** What `doctor` says of a cluster. */
export interface ElasticsearchReport {
  readonly cluster: string
  readonly status: string
  readonly clientVersion: string
  readonly nodes: readonly NodeReport[]
  /** From which use of a disk on a server moves data away, and from which it takes no writes; as the cluster is set. */
  readonly watermarks: { readonly high: string | null; readonly floodStage: string | null }
  readonly aliases: readonly AliasReport[]
  /** Templates of others that would make indices of ours, in words. */
  readonly foreignTemplates: readonly string[]
}

export interface NodeReport {
  readonly name: string
  readonly version: string
  /** Whether our client speaks to this version. */
  readonly fits: boolean
  /** Null where the node does not tell. */
  readonly diskTotalBytes: number | null
  readonly diskFreeBytes: number | null
}

export interface AliasReport {
  readonly alias: string
  readonly version: number
  readonly indices: readonly IndexReport[]
}

export interface IndexReport {
  readonly name: string
  readonly version: number
  /** Behind the alias; an old index that was upgraded is not. */
  readonly isRead: boolean
  /** `read_only_allow_delete`: the server's disk is nearly full. `write`: upgraded. Null: it takes writes. */
  readonly block: string | null
  /** What is wrong with it, in words; null: nothing. */
  readonly fault: string | null
  readonly documents: number
  readonly storeBytes: number
}

const once = { requestTimeout: 5_000 }

/**
 * What is found on a cluster, without changing anything there.
 * @throws UnreachableError, AccessRefusedError, ServerVersionError when it does not even answer our client
 */
export async function describeElasticsearch(options: ElasticsearchOptions): Promise<ElasticsearchReport> {
  const client = createClient(options)
  try {
    const health = await asked('查看集群状态', () => client.cluster.health({}, once))
    const [nodes, watermarks, indices, sizes, foreign] = await Promise.all([
      nodesOf(client),
      watermarksOf(client),
      listIndices(client, options, kinds),
      sizesOf(client, options),
      foreignTemplates({ client, options }, kinds)
    ])
    return {
      cluster: health.cluster_name,
      status: health.status,
      clientVersion: clientPackage.version,
      nodes,
      watermarks,
      aliases: kinds.flatMap((kind) => aliasReport(options, kind, indices, sizes)),
      foreignTemplates: foreign.map(foreignTemplateWords)
    }
  } finally {
    await client.close()
  }
}

async function nodesOf(client: Client): Promise<NodeReport[]> {
  const [{ nodes }, stats] = await Promise.all([
    asked('查看节点版本', () => client.nodes.info({ metric: 'os', filter_path: ['nodes.*.name', 'nodes.*.version'] }, once)),
    asked('查看节点磁盘', () => client.nodes.stats({ metric: 'fs', filter_path: ['nodes.*.fs.total'] }, once))
  ])
  return Object.entries(nodes).map(([id, { name, version }]) => {
    const disk = stats.nodes[id]?.fs?.total
    return {
      name,
      version,
      fits: fits(version),
      diskTotalBytes: disk?.total_in_bytes ?? null,
      diskFreeBytes: disk?.available_in_bytes ?? null
    }
  })
}

async function watermarksOf(client: Client): Promise<ElasticsearchReport['watermarks']> {
  const settings = await asked('查看集群设置', () => client.cluster.getSettings({ include_defaults: true, flat_settings: true }, once))
  const merged: Record<string, unknown> = { ...settings.defaults, ...settings.persistent, ...settings.transient }
  const told = (name: string): string | null => {
    const value = merged[`cluster.routing.allocation.disk.watermark.${name}`]
    return typeof value === 'string' ? value : null
  }
  return { high: told('high'), floodStage: told('flood_stage') }
}

type Sizes = ReadonlyMap<string, { readonly documents: number; readonly storeBytes: number }>

async function sizesOf(client: Client, { prefix }: ElasticsearchOptions): Promise<Sizes> {
  // So that what was stored a moment ago is counted; where that is not allowed, the count is some seconds old.
  await client.indices.refresh({ index: `${prefix}-*`, ignore_unavailable: true, allow_no_indices: true }, once).catch(() => {})
  const stats = await asked('查看索引大小', () => client.indices.stats({ index: `${prefix}-*`, metric: ['docs', 'store'] }))
  return new Map(
    Object.entries(stats.indices ?? {}).map(([name, { primaries, total }]) => [
      name,
      { documents: primaries?.docs?.count ?? 0, storeBytes: total?.store?.size_in_bytes ?? 0 }
    ])
  )
}

function aliasReport(options: ElasticsearchOptions, kind: IndexKind, indices: readonly StoredIndex[], sizes: Sizes): AliasReport[] {
  const itsOwn = indices.filter((index) => index.kind === kind)
  if (itsOwn.length === 0) return []
  return [
    {
      alias: aliasOf(options, kind),
      version: kind.version,
      indices: itsOwn.map((index) => ({
        name: index.name,
        version: index.version,
        isRead: index.isRead,
        block: index.block,
        fault: unsoundness(index, itsOwn),
        ...(sizes.get(index.name) ?? { documents: 0, storeBytes: 0 })
      }))
    }
  ]
}
