import type { Instant } from '../../core/instant.ts'
import { asked } from './client.ts'
import { expiringMentions, type ExpiringIndex } from './expiring-mentions.ts'
import type { StoreDeps } from './open.ts'

/**
 * Deletes the mentions that were first seen in periods that ended before a moment, whole indices at a time, oldest first;
 * returns what was deleted. Nothing that was first seen at that moment or later is touched.
 * @throws UnreachableError, StoreOverloadedError
 */
export async function dropMentionsBefore(
  { client, options }: Pick<StoreDeps, 'client' | 'options'>,
  moment: Instant
): Promise<readonly ExpiringIndex[]> {
  const expiring = await expiringMentions({ client, options }, moment)
  for (const { name } of expiring) await asked('删除索引', () => client.indices.delete({ index: name, ignore_unavailable: true }))
  return expiring
}
