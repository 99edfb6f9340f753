import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ConflictError } from '../../../../core/errors.ts'
import { StoreGoneError } from '../../../../adapters/embedded/errors.ts'
import { PartitionConsumer, type ConsumerDeps } from '../../../../adapters/embedded/partition-consumer.ts'
import type { LogRecord } from '../../../../core/ports.ts'

const claim = { topic: 'assessed', partition: 0, group: 'g', holder: 'h', from: 'start', fence: 1, committed: 0 } as const

describe('PartitionConsumer', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('says so when a batch fails again and again in a way that no retry mends, and goes on trying', async () => {
    const log = recordsOf(3)
    let tries = 0
    const consumer = new PartitionConsumer(
      {
        topic: 'assessed',
        group: 'g',
        maxBatch: 3,
        handle: async () => {
          tries += 1
          if (tries < 15) throw new TypeError('a fault of ours')
        }
      },
      log.deps
    )
    consumer.hold(claim)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(log.failures).toEqual([])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(log.failures[0]).toBeInstanceOf(TypeError)
    expect([tries, log.committed]).toEqual([15, [3]])
    await consumer.close()
  })

  test('stops when the store is gone', async () => {
    const log = recordsOf(3)
    const consumer = new PartitionConsumer(
      {
        topic: 'assessed',
        group: 'g',
        maxBatch: 3,
        handle: async () => {
          throw new StoreGoneError('gone')
        }
      },
      log.deps
    )
    consumer.hold(claim)
    await vi.advanceTimersByTimeAsync(10)
    expect(log.failures).toHaveLength(1)
    await consumer.close()
  })

  test('handles nothing without the claim, waits for the next once it was lost, and tells of each that is new', async () => {
    const log = recordsOf(4)
    const handled: number[] = []
    const consumer = new PartitionConsumer(
      { topic: 'assessed', group: 'g', maxBatch: 2, handle: async (batch) => void handled.push(...batch.map((record) => record.offset)) },
      log.deps
    )
    await vi.advanceTimersByTimeAsync(1000)
    expect(handled).toEqual([])

    log.refuseCommit = true
    consumer.hold(claim)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(handled).toEqual([1, 2])
    log.refuseCommit = false
    consumer.hold({ ...claim, fence: 3, committed: 2 })
    await vi.advanceTimersByTimeAsync(1000)
    expect(handled).toEqual([1, 2, 3, 4])
    expect(log.committed).toEqual([4])
    expect(log.gained).toBe(2)
    consumer.hold({ ...claim, fence: 3, committed: 4 })
    await vi.advanceTimersByTimeAsync(1000)
    expect(log.gained).toBe(2)
    await consumer.close()
  })
})

/** A partition with this many records, in memory. */
function recordsOf(count: number) {
  const records = Array.from({ length: count }, (_, index): LogRecord => ({
    topic: 'assessed',
    partition: 0,
    offset: index + 1,
    key: 'k',
    value: ''
  }))
  const log = {
    committed: [] as number[],
    failures: [] as unknown[],
    gained: 0,
    refuseCommit: false,
    deps: {
      fetch: async (_, after, limit) => records.filter((record) => record.offset > after).slice(0, limit),
      commit: async (_, offset) => {
        if (log.refuseCommit) throw new ConflictError('lost')
        log.committed.push(offset)
      },
      end: () => count,
      gained: () => void (log.gained += 1),
      fail: (error) => void log.failures.push(error)
    } satisfies ConsumerDeps as ConsumerDeps
  }
  return log
}
