import { array, assert as check, asyncProperty, integer } from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AppendQueue, type OutgoingRecord } from '../../../../adapters/kafka/append-queue.ts'
import { RecordTooLargeError } from '../../../../adapters/kafka/errors.ts'
import { AccessRefusedError, UnreachableError } from '../../../../core/errors.ts'

describe('appends to a topic', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('that come at once go together, and those that come meanwhile with the next request', async () => {
    const broker = new FlakyBroker()
    const queue = queueOn(broker)
    const hold = broker.holdNext()
    const first = [queue.append(records('a', 2)), queue.append(records('b', 1))]
    await vi.advanceTimersByTimeAsync(1)
    const later = [queue.append(records('c', 1)), queue.append(records('d', 1))]
    await vi.advanceTimersByTimeAsync(1)
    expect(broker.requests).toEqual([['a0', 'a1', 'b0']])
    hold.resolve()
    await Promise.all([...first, ...later])
    expect(broker.requests).toEqual([
      ['a0', 'a1', 'b0'],
      ['c0', 'd0']
    ])
  })

  test('are cut into requests of about a megabyte, a larger record alone', async () => {
    const broker = new FlakyBroker()
    const queue = queueOn(broker)
    await queue.append([record('x', 400_000), record('y', 400_000), record('z', 400_000), record('big', 3_000_000), record('w', 10)])
    expect(broker.requests).toEqual([['x', 'y'], ['z'], ['big'], ['w']])
  })

  test('keep their order while requests fail, and each resolves once it is stored', async () => {
    const failures = array(integer({ min: 0, max: 1 }), { minLength: 5, maxLength: 8 })
    await check(
      asyncProperty(failures, async (times) => {
        const broker = new FlakyBroker()
        const queue = queueOn(broker)
        const done: number[] = []
        const appends = times.map(async (failing, index) => {
          await vi.advanceTimersByTimeAsync(index % 3)
          broker.failNext(failing)
          await queue.append([record(String(index), 1)])
          done.push(index)
        })
        await vi.advanceTimersByTimeAsync(60_000)
        await Promise.all(appends)
        expect(broker.stored).toEqual([...broker.stored].sort((a, b) => Number(a) - Number(b)))
        expect(done).toHaveLength(times.length)
      }),
      { numRuns: 30 }
    )
  })

  test('are tried for thirty seconds and then given up, each by its own age', async () => {
    const broker = new FlakyBroker()
    const queue = queueOn(broker)
    broker.down = true
    const early = settledOf(queue.append(records('early', 1)))
    await vi.advanceTimersByTimeAsync(20_000)
    const late = settledOf(queue.append(records('late', 1)))
    await vi.advanceTimersByTimeAsync(13_500)
    expect(early()).toBeInstanceOf(UnreachableError)
    expect(late()).toBe('waiting')
    broker.down = false
    await vi.advanceTimersByTimeAsync(5000)
    expect(late()).toBe('stored')
    expect(broker.stored).toEqual(['late0'])
  })

  test('without end are not given up while they get on', async () => {
    const broker = new FlakyBroker()
    broker.takesMs = 9000
    const queue = queueOn(broker)
    const all = settledOf(queue.append(Array.from({ length: 8 }, (_, index) => record(String(index), 900_000))))
    await vi.advanceTimersByTimeAsync(80_000)
    expect(all()).toBe('stored')
  })

  test('are refused one by one when a record is larger than the topic takes', async () => {
    const broker = new FlakyBroker()
    broker.mostBytes = 500_000
    const queue = queueOn(broker)
    const fits = settledOf(queue.append([record('a', 300_000), record('b', 300_000)]))
    const tooLarge = settledOf(queue.append([record('c', 600_000), record('d', 10)]))
    const after = settledOf(queue.append([record('e', 10)]))
    await vi.advanceTimersByTimeAsync(1000)
    expect([fits(), after()]).toEqual(['stored', 'stored'])
    expect(tooLarge()).toBeInstanceOf(RecordTooLargeError)
    expect(broker.stored).toEqual(['a', 'b', 'e'])
  })

  test('are not tried again once they are given up', async () => {
    const broker = new FlakyBroker()
    const queue = queueOn(broker)
    broker.down = true
    const hold = broker.holdNext()
    const underWay = settledOf(queue.append(records('a', 1)))
    await vi.advanceTimersByTimeAsync(1)
    const waiting = settledOf(queue.append(records('b', 1)))
    const closed = new UnreachableError('closed')
    queue.giveUp(closed)
    hold.resolve()
    await vi.advanceTimersByTimeAsync(60_000)

    expect([underWay(), waiting()]).toEqual([closed, closed])
    await expect(queue.append(records('c', 1))).rejects.toBe(closed)
    expect(broker.requests).toEqual([['a0']])
  })

  test('that Kafka refuses for good fail at once', async () => {
    const broker = new FlakyBroker()
    const queue = queueOn(broker)
    broker.refusal = new AccessRefusedError('no right to write')
    const refused = settledOf(queue.append(records('a', 1)))
    await vi.advanceTimersByTimeAsync(10)
    expect(refused()).toBe(broker.refusal)
  })
})

/** Stores in the order of the requests, unless told to fail. */
class FlakyBroker {
  readonly requests: string[][] = []
  readonly stored: string[] = []
  down = false
  refusal: Error | null = null
  mostBytes = Infinity
  takesMs = 0
  #failing = 0
  #held: PromiseWithResolvers<void> | null = null

  failNext(times: number): void {
    this.#failing += times
  }

  holdNext(): PromiseWithResolvers<void> {
    this.#held = Promise.withResolvers<void>()
    return this.#held
  }

  async send(batch: readonly OutgoingRecord[]): Promise<void> {
    const keys = batch.map(({ key }) => key)
    this.requests.push(keys)
    const held = this.#held
    this.#held = null
    await held?.promise
    if (this.takesMs > 0) await new Promise((resolve) => setTimeout(resolve, this.takesMs))
    if (this.refusal !== null) throw this.refusal
    if (batch.reduce((sum, { value }) => sum + value.length, 0) > this.mostBytes) throw new RecordTooLargeError('too large')
    if (this.#failing > 0 || this.down) {
      this.#failing = Math.max(0, this.#failing - 1)
      throw new UnreachableError('down')
    }
    this.stored.push(...keys)
  }
}

function queueOn(broker: FlakyBroker): AppendQueue {
  return new AppendQueue({ send: (batch) => broker.send(batch), patienceMs: 30_000 })
}

function record(key: string, bytes: number): OutgoingRecord {
  return { key, value: Buffer.alloc(bytes) }
}

function records(key: string, count: number): OutgoingRecord[] {
  return Array.from({ length: count }, (_, index) => record(`${key}${index}`, 1))
}

/** Looks at how an append ended without waiting for it. */
function settledOf(append: Promise<void>): () => unknown {
  let outcome: unknown = 'waiting'
  append.then(
    () => (outcome = 'stored'),
    (error: unknown) => (outcome = error)
  )
  return () => outcome
}
