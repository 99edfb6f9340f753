import type { estypes } from '@elastic/elasticsearch'
import type { ElasticsearchOptions } from './options.ts'

/** One kind of document, with its strict mapping. */
export interface IndexKind {
  readonly name: string
  /** Grows when the mapping changes in a way that a stored index cannot follow: then a new index takes over behind the alias. */
  readonly version: number
  /** Many indices, one a period, dropped when they are old; otherwise one. */
  readonly dated: boolean
  /** Shards of each index; the configured number when not given. */
  readonly shards?: number
  readonly properties: Record<string, estypes.MappingProperty>
  /** Documents that one request reads by id at most, where they are large. */
  readonly readTogether?: number
  /** A document of an older version in the form of this one; as it is when not given. */
  readonly upgrade?: (document: StoredFields, fromVersion: number) => StoredFields
}

export type StoredFields = Readonly<Record<string, unknown>>

/** Kept as it came and given back so: never searched, never parsed. */
export const storedText = { type: 'keyword', index: false, doc_values: false } as const satisfies estypes.MappingProperty

/** The same for a value with parts. Cheaper than its JSON as a text, which is written, escaped and read once more. */
export const storedWhole = { type: 'object', enabled: false } as const satisfies estypes.MappingProperty

type Names = Pick<ElasticsearchOptions, 'prefix'>

/** What readers name: every index of the kind, of every period and version. */
export function aliasOf({ prefix }: Names, kind: IndexKind): string {
  return `${prefix}-${kind.name}`
}

/** The index of a kind that has one. */
export function indexOf(names: Names, kind: IndexKind): string {
  return `${aliasOf(names, kind)}-v${kind.version}`
}

/** The index of a period, such as `wanglou-mentions-v1-2026.11`. */
export function datedIndexOf(names: Names, kind: IndexKind, period: string): string {
  return `${indexOf(names, kind)}-${period}`
}

/**
 * Of all templates that match a name the server takes one, the highest: not the `*` of somebody else. Ours match nothing but
 * names of ours, so that they take nothing from anybody.
 */
export const templatePriority = 2_000_000_000

/**
 * The template from which an index of the kind is made at its first document, with its alias: no process has to make it first,
 * and a document that comes after an index was dropped cannot make one with guessed fields.
 */
export function templateOf(options: ElasticsearchOptions, kind: IndexKind): estypes.IndicesPutIndexTemplateRequest {
  return {
    name: indexOf(options, kind),
    index_patterns: [kind.dated ? `${indexOf(options, kind)}-*` : indexOf(options, kind)],
    priority: templatePriority,
    // A cluster may forbid indices that make themselves; ours are made as they should be.
    allow_auto_create: true,
    _meta: { by: 'wanglou' },
    template: {
      settings: {
        number_of_shards: kind.shards ?? options.shards,
        ...(options.replicas === 'auto' ? { auto_expand_replicas: '0-1' } : { number_of_replicas: options.replicas }),
        // Whoever searches refreshes first; this bounds what is lost to memory where nobody does. Small segments are a third of the cost of storing.
        refresh_interval: '30s',
        // A quarter less is merged; a search that looks into more segments is still far within its bound.
        'merge.policy.segments_per_tier': 20
      },
      mappings: { dynamic: 'strict', properties: kind.properties },
      aliases: { [aliasOf(options, kind)]: {} }
    }
  }
}
