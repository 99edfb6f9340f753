import kafkajs, { type logCreator } from 'kafkajs'
import type { Logger } from '../../core/ports.ts'

const sayAgainAfterMs = 60_000

/**
 * What is told better elsewhere (connections by Outages, failed sends and crashes by whoever waits for them), or is the
 * ordinary course of a group: members join and leave, a coordinator is loading.
 */
const noise = [
  /^Connection (error|timeout)/,
  /^Failed to (connect|send messages)/,
  /^Response /,
  /^The group is rebalancing/,
  /^The coordinator is not aware of this member/,
  /^Consumer is not aware of all assigned partitions/,
  /^Topic has been updated/,
  /^Limiting retries for the idempotent producer/,
  /^Caught error when (stopping|disconnecting)/,
  /^Request .* timed out/,
  /^Could not (create|delete) topics/,
  /^Closed connection/,
  /^SASL .* authentication failed/,
  /^Crash: /,
  /^Error when calling eachBatch/,
  /^Restarting the consumer/
]

/** kafkajs's own log at the Logger port: only what means something to the reader, and that at most once a minute. */
export function clientLog(logger: Logger): logCreator {
  const said = new Map<string, number>()
  return () => (entry) => {
    if (entry.level > kafkajs.logLevel.WARN) return
    const { groupId, topic, partition, error, broker } = entry.log
    // Sometimes an error stands where the type promises its message.
    const message: unknown = entry.log.message
    const text = message instanceof Error ? message.message : String(message)
    if (noise.some((pattern) => pattern.test(text))) return
    const fields = { detail: text, groupId, topic, partition, broker, reason: error === undefined ? undefined : String(error) }
    const key = JSON.stringify(fields)
    const now = performance.now()
    if (now - (said.get(key) ?? -Infinity) < sayAgainAfterMs) return
    if (said.size > 1000) said.clear()
    said.set(key, now)
    logger.warn(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)), 'kafka client says')
  }
}
