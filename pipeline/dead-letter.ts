import type { LogRecord } from '../core/ports.ts'
import type { DeadLetter } from '../core/records.ts'

/** A record that a stage refused, with its bytes, so that it can be read and replayed. */
export function letterOf(record: LogRecord, stage: string, reason: string, code: string): Omit<DeadLetter, 'schema' | 'id' | 'at'> {
  const { topic, partition, offset, key, value } = record
  return { stage, source: sourceIn(value) ?? topic, place: `${topic}/${partition}/${offset}`, reason, code, topic, key, body: value }
}

/** The source that a broken record still names. */
function sourceIn(value: string): string | null {
  return /"source"\s*:\s*"((?:[^"\\]|\\.){1,120})"/.exec(value)?.[1] ?? null
}
