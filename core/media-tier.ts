import type { MediaTier } from './incident/digest.ts'
import type { Mention } from './mention.ts'
import type { Source } from './source.ts'

/** The tier of the outlet that carried a mention, by the id or the name of a configured source; null for outlets that nobody placed. */
export function tierBySource(sources: readonly Pick<Source, 'id' | 'name' | 'mediaTier'>[]): (mention: Mention) => MediaTier | null {
  const tiers = new Map(sources.flatMap(({ id, name, mediaTier }) => [[id, mediaTier] as const, [name, mediaTier] as const]))
  return ({ sourceId, source }) => tiers.get(sourceId ?? source) ?? null
}
