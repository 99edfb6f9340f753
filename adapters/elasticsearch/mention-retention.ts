import { msOf, type Instant } from '../../core/instant.ts'
import { asked } from './client.ts'
import { aliasOf } from './index-kind.ts'
import { readIndexName } from './indices.ts'
import { mentionKind } from './mention-kind.ts'
import { spanOf } from './mention-period.ts'
import type { StoreDeps } from './open.ts'
import { listIndicesOf } from './whereabouts.ts'

export interface DroppedIndex {
  readonly name: string
  readonly period: string
  readonly mentions: number
}

/**
 * Deletes the mentions that were first seen in periods that ended before a moment, whole indices at a time, oldest first;
 * returns what was deleted. Nothing that was first seen at that moment or later is touched.
 * @throws UnreachableError, StoreOverloadedError
 */
export async function dropMentionsBefore(
  { client, options }: Pick<StoreDeps, 'client' | 'options'>,
  moment: Instant
): Promise<readonly DroppedIndex[]> {
  const dropped: DroppedIndex[] = []
  for (const name of (await listIndicesOf(client, aliasOf(options, mentionKind))).toSorted()) {
    const period = readIndexName(options, [mentionKind], name)?.period ?? null
    const span = period === null ? null : spanOf(period)
    if (period === null || span === null || span.toMs > msOf(moment)) continue
    await asked('刷新索引', () => client.indices.refresh({ index: name, ignore_unavailable: true }))
    const { count } = await asked('计数', () => client.count({ index: name, ignore_unavailable: true }))
    await asked('删除索引', () => client.indices.delete({ index: name, ignore_unavailable: true }))
    dropped.push({ name, period, mentions: count })
  }
  return dropped
}
