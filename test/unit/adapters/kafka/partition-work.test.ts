import type { EachBatchPayload, KafkaMessage } from 'kafkajs'
import { describe, expect, test } from 'vitest'
import { Committer } from '../../../../adapters/kafka/committer.ts'
import type { Hold } from '../../../../adapters/kafka/holds.ts'
import { Room } from '../../../../adapters/kafka/room.ts'
import { workThrough, type PartitionState } from '../../../../adapters/kafka/partition-work.ts'
import { UnreachableError } from '../../../../core/errors.ts'
import type { LogRecord } from '../../../../core/ports.ts'
import { silentLogger } from '../../../support/kafka-place.ts'

describe('working through a fetched batch', () => {
  test('hands it out in chunks, and commits and moves on behind the last', async () => {
    const work = new Work()
    await work.through(10, 15)

    expect(work.chunks).toEqual([
      [10, 11],
      [12, 13],
      [14, 15]
    ])
    expect(work.committed.at(-1)).toBe(16)
    expect(work.position).toBe(15)
  })

  test('stops at a chunk that fails, with the partition paused until its back-off is over', async () => {
    const work = new Work()
    work.handle = async (records) => {
      if (records[0]?.offset === 12) throw new UnreachableError('store away')
    }
    await work.through(10, 15)
    expect(work.chunks).toEqual([
      [10, 11],
      [12, 13]
    ])
    expect([work.committed.at(-1), work.position]).toEqual([12, 11])
    expect(work.paused).toBe(true)
    expect(work.resumeAfterMs).toBe(100)

    await work.through(12, 15)
    expect(work.resumeAfterMs).toBe(200)
    work.resume()
    work.handle = async () => {}
    await work.through(12, 15)
    expect([work.committed.at(-1), work.position, work.paused]).toEqual([16, 15, false])
  })

  test('tells of a batch that is hopeless, and goes on trying', async () => {
    const work = new Work()
    const fault = new TypeError('a fault of ours')
    work.handle = async () => {
      throw fault
    }
    for (let turn = 0; turn < 9; turn++) await work.through(10, 11)
    expect(work.failures).toEqual([])
    await work.through(10, 11)
    expect(work.failures).toEqual([fault])
    expect(work.committed).toEqual([])
  })

  test('commits nothing of a partition that went to another meanwhile, and begins no further chunk', async () => {
    const work = new Work()
    work.handle = async (records) => {
      if (records[0]?.offset === 12) work.hold.lost = true
    }
    await work.through(10, 15)

    expect(work.chunks).toHaveLength(2)
    expect(work.committed.every((offset) => offset <= 12)).toBe(true)
    expect(work.position).toBe(9)
  })

  test('does not handle again what it handled when only the commit failed, while it holds the partition', async () => {
    const work = new Work()
    work.commitFails = true
    await expect(work.through(10, 13)).rejects.toThrow('commit refused')
    expect(work.position).toBe(9)

    work.commitFails = false
    await work.through(10, 15)
    expect(work.chunks.flat()).toEqual([10, 11, 12, 13, 14, 15])
    expect([work.committed.at(-1), work.position]).toEqual([16, 15])

    work.commitFails = true
    await expect(work.through(16, 17)).rejects.toThrow('commit refused')
    work.commitFails = false
    work.hold = { partition: 0, lost: false }
    await work.through(16, 17)
    expect(work.chunks.flat().slice(-4)).toEqual([16, 17, 16, 17])
  })

  test('waits for what a consumer that is gone left in hand', async () => {
    const work = new Work()
    const left = Promise.withResolvers<void>()
    work.state.inHand = left.promise
    const through = work.through(10, 11)
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(work.chunks).toEqual([])
    left.resolve()
    await through
    expect(work.chunks).toEqual([[10, 11]])
  })
})

/** One partition of a consumer, with what it did. */
class Work {
  readonly chunks: number[][] = []
  readonly committed: number[] = []
  readonly failures: unknown[] = []
  readonly state: PartitionState = { inHand: Promise.resolve(), failures: 0, done: null }
  hold: Hold = { partition: 0, lost: false }
  handle: (records: readonly LogRecord[]) => Promise<void> = async () => {}
  commitFails = false
  position = 9
  paused = false
  resume: () => void = () => {}
  resumeAfterMs = 0
  readonly #committer = new Committer(async (offsets) => {
    if (this.commitFails) throw new Error('commit refused')
    this.committed.push(...offsets.values())
  })

  through(first: number, last: number): Promise<void> {
    return workThrough(this.#payload(first, last), this.hold, this.state, {
      options: {
        topic: 'mentions',
        group: 'g',
        maxBatch: 2,
        handle: async (records) => {
          this.chunks.push(records.map(({ offset }) => offset))
          await this.handle(records)
        }
      },
      logger: silentLogger,
      committer: this.#committer,
      isClosing: () => false,
      room: new Room(1000),
      handled: () => {},
      retried: () => {},
      fail: (error) => this.failures.push(error),
      resumeLater: (resume, ms) => {
        this.resume = resume
        this.resumeAfterMs = ms
      }
    })
  }

  #payload(first: number, last: number): EachBatchPayload {
    const messages = Array.from({ length: last - first + 1 }, (_, index) => ({
      offset: String(first + index),
      key: Buffer.from('k'),
      value: Buffer.from('v')
    })) as unknown as KafkaMessage[]
    const batch = { topic: 't', partition: 0, messages, lastOffset: () => String(last) } as unknown as EachBatchPayload['batch']
    return {
      batch,
      resolveOffset: (offset: string) => (this.position = Number(offset)),
      heartbeat: async () => {},
      pause: () => {
        this.paused = true
        return () => (this.paused = false)
      },
      isRunning: () => true,
      isStale: () => false
    } as unknown as EachBatchPayload
  }
}
