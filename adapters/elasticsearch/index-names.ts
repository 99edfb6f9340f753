import type { ElasticsearchOptions } from './options.ts'
import { aliasOf, type IndexKind } from './index-kind.ts'

/** An index or template of ours, read from its name. */
export interface IndexName {
  readonly name: string
  readonly kind: IndexKind
  readonly version: number
  /** Null for the index of a kind that has one. */
  readonly period: string | null
}

/** What a name says; null when it is no name of ours, as those of another prefix that begins alike. */
export function readIndexName(options: Pick<ElasticsearchOptions, 'prefix'>, kinds: readonly IndexKind[], name: string): IndexName | null {
  for (const kind of kinds) {
    const alias = aliasOf(options, kind)
    const match = name.startsWith(`${alias}-v`) ? /^-v(\d+)(?:-(.+))?$/.exec(name.slice(alias.length)) : null
    if (match !== null && (kind.dated || match[2] === undefined)) {
      return { name, kind, version: Number(match[1]), period: match[2] ?? null }
    }
  }
  return null
}
