import type { Broker, Cluster } from 'kafkajs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { watchCoordinator } from '../../../../adapters/kafka/coordinator.ts'
import { RejoinError } from '../../../../adapters/kafka/errors.ts'

const away = Object.assign(new Error('Connection error: connect ECONNREFUSED'), { name: 'KafkaJSConnectionError' })
const loading = Object.assign(new Error('The coordinator is loading'), { type: 'GROUP_LOAD_IN_PROGRESS', retriable: true })
const unknownMember = Object.assign(new Error('The coordinator is not aware of this member'), { type: 'UNKNOWN_MEMBER_ID', retriable: false })

describe('a watched coordinator', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('that cannot be reached or is loading makes its member join again, at every request of a group', async () => {
    const group = new FakeGroup()
    const broker = await group.coordinator()
    for (const reason of [away, loading]) {
      group.answer = async () => {
        throw reason
      }
      await expect(broker.heartbeat({})).rejects.toBeInstanceOf(RejoinError)
      await expect(broker.joinGroup({})).rejects.toBeInstanceOf(RejoinError)
      await expect(broker.syncGroup({})).rejects.toBeInstanceOf(RejoinError)
    }
    expect(group.generations).toEqual([])
  })

  test('passes on what it says to the member', async () => {
    const group = new FakeGroup()
    const broker = await group.coordinator()
    await expect(broker.joinGroup({})).resolves.toMatchObject({ generationId: 7 })
    expect(group.generations).toEqual([7])
    group.answer = async () => {
      throw unknownMember
    }
    await expect(broker.heartbeat({})).rejects.toBe(unknownMember)
    expect(broker.nodeId).toBe(3)
  })

  test('is looked for until there is one, but not for ever, nor once the member leaves', async () => {
    const group = new FakeGroup()
    group.missing = 4
    const found = group.coordinator()
    await vi.advanceTimersByTimeAsync(3000)
    await expect(found).resolves.toMatchObject({ nodeId: 3 })

    group.missing = Infinity
    const never = group.coordinator().catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(31_000)
    expect(await never).toBe(away)

    group.closing = true
    await expect(group.coordinator()).rejects.toBe(away)
  })
})

interface Coordinator extends Broker {
  readonly nodeId: number
  heartbeat(request: object): Promise<unknown>
  joinGroup(request: object): Promise<unknown>
  syncGroup(request: object): Promise<unknown>
}

/** As much of kafkajs's cluster as is watched. */
class FakeGroup {
  readonly generations: number[] = []
  missing = 0
  closing = false
  answer: () => Promise<unknown> = async () => ({ generationId: 7 })
  readonly #cluster: Pick<Cluster, 'findGroupCoordinator'>

  constructor() {
    const answer = (): Promise<unknown> => this.answer()
    const broker = { nodeId: 3, heartbeat: answer, joinGroup: answer, syncGroup: answer } as unknown as Broker
    this.#cluster = {
      findGroupCoordinator: async () => {
        this.missing -= 1
        if (this.missing >= 0) throw away
        return broker
      }
    }
    watchCoordinator(this.#cluster as Cluster, { joins: (generation) => this.generations.push(generation), isClosing: () => this.closing })
  }

  async coordinator(): Promise<Coordinator> {
    return (await this.#cluster.findGroupCoordinator({ groupId: 'g' })) as Coordinator
  }
}
