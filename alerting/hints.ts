import type { LogRecord, Logger } from '../core/ports.ts'
import { IncidentHint } from '../core/records.ts'

/**
 * The incidents that a batch of hints speaks of, with the moment at which the newest news was fetched. A hint that cannot be read is
 * dropped with a warning: it is no truth, and the sweep finds the change.
 */
export function readHints(batch: readonly LogRecord[], logger: Logger): Map<string, number | null> {
  const hints = new Map<string, number | null>()
  for (const { value, partition, offset } of batch) {
    const hint = readHint(value)
    if (hint === null) logger.warn({ topic: 'incidents', partition, offset }, 'a hint cannot be read')
    else hints.set(hint.incidentId, hint.fetchedElapsedMs ?? hints.get(hint.incidentId) ?? null)
  }
  return hints
}

function readHint(value: string): IncidentHint | null {
  try {
    return IncidentHint.parse(JSON.parse(value))
  } catch {
    return null
  }
}
