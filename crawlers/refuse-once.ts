import type { Visit } from './crawler.ts'
import type { UnusableItemError } from './errors.ts'

/**
 * Keeps a bad item as a dead letter, once: lists show the same item at every visit. `identity` is what stays the same of it. Remembered
 * after the letter is kept, so that a crash in between repeats it and loses nothing.
 */
export async function refuseOnce(visit: Visit, identity: string, place: string, error: UnusableItemError, body: string): Promise<void> {
  const name = `refused:${visit.sha256(identity)}`
  if ((await visit.crawl.cursor(visit.source.id, name)) !== null) return
  await visit.refuse('crawl', place, error, body)
  await visit.crawl.setCursor(visit.source.id, name, place)
}
