import { Mention } from '../core/mention.ts'
import type { LogRecord } from '../core/ports.ts'

/** Addresses of what our own accounts published. What cannot be read is the pipeline's to complain of. */
export function ownAddresses(batch: readonly Pick<LogRecord, 'value'>[], ownSources: ReadonlySet<string>): string[] {
  return batch.flatMap(({ value }) => {
    const mention = readMention(value)
    return mention !== null && mention.url !== null && mention.sourceId !== null && ownSources.has(mention.sourceId) ? [mention.url] : []
  })
}

function readMention(value: string): Mention | null {
  try {
    return Mention.safeParse(JSON.parse(value)).data ?? null
  } catch {
    return null
  }
}
