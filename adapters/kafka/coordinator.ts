import type { Broker, Cluster } from 'kafkajs'
import { isPassing, RejoinError } from './errors.ts'

/** What a coordinator has beyond its public type; checked before it is used. */
interface Coordinator extends Broker {
  heartbeat(request: unknown): Promise<unknown>
  joinGroup(request: unknown): Promise<{ readonly generationId: number }>
  syncGroup(request: unknown): Promise<unknown>
}

const findPatienceMs = 30_000
const betweenFindsMs = 500

export interface CoordinatorWatch {
  /** A join was answered with this generation. */
  readonly joins: (generation: number) => void
  readonly isClosing: () => boolean
}

/**
 * Keeps a member what it is while its coordinator is away or moves. kafkajs goes on asking the one it knows until it gives
 * the consumer up; and a consumer made anew has to wait until the group misses the one before. So a coordinator that cannot be
 * reached counts as one that is not the coordinator any more: then kafkajs asks who is, and joins as the same member.
 */
export function watchCoordinator(cluster: Cluster, watch: CoordinatorWatch): void {
  const find = cluster.findGroupCoordinator.bind(cluster)
  cluster.findGroupCoordinator = async (group) => {
    const until = performance.now() + findPatienceMs
    for (;;) {
      try {
        return watched(await find(group), watch)
      } catch (error) {
        if (!isPassing(error) || watch.isClosing() || performance.now() > until) throw error
        await new Promise((resolve) => setTimeout(resolve, betweenFindsMs))
      }
    }
  }
}

function watched(broker: Broker, watch: CoordinatorWatch): Broker {
  if (!('heartbeat' in broker) || !('joinGroup' in broker) || !('syncGroup' in broker)) {
    throw new TypeError("kafkajs's coordinator is not what it was")
  }
  const original = broker as Coordinator
  const own: Pick<Coordinator, 'heartbeat' | 'joinGroup' | 'syncGroup'> = {
    heartbeat: (request) => rejoining(original.heartbeat(request)),
    syncGroup: (request) => rejoining(original.syncGroup(request)),
    async joinGroup(request) {
      const joined = await rejoining(original.joinGroup(request))
      watch.joins(joined.generationId)
      return joined
    }
  }
  return Object.assign(Object.create(original) as Broker, own)
}

async function rejoining<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    throw isPassing(error) ? new RejoinError(error) : error
  }
}
