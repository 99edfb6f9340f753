import { WanglouError } from '../core/errors.ts'
import type { Visit } from './crawler.ts'
import { CooldownError, SignInExpiredError } from './errors.ts'

/**
 * Reads the lists of a source one after the other; one that fails hides no other. Only where the platform wants to be left alone, or wants
 * a person, is nothing more asked of the host. Returns the error that the visit is to end with, once what is queued was worked off: the
 * one that stopped it, else the first; null without one.
 */
export async function readEach<List>(
  visit: Visit,
  lists: readonly List[],
  hostOf: (list: List) => string,
  read: (list: List) => Promise<void>
): Promise<unknown> {
  const closed = new Set<string>()
  let first: unknown = null
  let stopping: unknown = null
  for (const list of lists) {
    if (visit.signal.aborted) break
    if (closed.has(hostOf(list))) continue
    try {
      await read(list)
    } catch (error) {
      visit.logger.warn({ sourceId: visit.source.id, reason: error instanceof Error ? error.message : String(error) }, 'list not read')
      first ??= error
      if (!wantsToBeLeft(error)) continue
      stopping ??= error
      closed.add(hostOf(list))
    }
  }
  return stopping ?? first
}

/** A cooldown, an expired sign-in, or a server that says for how long. */
export function wantsToBeLeft(error: unknown): boolean {
  if (error instanceof CooldownError || error instanceof SignInExpiredError) return true
  return error instanceof WanglouError && typeof error.metadata['retryAfterMs'] === 'number'
}
