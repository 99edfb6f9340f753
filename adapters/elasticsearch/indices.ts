import type { Client } from '@elastic/elasticsearch'
import { asked } from './client.ts'
import { aliasOf, type IndexKind } from './index-kind.ts'
import type { ElasticsearchOptions } from './options.ts'

/** An index or template of ours, read from its name. */
export interface IndexName {
  readonly name: string
  readonly kind: IndexKind
  readonly version: number
  /** Null for the index of a kind that has one. */
  readonly period: string | null
}

/** An index of ours that is there. */
export interface StoredIndex extends IndexName {
  /** Behind the alias of its kind: what readers see. */
  readonly isRead: boolean
  /** As our template makes it: a field that it does not know is refused. */
  readonly isStrict: boolean
  /** Neither read nor written until somebody opens it. */
  readonly isClosed: boolean
  /** Why it takes no writes, in the server's words; null: it does. */
  readonly block: string | null
}

type Options = Pick<ElasticsearchOptions, 'prefix'>

/** What a name says; null when it is no name of ours, as those of another prefix that begins alike. */
export function readIndexName(options: Options, kinds: readonly IndexKind[], name: string): IndexName | null {
  for (const kind of kinds) {
    const alias = aliasOf(options, kind)
    const match = name.startsWith(`${alias}-v`) ? /^-v(\d+)(?:-(.+))?$/.exec(name.slice(alias.length)) : null
    if (match !== null && (kind.dated || match[2] === undefined)) {
      return { name, kind, version: Number(match[1]), period: match[2] ?? null }
    }
  }
  return null
}

/** Every index of ours, by name. */
export async function listIndices(client: Client, options: Options, kinds: readonly IndexKind[]): Promise<readonly StoredIndex[]> {
  const index = `${options.prefix}-*`
  const [stored, closed] = await Promise.all([
    asked('列出索引', () => client.indices.get({ index, expand_wildcards: 'all', features: ['aliases', 'mappings', 'settings'] })),
    asked('列出关闭的索引', () => client.indices.resolveIndex({ name: index, expand_wildcards: ['closed', 'hidden'] }))
  ])
  const closedNames = new Set(closed.indices.map(({ name }) => name))
  return Object.entries(stored)
    .flatMap(([name, { aliases = {}, mappings, settings }]) => {
      const read = readIndexName(options, kinds, name)
      if (read === null) return []
      const isRead = aliasOf(options, read.kind) in aliases
      return [{ ...read, isRead, isStrict: mappings?.dynamic === 'strict', isClosed: closedNames.has(name), block: blockOf(settings?.index?.blocks) }]
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** `read_only_allow_delete` is what a server sets by itself when its disk is nearly full. */
function blockOf(blocks: object | undefined): string | null {
  const set = Object.entries(blocks ?? {}).flatMap(([block, value]) => (String(value) === 'true' ? [block] : []))
  return set.length === 0 ? null : set.join(' ')
}
