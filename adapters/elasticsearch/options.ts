/** How to reach an Elasticsearch cluster, and how our indices in it are laid out. Secrets are here as they are, never names of variables. */
export interface ElasticsearchOptions {
  readonly nodes: readonly string[]
  /** Begins the name of every index, alias and template of ours. */
  readonly prefix: string
  readonly auth: { readonly apiKey: string } | { readonly username: string; readonly password: string } | null
  /** PEM of the authority that signed the server's certificate; null: those that Node trusts. */
  readonly ca: string | null
  readonly shards: number
  /** `auto`: one where there is a second node to hold it. */
  readonly replicas: number | 'auto'
  /** Mentions of one period share an index, by the moment at which they were first seen (UTC). */
  readonly period: Period
  /** Evidence larger than this is refused. */
  readonly maxEvidenceBytes: number
}

export type Period = 'day' | 'week' | 'month'
